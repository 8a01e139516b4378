"""Small snapshots and events of every kind, from which the diagram is drawn."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import (
    LIVE_STATES,
    FollowUpQuestion,
    Question,
    Snapshot,
    Transcript,
    Turn,
    TurnState,
    turn_id,
)
from interview_contracts.vocabulary import (
    AnswerEndReason,
    AnswerMode,
    FollowUpIntent,
    InterviewState,
    Language,
    QuestionSource,
    Section,
)

PLAN = (
    Question(key="core:1", section=Section.EXPERIENCE, source=QuestionSource.BANK, text="First?"),
    Question(key="core:2", section=Section.CLOSING, source=QuestionSource.BANK, text="Last?"),
)


def example_snapshots(interview_id: UUID) -> Iterator[Snapshot]:
    """Yield snapshots of every state: at the first and at the last question where the candidate is in the room."""
    for state in InterviewState:
        if state in {InterviewState.CREATED, InterviewState.PLANNING}:
            yield Snapshot(interview_id=interview_id, state=state, language=Language.EN)
        elif state is InterviewState.READY:
            yield Snapshot(interview_id=interview_id, state=state, language=Language.EN, plan=PLAN)
        elif state in LIVE_STATES:
            yield _with_turns(interview_id, state, 1)
            yield _with_turns(interview_id, state, 2)
        else:
            yield _with_turns(interview_id, state, 2)


def example_events(snapshot: Snapshot) -> Iterator[tuple[ev.EventKind, ev.Event]]:
    """Yield an event of every kind that fits the snapshot's newest turn, some kinds more than once."""
    turn = snapshot.current.id if snapshot.current else turn_id(snapshot.interview_id, 0)
    follow_up = FollowUpQuestion(text="What did you decide?", intent=FollowUpIntent.DECISION)
    events: tuple[ev.Event, ...] = (
        ev.Prepare(snapshot.language),
        ev.PlanReady(PLAN),
        ev.PlanFailed(PLAN),
        ev.Start(),
        ev.AnswerOpened(turn),
        ev.AnswerEnded(turn, AnswerMode.SPOKEN, AnswerEndReason.CANDIDATE),
        ev.AnswerEnded(turn, AnswerMode.TYPED, AnswerEndReason.CANDIDATE, empty=True),
        ev.TranscriptReady(turn),
        ev.TranscriptReady(turn, empty=True),
        ev.TranscriptFailed(turn),
        ev.FollowUpReady(turn, follow_up),
        ev.FollowUpReady(turn, None),
        ev.FollowUpFailed(turn),
        ev.NextQuestionDeadline(turn),
        ev.AnswerTimeLimit(turn),
        ev.EvaluationReady(),
        ev.EvaluationFailed(),
        ev.EvaluationRetried(),
        ev.Withdraw(),
        ev.Expire(),
    )
    for event in events:
        yield ev.KINDS[type(event)], event


def _with_turns(interview_id: UUID, state: InterviewState, count: int) -> Snapshot:
    last = {InterviewState.ASKING: TurnState.ASKED, InterviewState.ANSWERING: TurnState.ANSWERING}.get(
        state, TurnState.ANSWERED
    )
    turns = tuple(
        Turn(
            id=turn_id(interview_id, index),
            index=index,
            planned=index,
            text=PLAN[index].text,
            source=QuestionSource.BANK,
            answer_limit_s=PLAN[index].answer_limit_s,
            state=TurnState.ANSWERED,
            mode=AnswerMode.SPOKEN,
            end_reason=AnswerEndReason.CANDIDATE,
            transcript=Transcript.READY if index < count - 1 else Transcript.PENDING,
        )
        for index in range(count)
    )
    if last is not TurnState.ANSWERED:
        newest = replace(turns[-1], state=last, mode=None, end_reason=None)
        turns = (*turns[:-1], newest)
    return Snapshot(interview_id=interview_id, state=state, language=Language.EN, plan=PLAN, turns=turns)
