"""Having questions spoken. The same words in the same voice are spoken once."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.engines.service import best_engine
from backend_core.events.publish import publish
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview, Question, TaskRecord, Turn
from backend_core.tasks.send import send
from interview_contracts import events, registry
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.files import FileRef
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.vocabulary import Capability, Language, QuestionSource

_SHARED = frozenset({QuestionSource.BANK, QuestionSource.FALLBACK})
_MAX_TEXT = 1000


def speech_path(interview_id: UUID, source: QuestionSource, text: str, language: Language, voice: str) -> str:
    """Return where the spoken text lies. Questions that are made from what a candidate said stay with the interview."""
    digest = hashlib.sha256(f"{voice}\n{language}\n{text}".encode()).hexdigest()[:40]
    if source in _SHARED:
        return f"speech/{language}/{digest}.wav"
    return f"interviews/{interview_id}/speech/{digest}.wav"


async def request_plan_speech(session: AsyncSession, interview: Interview, questions: list[Question]) -> None:
    """Have the planned questions spoken, in their order; those that lie there already are taken."""
    voice = await _voice(session, interview.language)
    for question in questions:
        if question.speech is not None:
            continue
        target = speech_path(interview.id, question.source, question.text, interview.language, voice)
        known = await _known(session, target)
        if known is not None:
            question.speech, question.speech_duration_s = known
            continue
        await _send(session, interview, question.text, target, "question", question.id)
    await session.flush()


async def request_turn_speech(session: AsyncSession, interview: Interview, turn: Turn) -> None:
    """Have a follow-up question spoken."""
    voice = await _voice(session, interview.language)
    target = speech_path(interview.id, turn.source, turn.text, interview.language, voice)
    await _send(session, interview, turn.text, target, "turn", turn.id)


async def spoken(
    session: AsyncSession, record: TaskRecord, result: SynthesizeResult, _engine: EngineInfo | None
) -> None:
    """Keep the spoken question, and tell the browser if the question is on the screen."""
    if record.interview_id is None:
        return
    interview = await InterviewRepository(session).locked(record.interview_id)
    context: dict[str, Any] = record.context or {}
    if (question_id := context.get("question")) is not None:
        question = await session.get(Question, UUID(question_id))
        if question is None:
            return
        question.speech, question.speech_duration_s = result.file, result.duration_s
        statement = select(Turn).where(Turn.question_id == question.id, Turn.intent.is_(None))
    else:
        statement = select(Turn).where(Turn.id == UUID(context["turn"]))
    turn = await session.scalar(statement)
    if turn is not None and turn.speech is None:
        turn.speech, turn.speech_duration_s = result.file, result.duration_s
        await publish(session, events.SpeechReady(interview_id=interview.id, turn_id=turn.id))
    await session.flush()


async def not_spoken(_session: AsyncSession, _record: TaskRecord, _error: TaskError) -> None:
    """Leave the question unspoken: its text is on the screen."""


async def _voice(session: AsyncSession, language: Language) -> str:
    engine = await best_engine(session, Capability.TTS, language)
    return "" if engine is None else f"{engine.name}/{engine.version}/{engine.model}"


async def _known(session: AsyncSession, target: str) -> tuple[FileRef, float | None] | None:
    """Return the file at this path if a question has it already. Columns are read, so that no row is loaded."""
    row = (
        await session.execute(
            select(Question.speech, Question.speech_duration_s)
            .where(Question.speech.is_not(None), Question.speech["path"].as_string() == target)
            .limit(1)
        )
    ).first()
    return None if row is None or row[0] is None else (row[0], row[1])


async def _send(
    session: AsyncSession, interview: Interview, text: str, target: str, kind: str, object_id: UUID
) -> None:
    await send(
        session,
        registry.SPEECH_SYNTHESIZE,
        SynthesizePayload(text=text[:_MAX_TEXT], language=interview.language, target=target),
        key=f"{registry.SPEECH_SYNTHESIZE.name}:{kind}:{object_id}",
        interview_id=interview.id,
        context={kind: str(object_id)},
    )
