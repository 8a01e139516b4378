"""One function for each kind of transition. A handler is called only in the states that the table names for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from backend_core.interviews.machine import effects as fx
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.decision import Decision, Rejected, Rejection
from backend_core.interviews.machine.fallback import fallback_plan, normalized, without_repeats
from backend_core.interviews.machine.snapshot import (
    LIVE_STATES,
    FollowUpQuestion,
    Snapshot,
    Transcript,
    Turn,
    TurnState,
    turn_id,
)
from interview_contracts.vocabulary import AnswerEndReason, AnswerMode, InterviewState, QuestionSource

PLAN_DEADLINE_S = 30.0
"""Seconds that planning may take before the fallback plan is used."""

NEXT_QUESTION_DEADLINE_S = 3.5
"""Seconds from the end of an answer after which the next prepared question is asked."""

ANSWER_GRACE_S = 15.0
"""Seconds beyond a question's answer limit in which a sentence may be finished."""

Handler = Callable[[Snapshot, Any], Decision]


def plan(snapshot: Snapshot, event: ev.Prepare) -> Decision:
    """Begin to plan."""
    return Decision(
        replace(snapshot, state=InterviewState.PLANNING, language=event.language),
        (fx.SetTimer(fx.TimerKind.PLAN_DEADLINE, PLAN_DEADLINE_S), fx.RequestPlan()),
    )


def plan_again(snapshot: Snapshot, event: ev.Prepare) -> Decision:
    """Accept a repeated command; the language of a plan does not change."""
    if event.language is not snapshot.language:
        raise Rejected(Rejection.ALREADY_PREPARED)
    return Decision(snapshot)


def take_plan(snapshot: Snapshot, event: ev.PlanReady) -> Decision:
    """Keep the planner's questions. A plan without a question is no plan."""
    questions = without_repeats(event.questions)
    if not questions:
        return Decision(snapshot)
    return Decision(
        replace(snapshot, state=InterviewState.READY, plan=questions),
        (fx.CancelTimer(fx.TimerKind.PLAN_DEADLINE), fx.RequestSpeech()),
    )


def take_fallback(snapshot: Snapshot, event: ev.PlanFailed) -> Decision:
    """Go on with the core questions and the fallback question."""
    return take_plan(snapshot, ev.PlanReady(fallback_plan(event.core, snapshot.language)))


def start(snapshot: Snapshot, _event: ev.Start) -> Decision:
    """Ask the first question."""
    return _ask_planned(snapshot, 0)


def open_answer(snapshot: Snapshot, event: ev.AnswerOpened) -> Decision:
    """Let the candidate answer the open question."""
    turn = _known(snapshot, event.turn_id)
    if turn is not snapshot.open_turn:
        raise Rejected(Rejection.TURN_CLOSED)
    limit_s = turn.answer_limit_s + ANSWER_GRACE_S
    return Decision(
        replace(snapshot.with_turn(replace(turn, state=TurnState.ANSWERING)), state=InterviewState.ANSWERING),
        (
            fx.SetTimer(fx.TimerKind.ANSWER_LIMIT, limit_s, turn.id),
            fx.Publish(fx.Topic.ANSWER_OPENED, turn.id),
        ),
    )


def open_again(snapshot: Snapshot, event: ev.AnswerOpened) -> Decision:
    """Accept a repeated command for the answer that is open."""
    if _known(snapshot, event.turn_id) is not snapshot.open_turn:
        raise Rejected(Rejection.TURN_CLOSED)
    return Decision(snapshot)


def end_answer(snapshot: Snapshot, event: ev.AnswerEnded) -> Decision:
    """Close the answer and look for the next question."""
    turn = _known(snapshot, event.turn_id)
    if turn is not snapshot.open_turn:
        return _take_late_text(snapshot, turn, event)
    typed = event.mode is AnswerMode.TYPED
    turn = replace(
        turn,
        state=TurnState.ANSWERED,
        mode=event.mode,
        end_reason=event.reason,
        transcript=Transcript.READY if typed else Transcript.PENDING,
    )
    snapshot = replace(snapshot.with_turn(turn), state=InterviewState.THINKING)
    before: tuple[fx.Effect, ...] = (
        fx.CancelTimer(fx.TimerKind.ANSWER_LIMIT, turn.id),
        fx.Publish(fx.Topic.ANSWER_CLOSED, turn.id),
    )
    before += (
        (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn.id),)
        if typed
        else (fx.RequestTranscription(turn.id), fx.RequestAssembly(turn.id))
    )
    left = snapshot.follow_ups_left(turn)
    if left == 0 or (typed and event.empty):
        return _before(before, _ask_next(snapshot))
    after: tuple[fx.Effect, ...] = (fx.SetTimer(fx.TimerKind.NEXT_QUESTION, NEXT_QUESTION_DEADLINE_S, turn.id),)
    if typed:
        after += (fx.RequestFollowUp(turn.id, left),)
    return Decision(snapshot, before + after)


