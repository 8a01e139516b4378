"""What scripted workers answer: a script gets the payload and returns a result, an error, or silence (None)."""

from collections.abc import Callable
from typing import Any

from interview_contracts import registry
from interview_contracts.base import Message
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.files import FileRef
from interview_contracts.payloads.common import PlannedQuestion, Quote, TimedText
from interview_contracts.payloads.evaluations import (
    RateAnswerPayload,
    RateAnswerResult,
    WriteReportPayload,
    WriteReportResult,
)
from interview_contracts.payloads.interviews import FollowUp, FollowUpPayload, FollowUpResult, PlanPayload, PlanResult
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult
from interview_contracts.payloads.speech import (
    SynthesizePayload,
    SynthesizeResult,
    TranscribeAnswerPayload,
    TranscribeAnswerResult,
)
from interview_contracts.reports import Failure
from interview_contracts.vocabulary import FollowUpIntent, QuestionSource, Section

LOST = TaskError(code=ErrorCode.ENGINE_FAILED, retryable=True)
BROKEN = TaskError(code=ErrorCode.ENGINE_UNAVAILABLE, retryable=False)


def plan(payload: PlanPayload) -> PlanResult:
    """The core questions, and one about the résumé."""
    core = [
        PlannedQuestion(
            key=str(question.id),
            section=question.section,
            source=QuestionSource.BANK,
            text=question.text.in_language(payload.language),
        )
        for question in payload.core_questions
    ]
    resume = PlannedQuestion(
        key="r1", section=Section.RESUME, source=QuestionSource.RESUME, text="What was your part in project X?"
    )
    return PlanResult(questions=(*core[:-1], resume, core[-1]), explanation="scripted")


def follow_up(payload: FollowUpPayload) -> FollowUpResult:
    """A question that takes up the answer's first word."""
    word = payload.answer.split()[0]
    question = FollowUp(text=f"You said {word}. What came of it?", intent=FollowUpIntent.RESULT, trigger=word)
    return FollowUpResult(follow_up=question)


def no_follow_up(_payload: FollowUpPayload) -> FollowUpResult:
    """Nothing is left open."""
    return FollowUpResult()


def silence(_payload: Any) -> None:
    """The worker was killed: no report ever comes."""


def speech(payload: SynthesizePayload) -> SynthesizeResult:
    """A spoken file at the place that was asked for."""
    return SynthesizeResult(file=FileRef(path=payload.target, size=4, sha256="0" * 64, mime="audio/wav"), duration_s=1)


def stored_transcript(_payload: TranscribeAnswerPayload) -> TranscribeAnswerResult:
    """The words of a stored recording."""
    return TranscribeAnswerResult(pieces=(TimedText(text="stored words", start_s=0, end_s=1),), duration_s=1)


def recording(payload: AssemblePayload) -> AssembleResult:
    """A joined recording."""
    file = FileRef(path=payload.target, size=4, sha256="0" * 64, mime="video/webm")
    return AssembleResult(file=file, duration_s=1, has_video=True)


def rating(payload: RateAnswerPayload) -> RateAnswerResult:
    """A middling level with the whole first piece as its quote."""
    text = payload.pieces[0].text
    return RateAnswerResult(level=3, quotes=(Quote(text=text, start=0, end=len(text)),), rationale="because")


def report(_payload: WriteReportPayload) -> WriteReportResult:
    """The words of a report."""
    return WriteReportResult(summary="A summary.")


Script = Callable[[Any], Message | TaskError | None]

DEFAULT: dict[str, Script] = {
    registry.INTERVIEW_PLAN.name: plan,
    registry.INTERVIEW_FOLLOW_UP.name: no_follow_up,
    registry.SPEECH_SYNTHESIZE.name: speech,
    registry.SPEECH_SYNTHESIZE_CLIP.name: speech,
    registry.SPEECH_TRANSCRIBE_ANSWER.name: stored_transcript,
    registry.RECORDING_ASSEMBLE.name: recording,
    registry.EVALUATION_RATE_ANSWER.name: rating,
    registry.EVALUATION_WRITE_REPORT.name: report,
}


def failed(error: TaskError) -> Failure:
    """The outcome of a task that failed."""
    return Failure(error=error)
