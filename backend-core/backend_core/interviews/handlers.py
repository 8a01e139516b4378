"""Results of the interview's tasks, and the timers of interviews. Each is safe to happen twice."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import handlers as answers
from backend_core.interviews import expiry, timers
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.effects import TimerKind
from backend_core.interviews.machine.snapshot import FollowUpQuestion
from backend_core.interviews.planning import core_plan, planned_questions
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.runner import apply
from backend_core.models import TaskRecord, Timer, Turn
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.interviews import FollowUpPayload, FollowUpResult, PlanResult
from interview_contracts.vocabulary import InterviewState

_MAX_TRIGGER = 400


async def planned(session: AsyncSession, record: TaskRecord, result: PlanResult, engine: EngineInfo | None) -> None:
    """Take the plan, while it is waited for."""
    if record.interview_id is None:
        return
    interview = await InterviewRepository(session).locked(record.interview_id)
    if interview.state is not InterviewState.PLANNING:
        return
    interview.plan_explanation = result.explanation.replace("\x00", "")
    interview.plan_engine = engine
    await session.flush()
    await apply(session, interview.id, ev.PlanReady(await planned_questions(session, interview, result)))


async def planning_failed(session: AsyncSession, record: TaskRecord, _error: TaskError) -> None:
    """Go on with the fallback question (requirement B-09)."""
    if record.interview_id is not None:
        await fall_back(session, record.interview_id)


async def fall_back(session: AsyncSession, interview_id: UUID) -> None:
    """Let planning fail: the core questions and the fallback question are the plan."""
    interview = await InterviewRepository(session).locked(interview_id)
    await apply(session, interview_id, ev.PlanFailed(await core_plan(session, interview)))


async def follow_up_found(
    session: AsyncSession, record: TaskRecord, result: FollowUpResult, engine: EngineInfo | None
) -> None:
    """Ask the follow-up, while it is waited for. A trigger that the answer does not hold word for word is dropped."""
    if record.interview_id is None:
        return
    payload = FollowUpPayload.model_validate(record.payload)
    question = None
    if result.follow_up is not None:
        trigger = result.follow_up.trigger.replace("\x00", "")
        question = FollowUpQuestion(
            text=result.follow_up.text.replace("\x00", "").strip(),
            intent=result.follow_up.intent,
            trigger=trigger if trigger in payload.answer else "",
            rationale=result.follow_up.rationale.replace("\x00", ""),
        )
    before = await InterviewRepository(session).locked(record.interview_id)
    newest = before.turn_index
    snapshot = await apply(session, record.interview_id, ev.FollowUpReady(payload.turn_id, question))
    asked = snapshot.current
    if asked is not None and asked.index != newest and asked.follow_up is not None:
        turn = await session.get_one(Turn, asked.id)
        turn.engine = engine
        await session.flush()


async def follow_up_failed(session: AsyncSession, record: TaskRecord, _error: TaskError) -> None:
    """Ask the next prepared question."""
    if record.interview_id is not None:
        await apply(session, record.interview_id, ev.FollowUpFailed(UUID((record.context or {})["turn_id"])))


async def _next_question(session: AsyncSession, interview_id: UUID, turn_id: UUID | None) -> None:
    assert turn_id is not None
    await apply(session, interview_id, ev.NextQuestionDeadline(turn_id))


async def _answer_limit(session: AsyncSession, interview_id: UUID, turn_id: UUID | None) -> None:
    assert turn_id is not None
    await apply(session, interview_id, ev.AnswerTimeLimit(turn_id))


async def _plan_deadline(session: AsyncSession, interview_id: UUID, _turn_id: UUID | None) -> None:
    await fall_back(session, interview_id)


async def _expiry(session: AsyncSession, interview_id: UUID, _turn_id: UUID | None) -> None:
    await expiry.expire_if_due(session, interview_id)


TIMERS: dict[str, Callable[[AsyncSession, UUID, UUID | None], Awaitable[None]]] = {
    TimerKind.PLAN_DEADLINE: _plan_deadline,
    TimerKind.NEXT_QUESTION: _next_question,
    TimerKind.ANSWER_LIMIT: _answer_limit,
    timers.EXPIRY: _expiry,
    timers.LIVE_TRANSCRIPT: answers.live_transcript_late,
    timers.LATE_CHUNKS: answers.chunks_late,
}
"""What each kind of timer does."""


async def timer_fired(session: AsyncSession, timer: Timer) -> None:
    """Do what a timer is for. A kind that nobody knows (any more) does nothing."""
    handler = TIMERS.get(timer.kind)
    if handler is None or timer.interview_id is None:
        return
    turn_id = (timer.payload or {}).get("turn_id")
    await handler(session, timer.interview_id, None if turn_id is None else UUID(turn_id))