def end_again(snapshot: Snapshot, event: ev.AnswerEnded) -> Decision:
    """Accept a repeated command for an answer that has ended; an answer that was not opened cannot end."""
    turn = _known(snapshot, event.turn_id)
    if turn.state is not TurnState.ANSWERED:
        raise Rejected(Rejection.ANSWER_NOT_OPEN)
    return _take_late_text(snapshot, turn, event)


def end_by_time(snapshot: Snapshot, event: ev.AnswerTimeLimit) -> Decision:
    """Close the answer that has run over its time."""
    turn = snapshot.open_turn
    if turn is None or turn.id != event.turn_id:
        return Decision(snapshot)
    return end_answer(snapshot, ev.AnswerEnded(turn.id, AnswerMode.SPOKEN, AnswerEndReason.TIME_LIMIT))


def keep_transcript(snapshot: Snapshot, event: ev.TranscriptReady | ev.TranscriptFailed) -> Decision:
    """Note that a transcript has come, or never will; what follows depends on whether somebody waits for it."""
    turn = snapshot.turn(event.turn_id)
    if turn is None or turn.state is not TurnState.ANSWERED or turn.transcript is not Transcript.PENDING:
        return Decision(snapshot)
    ready = isinstance(event, ev.TranscriptReady)
    turn = replace(turn, transcript=Transcript.READY if ready else Transcript.UNAVAILABLE)
    snapshot = snapshot.with_turn(turn)
    before: tuple[fx.Effect, ...] = (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn.id),)
    if snapshot.state is InterviewState.THINKING and turn is snapshot.current:
        left = snapshot.follow_ups_left(turn)
        if isinstance(event, ev.TranscriptReady) and not event.empty and left > 0:
            return Decision(snapshot, (*before, fx.RequestFollowUp(turn.id, left)))
        return _before(before, _ask_next(snapshot))
    if snapshot.state is InterviewState.EVALUATING and snapshot.transcripts_done:
        return Decision(snapshot, (*before, fx.RequestRatings()))
    return Decision(snapshot, before)


def take_follow_up(snapshot: Snapshot, event: ev.FollowUpReady) -> Decision:
    """Ask the follow-up, or the next planned question where there is none or it was asked already."""
    turn = snapshot.current
    if turn is None or turn.id != event.turn_id:
        return Decision(snapshot)
    question = event.question
    if question is None or snapshot.follow_ups_left(turn) == 0 or _is_known_text(snapshot, question.text):
        return _ask_next(snapshot)
    return _ask(snapshot, turn.planned, question)


def go_on(snapshot: Snapshot, event: ev.FollowUpFailed | ev.NextQuestionDeadline) -> Decision:
    """Ask the next planned question."""
    turn = snapshot.current
    if turn is None or turn.id != event.turn_id:
        return Decision(snapshot)
    return _ask_next(snapshot)


def report(snapshot: Snapshot, _event: ev.EvaluationReady) -> Decision:
    """Close the interview with its report."""
    return Decision(replace(snapshot, state=InterviewState.REPORTED), (fx.Publish(fx.Topic.REPORT_READY),))


def fail_evaluation(snapshot: Snapshot, _event: ev.EvaluationFailed) -> Decision:
    """Show the evaluation as failed; a person may have it run again."""
    return Decision(replace(snapshot, state=InterviewState.EVALUATION_FAILED))


def evaluate_again(snapshot: Snapshot, _event: ev.EvaluationRetried) -> Decision:
    """Run the evaluation again."""
    return _evaluate(snapshot)


def withdraw(snapshot: Snapshot, _event: ev.Withdraw) -> Decision:
    """Close the interview because the candidate wishes it."""
    return _close(snapshot, InterviewState.WITHDRAWN)


