"""Between the machine's snapshot and the rows: reading one from the other and writing back what changed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews.machine import snapshot as machine
from backend_core.interviews.machine.snapshot import CLOSED_STATES, Snapshot, TurnState
from backend_core.interviews.repository import InterviewRows
from backend_core.models import Answer, Question, TranscriptEntry, Turn
from backend_core.models.vocabulary import TranscriptSource, TranscriptState
from interview_contracts.vocabulary import InterviewState


def read_snapshot(rows: InterviewRows) -> Snapshot:
    """Return the machine's view of an interview."""
    interview = rows.interview
    positions = {question.id: place for place, question in enumerate(rows.questions)}
    return Snapshot(
        interview_id=interview.id,
        state=interview.state,
        version=interview.version,
        language=interview.language,
        follow_ups_per_question=interview.job.follow_ups_per_question,
        plan=tuple(_question(row) for row in rows.questions),
        turns=tuple(_turn(row, rows.answers.get(row.id), positions[row.question_id]) for row in rows.turns),
    )


def _question(row: Question) -> machine.Question:
    return machine.Question(
        key=row.key,
        section=row.section,
        source=row.source,
        text=row.text,
        answer_limit_s=row.answer_limit_s,
        scored=row.scored,
        competency_id=row.competency_id,
        bank_question_id=row.bank_question_id,
        rationale=row.rationale,
    )


def _turn(row: Turn, answer: Answer | None, planned: int) -> machine.Turn:
    follow_up = None
    if row.intent is not None:
        follow_up = machine.FollowUpQuestion(
            text=row.text, intent=row.intent, trigger=row.trigger, rationale=row.rationale
        )
    state = TurnState.ASKED
    if answer is not None:
        state = TurnState.ANSWERING if answer.mode is None else TurnState.ANSWERED
    return machine.Turn(
        id=row.id,
        index=row.index,
        planned=planned,
        text=row.text,
        source=row.source,
        answer_limit_s=row.answer_limit_s,
        follow_up=follow_up,
        state=state,
        mode=None if answer is None else answer.mode,
        end_reason=None if answer is None else answer.end_reason,
        transcript=machine.Transcript.PENDING
        if answer is None or answer.mode is None
        else machine.Transcript(answer.transcript_state.value),
    )


async def write_snapshot(
    session: AsyncSession,
    rows: InterviewRows,
    before: Snapshot,
    after: Snapshot,
    *,
    now: datetime,
    typed_text: str | None = None,
) -> None:
    """Write what changed. `typed_text` is the text of the typed answer that ends with this change."""
    if not before.plan and after.plan:
        await _add_plan(session, rows, after)
    for index, turn in enumerate(after.turns):
        if index >= len(before.turns):
            await _add_turn(session, rows, turn, now)
        elif turn != before.turns[index]:
            await _change_turn(session, rows, before.turns[index], turn, now, typed_text)
    _change_interview(rows, before, after, now)
    await session.flush()


async def _add_plan(session: AsyncSession, rows: InterviewRows, after: Snapshot) -> None:
    for position, item in enumerate(after.plan):
        row = Question(
            interview_id=after.interview_id,
            competency_id=item.competency_id,
            bank_question_id=item.bank_question_id,
            key=item.key,
            position=position,
            section=item.section,
            source=item.source,
            text=item.text,
            scored=item.scored,
            answer_limit_s=item.answer_limit_s,
            rationale=item.rationale,
            speech=None,
            speech_duration_s=None,
            speech_engine=None,
        )
        rows.questions.append(row)
        session.add(row)
    await session.flush()


async def _add_turn(session: AsyncSession, rows: InterviewRows, turn: machine.Turn, now: datetime) -> None:
    question = rows.questions[turn.planned]
    follow_up = turn.follow_up
    row = Turn(
        id=turn.id,
        interview_id=rows.interview.id,
        question_id=question.id,
        index=turn.index,
        source=turn.source,
        text=turn.text,
        intent=None if follow_up is None else follow_up.intent,
        trigger="" if follow_up is None else follow_up.trigger,
        rationale=question.rationale if follow_up is None else follow_up.rationale,
        engine=None,
        answer_limit_s=turn.answer_limit_s,
        speech=question.speech if follow_up is None else None,
        speech_duration_s=question.speech_duration_s if follow_up is None else None,
        asked_at=now,
        answer_opened_at=None,
        closed_at=None,
    )
    rows.turns.append(row)
    session.add(row)
    await session.flush()


async def _change_turn(
    session: AsyncSession,
    rows: InterviewRows,
    before: machine.Turn,
    after: machine.Turn,
    now: datetime,
    typed_text: str | None,
) -> None:
    row = rows.turns[after.index]
    answer = rows.answers.get(row.id)
    if before.state is TurnState.ASKED and after.state is not TurnState.ASKED:
        row.answer_opened_at = now
        answer = Answer(interview_id=rows.interview.id, turn_id=row.id, transcript_state=TranscriptState.PENDING)
        rows.answers[row.id] = answer
        session.add(answer)
    assert answer is not None
    if before.state is not TurnState.ANSWERED and after.state is TurnState.ANSWERED:
        row.closed_at = now
        answer.end_reason, answer.ended_at = after.end_reason, now
        if row.answer_opened_at is not None:
            answer.duration_s = max(0.0, (now - row.answer_opened_at).total_seconds())
    if answer.mode is not after.mode:
        answer.mode, answer.typed_text = after.mode, typed_text
        if typed_text is not None:
            answer.transcript_source = TranscriptSource.TYPED
            answer.transcript_engine = answer.transcript_error = None
            await session.flush()
            _add_typed_entry(session, answer, row, typed_text)
    state = TranscriptState(after.transcript.value)
    if after.state is TurnState.ANSWERED and answer.transcript_state is not state:
        answer.transcript_state = state
        answer.transcript_ready_at = now


def _add_typed_entry(session: AsyncSession, answer: Answer, row: Turn, text: str) -> None:
    if text.strip():
        session.add(
            TranscriptEntry(
                interview_id=row.interview_id,
                answer_id=answer.id,
                turn_id=row.id,
                question_id=row.question_id,
                source=TranscriptSource.TYPED,
                index=0,
                text=text,
            )
        )


def _change_interview(rows: InterviewRows, before: Snapshot, after: Snapshot, now: datetime) -> None:
    interview = rows.interview
    interview.state, interview.version, interview.language = after.state, after.version, after.language
    current = after.current
    if current is not None:
        interview.turn_index, interview.question_index = current.index, current.planned
        interview.follow_ups_asked = sum(
            1 for turn in after.turns if turn.planned == current.planned and turn.follow_up is not None
        )
    if before.state is after.state:
        return
    interview.deadline_at = None
    if after.state is InterviewState.READY:
        interview.prepared_at = now
    elif before.state is InterviewState.READY and after.state is InterviewState.ASKING:
        interview.started_at = now
    elif after.state is InterviewState.EVALUATING and interview.answered_at is None:
        interview.answered_at = now
    elif after.state in CLOSED_STATES:
        interview.ended_at = now
        for row in rows.turns:
            row.closed_at = row.closed_at or now
