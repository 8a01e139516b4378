"""Follow-up questions: what the interviewer gets to see of the job, the résumé and the conversation."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers.repository import AnswerRepository
from backend_core.interviews.planning import competencies, in_language, talent_profile
from backend_core.interviews.repository import InterviewRows
from backend_core.models import Job
from backend_core.resumes.service import confirmed_facts
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.common import QuestionAndAnswer
from interview_contracts.payloads.interviews import FollowUpPayload


def follow_up_key(turn_id: UUID) -> str:
    """Return the idempotency key of the follow-up to a turn's answer."""
    return f"{registry.INTERVIEW_FOLLOW_UP.name}:{turn_id}"


async def request_follow_up(session: AsyncSession, rows: InterviewRows, turn_id: UUID, follow_ups_left: int) -> None:
    """Have a follow-up to the answer of this turn generated. Its deadline is the interview's: later it is of no use."""
    interview, turn = rows.interview, rows.turn(turn_id)
    assert turn is not None
    await send(
        session,
        registry.INTERVIEW_FOLLOW_UP,
        await follow_up_payload(session, rows, turn_id, follow_ups_left),
        key=follow_up_key(turn.id),
        interview_id=interview.id,
        context={"turn_id": str(turn.id)},
        deadline=interview.deadline_at,
    )


async def follow_up_payload(
    session: AsyncSession, rows: InterviewRows, turn_id: UUID, follow_ups_left: int
) -> FollowUpPayload:
    """Return what a follow-up may use: nothing in it names the candidate.

    It begins with what the plan was made from and holds every earlier exchange: from turn to turn it only grows at its
    end, so that a model which has read one turn's payload has read most of the next.
    """
    interview, turn = rows.interview, rows.turn(turn_id)
    assert turn is not None
    question, language = rows.question_of(turn), interview.language
    job = await session.get_one(Job, interview.job_id)
    known = await competencies(session, job, language)
    said = await _answers(session, rows)
    return FollowUpPayload(
        interview_id=interview.id,
        turn_id=turn.id,
        language=language,
        question=turn.text,
        section=question.section,
        competency=next((item for item in known if item.id == question.competency_id), None),
        answer=said.get(turn.id, ""),
        history=tuple(
            QuestionAndAnswer(question=row.text, answer=said.get(row.id, ""), section=rows.question_of(row).section)
            for row in rows.turns
            if row.index < turn.index
        ),
        asked=tuple(row.text for row in rows.turns),
        follow_ups_left=follow_ups_left,
        job_title=in_language(job, "title", language),
        talent_profile=await talent_profile(session, job, language),
        competencies=known,
        resume_facts=await confirmed_facts(session, interview.id),
    )


async def _answers(session: AsyncSession, rows: InterviewRows) -> dict[UUID, str]:
    """Return what was said or typed in each turn that has an answer."""
    spoken = await AnswerRepository(session).texts_of(rows.answers.values())
    return {turn_id: answer.typed_text or spoken[answer.id] for turn_id, answer in rows.answers.items()}