def expire(snapshot: Snapshot, _event: ev.Expire) -> Decision:
    """Close the interview because its time has passed."""
    return _close(snapshot, InterviewState.EXPIRED)


def _take_late_text(snapshot: Snapshot, turn: Turn, event: ev.AnswerEnded) -> Decision:
    """Let a typed answer count that came after the time limit had ended it as a spoken one of which nothing was heard.

    Once the ratings have begun a scored answer stays as it was rated.
    """
    late = turn.mode is AnswerMode.SPOKEN and turn.end_reason is AnswerEndReason.TIME_LIMIT
    if not late or event.mode is not AnswerMode.TYPED or event.empty or not event.unheard:
        return Decision(snapshot)
    typed = replace(turn, mode=AnswerMode.TYPED, transcript=Transcript.PENDING)
    if snapshot.state in LIVE_STATES or not snapshot.transcripts_done:
        return keep_transcript(snapshot.with_turn(typed), ev.TranscriptReady(turn.id))
    if snapshot.plan[turn.planned].scored:
        return Decision(snapshot)
    kept = snapshot.with_turn(replace(typed, transcript=Transcript.READY))
    return Decision(kept, (fx.Publish(fx.Topic.TRANSCRIPT_READY, turn.id),))


def _known(snapshot: Snapshot, wanted: Any) -> Turn:
    turn = snapshot.turn(wanted)
    if turn is None:
        raise Rejected(Rejection.TURN_UNKNOWN)
    return turn


def _before(effects: tuple[fx.Effect, ...], decision: Decision) -> Decision:
    return Decision(decision.snapshot, effects + decision.effects)


def _is_known_text(snapshot: Snapshot, text: str) -> bool:
    known = {normalized(turn.text) for turn in snapshot.turns} | {normalized(item.text) for item in snapshot.plan}
    return normalized(text) in known or not normalized(text)


def _ask_next(snapshot: Snapshot) -> Decision:
    current = snapshot.current
    position = 0 if current is None else current.planned + 1
    cancel: tuple[fx.Effect, ...] = ()
    if current is not None:
        cancel = (fx.CancelTimer(fx.TimerKind.NEXT_QUESTION, current.id),)
    if position >= len(snapshot.plan):
        return _before(cancel, _evaluate(snapshot))
    return _before(cancel, _ask_planned(snapshot, position))


def _ask_planned(snapshot: Snapshot, position: int) -> Decision:
    return _ask(snapshot, position, None)


def _ask(snapshot: Snapshot, position: int, follow_up: FollowUpQuestion | None) -> Decision:
    question = snapshot.plan[position]
    index = len(snapshot.turns)
    turn = Turn(
        id=turn_id(snapshot.interview_id, index),
        index=index,
        planned=position,
        text=question.text if follow_up is None else follow_up.text,
        source=question.source if follow_up is None else QuestionSource.FOLLOW_UP,
        answer_limit_s=question.answer_limit_s,
        follow_up=follow_up,
    )
    cancel: tuple[fx.Effect, ...] = ()
    if follow_up is not None:
        cancel = (fx.CancelTimer(fx.TimerKind.NEXT_QUESTION, snapshot.turns[-1].id),)
    asked = replace(snapshot, state=InterviewState.ASKING, turns=(*snapshot.turns, turn))
    return Decision(asked, (*cancel, fx.AskQuestion(turn.id)))


def _evaluate(snapshot: Snapshot) -> Decision:
    evaluating = replace(snapshot, state=InterviewState.EVALUATING)
    return Decision(evaluating, (fx.RequestRatings(),) if snapshot.transcripts_done else ())


def _close(snapshot: Snapshot, state: InterviewState) -> Decision:
    effects: tuple[fx.Effect, ...] = (fx.CancelTimer(fx.TimerKind.PLAN_DEADLINE),)
    turn = snapshot.current
    if turn is not None:
        effects += (
            fx.CancelTimer(fx.TimerKind.ANSWER_LIMIT, turn.id),
            fx.CancelTimer(fx.TimerKind.NEXT_QUESTION, turn.id),
        )
    if turn is not None and turn.state is TurnState.ANSWERING:
        effects += (fx.Publish(fx.Topic.ANSWER_CLOSED, turn.id),)
    return Decision(replace(snapshot, state=state), effects)
