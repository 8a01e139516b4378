"""Carrying out the machine's effects: rows for tasks, timers and events, in the transaction of the decision."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import recordings, transcripts
from backend_core.evaluations.service import start as start_evaluation
from backend_core.events.publish import Fact, publish
from backend_core.interviews import speech, timers
from backend_core.interviews.follow_ups import request_follow_up
from backend_core.interviews.machine import effects as fx
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import Snapshot
from backend_core.interviews.planning import request_plan
from backend_core.interviews.repository import InterviewRows
from interview_contracts import events


async def carry_out(
    session: AsyncSession, rows: InterviewRows, snapshot: Snapshot, effect: fx.Effect
) -> ev.Event | None:
    """Carry out one effect. Returns the event that it settles at once, if any."""
    interview = rows.interview
    match effect:
        case fx.AskQuestion(turn_id):
            await _ask(session, rows, snapshot, turn_id)
        case fx.RequestPlan():
            await request_plan(session, interview)
        case fx.RequestSpeech():
            await speech.request_plan_speech(session, interview, rows.questions)
        case fx.RequestTranscription(turn_id):
            return await transcripts.begin(session, interview, turn_id)
        case fx.RequestFollowUp(turn_id, left):
            await request_follow_up(session, rows, turn_id, left)
        case fx.RequestAssembly(turn_id):
            await recordings.request_assembly(session, interview, turn_id)
        case fx.RequestRatings():
            await start_evaluation(session, interview.id)
        case fx.SetTimer(kind, after_s, turn_id):
            interview.deadline_at = await timers.set_timer(
                session, kind, interview_id=interview.id, turn_id=turn_id, after_s=after_s
            )
            await session.flush()
        case fx.CancelTimer(kind, turn_id):
            await timers.cancel_timer(session, kind, interview_id=interview.id, turn_id=turn_id)
        case fx.Publish(topic, turn_id):
            await publish(session, await _fact(session, snapshot, topic, turn_id))
    return None


async def _ask(session: AsyncSession, rows: InterviewRows, snapshot: Snapshot, turn_id: UUID) -> None:
    turn = rows.turn(turn_id)
    assert turn is not None
    if turn.intent is not None:
        await speech.request_turn_speech(session, rows.interview, turn)
    await publish(session, question_asked(rows, snapshot, turn_id))


def question_asked(rows: InterviewRows, snapshot: Snapshot, turn_id: UUID) -> events.QuestionAsked:
    """Return the event that shows a turn to the candidate."""
    turn = rows.turn(turn_id)
    position = next(item.planned for item in snapshot.turns if item.id == turn_id)
    assert turn is not None
    return events.QuestionAsked(
        interview_id=rows.interview.id,
        turn_id=turn_id,
        index=position + 1,
        total=len(snapshot.plan),
        text=turn.text,
        follow_up=turn.intent is not None,
        speech_ready=turn.speech is not None,
    )


def state_changed(snapshot: Snapshot) -> events.StateChanged:
    """Return the event that tells where the interview stands."""
    turn = snapshot.open_turn
    return events.StateChanged(
        interview_id=snapshot.interview_id,
        state=snapshot.state,
        version=snapshot.version,
        turn_id=None if turn is None else turn.id,
    )


async def _fact(session: AsyncSession, snapshot: Snapshot, topic: fx.Topic, turn_id: UUID | None) -> Fact:
    interview_id = snapshot.interview_id
    if topic is fx.Topic.STATE:
        return state_changed(snapshot)
    if topic is fx.Topic.REPORT_READY:
        return events.ReportReady(interview_id=interview_id, at=await timers.database_now(session))
    assert turn_id is not None
    if topic is fx.Topic.ANSWER_OPENED:
        return events.AnswerOpened(interview_id=interview_id, turn_id=turn_id, language=snapshot.language)
    if topic is fx.Topic.ANSWER_CLOSED:
        return events.AnswerClosed(interview_id=interview_id, turn_id=turn_id)
    return events.TranscriptReady(interview_id=interview_id, turn_id=turn_id)
