"""Follow-up questions: what the interviewer gets to see of the conversation."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers.repository import AnswerRepository
from backend_core.interviews.planning import in_language
from backend_core.interviews.repository import InterviewRows
from backend_core.models import Competency as CompetencyRow
from backend_core.models import Interview, Question, Turn
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.common import Competency, QuestionAndAnswer
from interview_contracts.payloads.interviews import FollowUpPayload

HISTORY_TURNS = 3
"""Earlier exchanges that the interviewer sees: a short prompt is answered in time."""


def follow_up_key(turn_id: UUID) -> str:
    """Return the idempotency key of the follow-up to a turn's answer."""
    return f"{registry.INTERVIEW_FOLLOW_UP.name}:{turn_id}"


async def request_follow_up(session: AsyncSession, rows: InterviewRows, turn_id: UUID, follow_ups_left: int) -> None:
    """Have a follow-up to the answer of this turn generated. Its deadline is the interview's: later it is of no use."""
    interview, turn = rows.interview, rows.turn(turn_id)
    assert turn is not None
    question = rows.question_of(turn)
    payload = FollowUpPayload(
        interview_id=interview.id,
        turn_id=turn.id,
        language=interview.language,
        question=turn.text,
        section=question.section,
        competency=await _competency(session, interview, question),
        answer=await _answer(session, rows, turn),
        history=await _history(session, rows, turn),
        asked=tuple(row.text for row in rows.turns),
        follow_ups_left=follow_ups_left,
    )
    await send(
        session,
        registry.INTERVIEW_FOLLOW_UP,
        payload,
        key=follow_up_key(turn.id),
        interview_id=interview.id,
        context={"turn_id": str(turn.id)},
        deadline=interview.deadline_at,
    )


async def _competency(session: AsyncSession, interview: Interview, question: Question) -> Competency | None:
    if question.competency_id is None:
        return None
    row = await session.get_one(CompetencyRow, question.competency_id)
    language = interview.language
    return Competency(
        id=row.id, name=in_language(row, "name", language), definition=in_language(row, "definition", language)
    )


async def _answer(session: AsyncSession, rows: InterviewRows, turn: Turn) -> str:
    answer = rows.answers.get(turn.id)
    if answer is None:
        return ""
    return answer.typed_text or await AnswerRepository(session).text_of(answer)


async def _history(session: AsyncSession, rows: InterviewRows, turn: Turn) -> tuple[QuestionAndAnswer, ...]:
    earlier = [row for row in rows.turns if row.index < turn.index][-HISTORY_TURNS:]
    return tuple(
        [
            QuestionAndAnswer(
                question=row.text,
                answer=await _answer(session, rows, row),
                section=rows.question_of(row).section,
            )
            for row in earlier
        ]
    )
