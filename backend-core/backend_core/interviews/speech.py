"""Having questions spoken. The same words in the same voice are spoken once.

Planned questions are spoken as a whole, beforehand. A follow-up is spoken when it is asked, each sentence as a task of
its own, so that the first is heard while the others are still made.
"""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.engines.service import best_engine
from backend_core.events.publish import publish
from backend_core.interviews import timers
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.sentences import sentences
from backend_core.models import Interview, Question, TaskRecord, Turn
from backend_core.models.turn import SpeechClip
from backend_core.tasks.send import send
from interview_contracts import events, registry
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.files import FileRef
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.vocabulary import Capability, Language, QuestionSource

_SHARED = frozenset({QuestionSource.BANK, QuestionSource.FALLBACK})
_MAX_TEXT = 1000

CLIP_WORTH_S = 15.0
"""A sentence that is not spoken within this time after its question was asked has been read by then."""


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
        known = await _known(session, target, voice)
        if known is not None:
            question.speech, question.speech_duration_s, question.speech_engine = known
            continue
        await _send(session, interview, question.text, target, "question", question.id)
    await session.flush()


async def request_turn_speech(session: AsyncSession, interview: Interview, turn: Turn) -> None:
    """Have a follow-up question spoken, its first sentence first."""
    voice = await _voice(session, interview.language)
    parts = sentences(turn.text)
    deadline = await timers.database_now(session) + timedelta(seconds=CLIP_WORTH_S)
    turn.speech_clips = (SpeechClip(),) * len(parts)
    for index, part in enumerate(parts):
        target = speech_path(interview.id, turn.source, part, interview.language, voice)
        await send(
            session,
            registry.SPEECH_SYNTHESIZE_CLIP,
            SynthesizePayload(text=part, language=interview.language, target=target),
            key=f"{registry.SPEECH_SYNTHESIZE_CLIP.name}:{turn.id}:{index}",
            interview_id=interview.id,
            context={"turn": str(turn.id), "clip": index},
            deadline=deadline,
        )
    await session.flush()


async def clip_spoken(
    session: AsyncSession, record: TaskRecord, result: SynthesizeResult, _engine: EngineInfo | None
) -> None:
    """Keep a spoken sentence of a follow-up and tell the browser."""
    if record.interview_id is None or record.context is None:
        return
    interview = await InterviewRepository(session).locked(record.interview_id)
    index = int(record.context["clip"])
    turn = await session.get(Turn, UUID(record.context["turn"]))
    if turn is None or index >= len(turn.speech_clips):
        return
    clips = list(turn.speech_clips)
    clips[index] = SpeechClip(file=result.file)
    turn.speech_clips = tuple(clips)
    await publish(session, events.SpeechReady(interview_id=interview.id, turn_id=turn.id, clip=index))
    await session.flush()


async def spoken(
    session: AsyncSession, record: TaskRecord, result: SynthesizeResult, engine: EngineInfo | None
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
        question.speech_engine = None if engine is None else engine.name
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


async def _known(session: AsyncSession, target: str, voice: str) -> tuple[FileRef, float | None, str | None] | None:
    """Return the file at this path, its length and its engine if a question has it already.

    Columns are read, so that no row is loaded.

    A file that another engine made in place of the one that was expected serves its own interview only.
    """
    statement = select(Question.speech, Question.speech_duration_s, Question.speech_engine).where(
        Question.speech.is_not(None), Question.speech["path"].as_string() == target
    )
    if voice:
        expected = voice.partition("/")[0]
        statement = statement.where(func.coalesce(Question.speech_engine, expected) == expected)
    row = (await session.execute(statement.limit(1))).first()
    return None if row is None or row[0] is None else (row[0], row[1], row[2])


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
