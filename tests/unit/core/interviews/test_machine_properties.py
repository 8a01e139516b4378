"""Laws that hold for every sequence of events, in whatever order, however often."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_core.interviews.machine import decide
from backend_core.interviews.machine import effects as fx
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.decision import Rejected
from backend_core.interviews.machine.fallback import normalized
from backend_core.interviews.machine.snapshot import (
    CLOSED_STATES,
    FollowUpQuestion,
    Question,
    Snapshot,
    Transcript,
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

pytestmark = pytest.mark.unit

INTERVIEW = UUID("0193a000-0000-7000-8000-000000000002")

questions = st.builds(
    Question,
    key=st.sampled_from(["a", "b", "c", "d"]),
    section=st.sampled_from(list(Section)),
    source=st.just(QuestionSource.BANK),
    text=st.sampled_from(["One?", "Two?", "Three?", "one?"]),
)
plans = st.lists(questions, max_size=4).map(tuple)
turns = st.integers(min_value=0, max_value=5).map(lambda index: turn_id(INTERVIEW, index))
follow_ups = st.none() | st.builds(
    FollowUpQuestion,
    text=st.sampled_from(["One?", "Why?", "How much?", ""]),
    intent=st.sampled_from(list(FollowUpIntent)),
)
events = st.one_of(
    st.builds(ev.Prepare, st.sampled_from(list(Language))),
    st.builds(ev.PlanReady, plans),
    st.builds(ev.PlanFailed, plans),
    st.builds(ev.Start),
    st.builds(ev.AnswerOpened, turns),
    st.builds(
        ev.AnswerEnded,
        turns,
        st.sampled_from(list(AnswerMode)),
        st.sampled_from(list(AnswerEndReason)),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(ev.TranscriptReady, turns, st.booleans()),
    st.builds(ev.TranscriptFailed, turns),
    st.builds(ev.FollowUpReady, turns, follow_ups),
    st.builds(ev.FollowUpFailed, turns),
    st.builds(ev.NextQuestionDeadline, turns),
    st.builds(ev.AnswerTimeLimit, turns),
    st.builds(ev.EvaluationReady),
    st.builds(ev.EvaluationFailed),
    st.builds(ev.EvaluationRetried),
    st.builds(ev.Expire),
)
rare_events = events | st.builds(ev.Withdraw)


def helpful(snapshot: Snapshot) -> ev.Event | None:
    """The event with which a co-operative world would go on, so that sequences reach the far states."""
    turn = snapshot.current.id if snapshot.current else turn_id(INTERVIEW, 0)
    onward: dict[InterviewState, ev.Event] = {
        InterviewState.CREATED: ev.Prepare(Language.KO),
        InterviewState.READY: ev.Start(),
        InterviewState.ASKING: ev.AnswerOpened(turn),
        InterviewState.ANSWERING: ev.AnswerEnded(turn, AnswerMode.SPOKEN, AnswerEndReason.SILENCE),
        InterviewState.THINKING: ev.TranscriptReady(turn),
    }
    return onward.get(snapshot.state)


steps = st.lists(st.none() | rare_events, max_size=60)


def trace(
    script: list[ev.Event | None], follow_ups: int
) -> list[tuple[Snapshot, ev.Event, Snapshot, tuple[fx.Effect, ...]]]:
    snapshot = Snapshot(interview_id=INTERVIEW, follow_ups_per_question=follow_ups)
    seen = []
    for step in script:
        event = step or helpful(snapshot)
        if event is None:
            continue
        try:
            decision = decide(snapshot, event)
        except Rejected:
            continue
        seen.append((snapshot, event, decision.snapshot, decision.effects))
        snapshot = decision.snapshot
    return seen


@given(steps, st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_laws(script: list[ev.Event | None], follow_ups: int) -> None:
    asked: list[UUID] = []
    rated = 0
    for before, event, after, effects in trace(script, follow_ups):
        if after == before:
            assert after is before, "an event without a change returns the snapshot itself"
            assert effects == ()
            continue
        assert before.state not in CLOSED_STATES, "closed stays closed"
        assert after.version == before.version + 1
        assert len(after.turns) >= len(before.turns), "turns never go back"
        for old, new in zip(before.turns, after.turns, strict=False):
            assert list(TurnState).index(new.state) >= list(TurnState).index(old.state)
            assert (old.id, old.planned, old.text) == (new.id, new.planned, new.text)
            if old.transcript is not Transcript.PENDING:
                assert new.transcript is old.transcript, "the first outcome of a transcript counts"
        assert sum(turn.state is not TurnState.ANSWERED for turn in after.turns) <= 1, "one open question at most"
        assert all(turn.state is TurnState.ANSWERED for turn in after.turns[:-1])
        assert [turn.index for turn in after.turns] == list(range(len(after.turns)))
        assert [turn.planned for turn in after.turns] == sorted(turn.planned for turn in after.turns)
        texts = [normalized(turn.text) for turn in after.turns]
        assert len(texts) == len(set(texts)), "no question is asked twice"
        for position in range(len(after.plan)):
            follow_up_turns = [t for t in after.turns if t.planned == position and t.follow_up is not None]
            assert len(follow_up_turns) <= follow_ups
        asked += [effect.turn_id for effect in effects if isinstance(effect, fx.AskQuestion)]
        assert asked == [turn.id for turn in after.turns]
        if before.plan:
            assert after.plan == before.plan, "a plan does not change"
        if isinstance(event, ev.EvaluationRetried):
            rated = 0
        rated += sum(isinstance(effect, fx.RequestRatings) for effect in effects)
        assert rated <= 1
        if rated:
            assert after.transcripts_done


@given(steps, st.integers(0, 2))
@settings(max_examples=200, deadline=None)
def test_a_repeated_event_changes_nothing_unless_it_is_a_new_command(
    script: list[ev.Event | None], follow_ups: int
) -> None:
    for _, event, after, _ in trace(script, follow_ups):
        try:
            again = decide(after, event)
        except Rejected:
            continue
        if isinstance(event, ev.EvaluationRetried | ev.EvaluationFailed | ev.EvaluationReady):
            continue
        assert again.snapshot is after


@given(steps, st.integers(0, 2))
@settings(max_examples=200, deadline=None)
def test_thinking_always_has_a_way_on(script: list[ev.Event | None], follow_ups: int) -> None:
    for _, _, after, _ in trace(script, follow_ups):
        if after.state is InterviewState.THINKING:
            assert after.current is not None
            onward = decide(after, ev.NextQuestionDeadline(after.current.id)).snapshot
            assert onward.state in {InterviewState.ASKING, InterviewState.EVALUATING}
