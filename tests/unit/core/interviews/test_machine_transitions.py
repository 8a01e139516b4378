"""What the machine's transitions do."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from backend_core.interviews.machine import decide
from backend_core.interviews.machine import effects as fx
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.decision import Rejected, Rejection
from backend_core.interviews.machine.fallback import FALLBACK_TEXT
from backend_core.interviews.machine.snapshot import (
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

INTERVIEW = UUID("0193a000-0000-7000-8000-000000000001")
STATE = fx.Publish(fx.Topic.STATE)


def question(key: str, section: Section = Section.EXPERIENCE) -> Question:
    return Question(key=key, section=section, source=QuestionSource.BANK, text=f"Question {key}?", answer_limit_s=60)


PLAN = (
    question("intro", Section.INTRODUCTION),
    question("one"),
    question("two"),
    question("end", Section.CLOSING),
)
FOLLOW_UP = FollowUpQuestion(text="Which number?", intent=FollowUpIntent.NUMBER)


def run(snapshot: Snapshot, *events: ev.Event) -> Snapshot:
    for event in events:
        snapshot = decide(snapshot, event).snapshot
    return snapshot


def fresh(**values: object) -> Snapshot:
    return replace(Snapshot(interview_id=INTERVIEW), **values)  # type: ignore[arg-type]


def asking(index: int = 0, **values: object) -> Snapshot:
    """The interview at its planned question number `index`, the earlier ones answered with nothing."""
    snapshot = run(fresh(**values), ev.Prepare(Language.EN), ev.PlanReady(PLAN), ev.Start())
    for done in range(index):
        snapshot = run(snapshot, ev.AnswerOpened(turn_id(INTERVIEW, done)), typed(done, empty=True))
    return snapshot


def typed(index: int, *, empty: bool = False) -> ev.AnswerEnded:
    return ev.AnswerEnded(turn_id(INTERVIEW, index), AnswerMode.TYPED, AnswerEndReason.CANDIDATE, empty)


def spoken(index: int) -> ev.AnswerEnded:
    return ev.AnswerEnded(turn_id(INTERVIEW, index), AnswerMode.SPOKEN, AnswerEndReason.SILENCE)


def test_prepare_requests_a_plan_with_a_deadline() -> None:
    decision = decide(fresh(), ev.Prepare(Language.EN))
    assert decision.snapshot.state is InterviewState.PLANNING
    assert decision.snapshot.language is Language.EN
    assert decision.effects == (STATE, fx.SetTimer(fx.TimerKind.PLAN_DEADLINE, 30.0), fx.RequestPlan())


def test_prepare_again_changes_nothing_and_cannot_change_the_language() -> None:
    planning = run(fresh(), ev.Prepare(Language.EN))
    assert decide(planning, ev.Prepare(Language.EN)).snapshot is planning
    with pytest.raises(Rejected) as caught:
        decide(planning, ev.Prepare(Language.KO))
    assert caught.value.code is Rejection.ALREADY_PREPARED


def test_plan_is_kept_without_repetitions() -> None:
    doubled = (*PLAN, question("one"), replace(question("other"), text="  question ONE? "))
    decision = decide(run(fresh(), ev.Prepare(Language.EN)), ev.PlanReady(doubled))
    assert decision.snapshot.plan == PLAN
    assert fx.RequestSpeech() in decision.effects
    assert fx.CancelTimer(fx.TimerKind.PLAN_DEADLINE) in decision.effects


def test_an_empty_plan_is_no_plan() -> None:
    planning = run(fresh(), ev.Prepare(Language.EN))
    assert decide(planning, ev.PlanReady(())).snapshot is planning


@pytest.mark.parametrize("language", list(Language))
def test_fallback_question_comes_before_the_closing(language: Language) -> None:
    ready = run(fresh(), ev.Prepare(language), ev.PlanFailed(PLAN))
    assert ready.state is InterviewState.READY
    assert [item.key for item in ready.plan] == ["intro", "one", "two", "fallback", "end"]
    fallback = ready.plan[3]
    assert (fallback.source, fallback.section) == (QuestionSource.FALLBACK, Section.RESUME)
    assert fallback.text == FALLBACK_TEXT[language]


def test_fallback_plan_without_core_questions_still_has_a_question() -> None:
    assert len(run(fresh(), ev.Prepare(Language.KO), ev.PlanFailed(())).plan) == 1


def test_a_late_plan_does_not_replace_the_fallback() -> None:
    ready = run(fresh(), ev.Prepare(Language.KO), ev.PlanFailed(PLAN))
    assert decide(ready, ev.PlanReady(PLAN)).snapshot is ready


def test_start_asks_the_first_question() -> None:
    decision = decide(run(fresh(), ev.Prepare(Language.EN), ev.PlanReady(PLAN)), ev.Start())
    first = turn_id(INTERVIEW, 0)
    assert decision.effects == (STATE, fx.AskQuestion(first))
    assert decision.snapshot.open_turn is not None
    assert decision.snapshot.open_turn.id == first


def test_opening_sets_the_time_limit_with_grace() -> None:
    first = turn_id(INTERVIEW, 0)
    decision = decide(asking(), ev.AnswerOpened(first))
    assert fx.SetTimer(fx.TimerKind.ANSWER_LIMIT, 75.0, first) in decision.effects
    assert fx.Publish(fx.Topic.ANSWER_OPENED, first) in decision.effects


def test_opening_twice_changes_nothing() -> None:
    answering = run(asking(), ev.AnswerOpened(turn_id(INTERVIEW, 0)))
    assert decide(answering, ev.AnswerOpened(turn_id(INTERVIEW, 0))).snapshot is answering


def test_only_the_open_turn_can_be_opened() -> None:
    snapshot = asking(1)
    for wanted, code in ((turn_id(INTERVIEW, 0), Rejection.TURN_CLOSED), (uuid4(), Rejection.TURN_UNKNOWN)):
        with pytest.raises(Rejected) as caught:
            decide(snapshot, ev.AnswerOpened(wanted))
        assert caught.value.code is code


def test_an_answer_that_was_not_opened_cannot_end() -> None:
    with pytest.raises(Rejected) as caught:
        decide(asking(), typed(0))
    assert caught.value.code is Rejection.ANSWER_NOT_OPEN


def test_typed_answer_requests_a_follow_up_at_once() -> None:
    turn = turn_id(INTERVIEW, 1)
    decision = decide(run(asking(1), ev.AnswerOpened(turn)), typed(1))
    assert decision.snapshot.state is InterviewState.THINKING
    assert decision.effects == (
        STATE,
        fx.CancelTimer(fx.TimerKind.ANSWER_LIMIT, turn),
        fx.Publish(fx.Topic.ANSWER_CLOSED, turn),
        fx.Publish(fx.Topic.TRANSCRIPT_READY, turn),
        fx.SetTimer(fx.TimerKind.NEXT_QUESTION, 3.5, turn),
        fx.RequestFollowUp(turn, 1),
    )


def test_empty_typed_answer_brings_the_next_question_at_once() -> None:
    snapshot = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), typed(1, empty=True))
    assert snapshot.state is InterviewState.ASKING
    assert snapshot.turns[-1].planned == 2


@pytest.mark.parametrize("answer", [typed(0), spoken(0)], ids=["typed", "spoken"])
def test_introduction_is_never_followed_up(answer: ev.AnswerEnded) -> None:
    decision = decide(run(asking(), ev.AnswerOpened(turn_id(INTERVIEW, 0))), answer)
    assert decision.snapshot.state is InterviewState.ASKING
    assert decision.snapshot.turns[-1].planned == 1
    assert not any(isinstance(effect, fx.RequestFollowUp) for effect in decision.effects)


def test_spoken_answer_waits_for_its_transcript() -> None:
    turn = turn_id(INTERVIEW, 1)
    thinking = decide(run(asking(1), ev.AnswerOpened(turn)), spoken(1))
    assert fx.RequestTranscription(turn) in thinking.effects
    assert not any(isinstance(effect, fx.RequestFollowUp) for effect in thinking.effects)
    heard = decide(thinking.snapshot, ev.TranscriptReady(turn))
    assert heard.snapshot.state is InterviewState.THINKING
    assert heard.effects == (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn), fx.RequestFollowUp(turn, 1))


@pytest.mark.parametrize(
    "outcome",
    [
        ev.TranscriptReady(turn_id(INTERVIEW, 1), empty=True),
        ev.TranscriptFailed(turn_id(INTERVIEW, 1)),
        ev.NextQuestionDeadline(turn_id(INTERVIEW, 1)),
        ev.FollowUpFailed(turn_id(INTERVIEW, 1)),
        ev.FollowUpReady(turn_id(INTERVIEW, 1), None),
        ev.FollowUpReady(turn_id(INTERVIEW, 1), replace(FOLLOW_UP, text="question  TWO?")),
        ev.FollowUpReady(turn_id(INTERVIEW, 1), replace(FOLLOW_UP, text="  ")),
    ],
    ids=["silence", "no-transcript", "deadline", "failed", "nothing-open", "known-question", "blank"],
)
def test_the_next_planned_question_is_always_behind(outcome: ev.Event) -> None:
    thinking = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), spoken(1))
    after = run(thinking, outcome)
    assert after.state is InterviewState.ASKING
    assert after.turns[-1].planned == 2
    assert after.turns[-1].follow_up is None


def test_follow_up_is_asked_once_per_question() -> None:
    turn, follow = turn_id(INTERVIEW, 1), turn_id(INTERVIEW, 2)
    thinking = run(asking(1), ev.AnswerOpened(turn), typed(1))
    decision = decide(thinking, ev.FollowUpReady(turn, FOLLOW_UP))
    asked = decision.snapshot.turns[-1]
    assert (asked.planned, asked.source, asked.text) == (1, QuestionSource.FOLLOW_UP, FOLLOW_UP.text)
    assert fx.CancelTimer(fx.TimerKind.NEXT_QUESTION, turn) in decision.effects
    after = run(decision.snapshot, ev.AnswerOpened(follow), typed(2))
    assert after.turns[-1].planned == 2


def test_two_follow_ups_where_the_job_allows_them() -> None:
    snapshot = run(asking(1, follow_ups_per_question=2), ev.AnswerOpened(turn_id(INTERVIEW, 1)), typed(1))
    snapshot = run(snapshot, ev.FollowUpReady(turn_id(INTERVIEW, 1), FOLLOW_UP))
    decision = decide(run(snapshot, ev.AnswerOpened(turn_id(INTERVIEW, 2))), typed(2))
    assert fx.RequestFollowUp(turn_id(INTERVIEW, 2), 1) in decision.effects


def test_no_follow_up_where_the_job_forbids_them() -> None:
    snapshot = run(asking(1, follow_ups_per_question=0), ev.AnswerOpened(turn_id(INTERVIEW, 1)), typed(1))
    assert snapshot.state is InterviewState.ASKING


def test_stale_results_change_nothing() -> None:
    thinking = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), typed(1))
    old = turn_id(INTERVIEW, 0)
    for event in (ev.FollowUpReady(old, FOLLOW_UP), ev.FollowUpFailed(old), ev.NextQuestionDeadline(old)):
        assert decide(thinking, event).snapshot is thinking


def test_ending_twice_changes_nothing() -> None:
    snapshot = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), typed(1))
    assert decide(snapshot, typed(1)).snapshot is snapshot
    assert decide(snapshot, typed(0)).snapshot is snapshot


def out_of_time(index: int) -> Snapshot:
    """The answer to a planned question has just been ended by its time limit."""
    opened = run(asking(index), ev.AnswerOpened(turn_id(INTERVIEW, index)))
    return run(opened, ev.AnswerTimeLimit(turn_id(INTERVIEW, index)))


def late_text(index: int, **values: bool) -> ev.AnswerEnded:
    turn = turn_id(INTERVIEW, index)
    changes = {"unheard": True, **values}
    return ev.AnswerEnded(turn, AnswerMode.TYPED, AnswerEndReason.CANDIDATE, **changes)


def test_late_text_takes_the_place_of_an_answer_that_nobody_heard() -> None:
    decision = decide(out_of_time(1), late_text(1))
    turn = decision.snapshot.turns[1]
    assert (turn.mode, turn.end_reason) == (AnswerMode.TYPED, AnswerEndReason.TIME_LIMIT)
    assert turn.transcript is Transcript.READY
    assert decision.effects == (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn.id), fx.RequestFollowUp(turn.id, 1))
    assert decide(decision.snapshot, late_text(1)).snapshot is decision.snapshot


def test_late_text_does_not_ask_a_question_again() -> None:
    moved_on = run(out_of_time(1), ev.NextQuestionDeadline(turn_id(INTERVIEW, 1)))
    decision = decide(moved_on, late_text(1))
    assert decision.snapshot.turns[1].mode is AnswerMode.TYPED
    assert decision.snapshot.open_turn == moved_on.open_turn
    assert decision.effects == (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn_id(INTERVIEW, 1)),)


@pytest.mark.parametrize("event", [late_text(1, unheard=False), late_text(1, empty=True), spoken(1)])
def test_what_was_heard_and_empty_text_are_no_late_text(event: ev.AnswerEnded) -> None:
    before = out_of_time(1)
    assert decide(before, event).snapshot is before


def test_late_text_of_the_last_answer_begins_the_evaluation() -> None:
    waiting = out_of_time(3)
    assert waiting.state is InterviewState.EVALUATING
    assert fx.RequestRatings() in decide(waiting, late_text(3)).effects


@pytest.mark.parametrize("scored", [True, False])
def test_late_text_does_not_change_what_is_being_rated(scored: bool) -> None:
    rating = run(out_of_time(3), ev.TranscriptReady(turn_id(INTERVIEW, 3), empty=True))
    plan = (*rating.plan[:3], replace(rating.plan[3], scored=scored))
    decision = decide(replace(rating, plan=plan), late_text(3))
    assert fx.RequestRatings() not in decision.effects
    assert decision.snapshot.turns[3].mode is (AnswerMode.SPOKEN if scored else AnswerMode.TYPED)


def test_time_limit_ends_only_its_own_answer() -> None:
    turn = turn_id(INTERVIEW, 1)
    answering = run(asking(1), ev.AnswerOpened(turn))
    assert decide(answering, ev.AnswerTimeLimit(turn_id(INTERVIEW, 0))).snapshot is answering
    ended = run(answering, ev.AnswerTimeLimit(turn)).turns[1]
    assert (ended.state, ended.mode, ended.end_reason) == (
        TurnState.ANSWERED,
        AnswerMode.SPOKEN,
        AnswerEndReason.TIME_LIMIT,
    )


def test_a_transcript_may_come_after_the_next_question() -> None:
    snapshot = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), spoken(1))
    snapshot = run(snapshot, ev.NextQuestionDeadline(turn_id(INTERVIEW, 1)))
    decision = decide(snapshot, ev.TranscriptReady(turn_id(INTERVIEW, 1)))
    assert decision.snapshot.state is InterviewState.ASKING
    assert decision.snapshot.turns[1].transcript is Transcript.READY
    assert decision.effects == (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn_id(INTERVIEW, 1)),)
    assert decide(decision.snapshot, ev.TranscriptReady(turn_id(INTERVIEW, 1))).snapshot is decision.snapshot


def test_evaluation_waits_for_all_transcripts() -> None:
    last = turn_id(INTERVIEW, 3)
    snapshot = run(asking(1), ev.AnswerOpened(turn_id(INTERVIEW, 1)), spoken(1))
    snapshot = run(snapshot, ev.NextQuestionDeadline(turn_id(INTERVIEW, 1)))
    snapshot = run(snapshot, ev.AnswerOpened(turn_id(INTERVIEW, 2)), typed(2, empty=True))
    ended = decide(run(snapshot, ev.AnswerOpened(last)), spoken(3))
    assert ended.snapshot.state is InterviewState.EVALUATING
    assert fx.RequestRatings() not in ended.effects
    one = decide(ended.snapshot, ev.TranscriptReady(last))
    assert fx.RequestRatings() not in one.effects
    both = decide(one.snapshot, ev.TranscriptFailed(turn_id(INTERVIEW, 1)))
    assert fx.RequestRatings() in both.effects


def test_evaluation_begins_at_once_when_nothing_is_missing() -> None:
    decision = decide(run(asking(3), ev.AnswerOpened(turn_id(INTERVIEW, 3))), typed(3))
    assert decision.snapshot.state is InterviewState.EVALUATING
    assert decision.effects[-1] == fx.RequestRatings()


def test_failed_evaluation_can_be_run_again() -> None:
    evaluating = run(asking(3), ev.AnswerOpened(turn_id(INTERVIEW, 3)), typed(3))
    failed = run(evaluating, ev.EvaluationFailed())
    assert failed.state is InterviewState.EVALUATION_FAILED
    again = decide(failed, ev.EvaluationRetried())
    assert again.snapshot.state is InterviewState.EVALUATING
    assert fx.RequestRatings() in again.effects
    done = decide(again.snapshot, ev.EvaluationReady())
    assert done.effects == (STATE, fx.Publish(fx.Topic.REPORT_READY))


def test_withdrawing_in_the_middle_of_an_answer_closes_it() -> None:
    turn = turn_id(INTERVIEW, 0)
    decision = decide(run(asking(), ev.AnswerOpened(turn)), ev.Withdraw())
    assert decision.snapshot.state is InterviewState.WITHDRAWN
    assert decision.snapshot.open_turn is None
    assert fx.Publish(fx.Topic.ANSWER_CLOSED, turn) in decision.effects
    assert fx.CancelTimer(fx.TimerKind.ANSWER_LIMIT, turn) in decision.effects
    assert decide(decision.snapshot, ev.Withdraw()).snapshot is decision.snapshot
