"""What planning gets to see, and how its result becomes the plan. Core questions are the same for every candidate."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews.machine.snapshot import Question
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import BankQuestion, Interview, Job, TalentProfile, TalentValue
from backend_core.models import Competency as CompetencyRow
from backend_core.resumes.service import confirmed_facts
from backend_core.retrieval.service import plan_context
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.common import BilingualText, Competency
from interview_contracts.payloads.interviews import BankQuestion as PlannableQuestion
from interview_contracts.payloads.interviews import PlanPayload, PlanResult
from interview_contracts.vocabulary import Language, QuestionSource, Section


def in_language(row: object, name: str, language: Language) -> str:
    """Return the column `name_ko` or `name_en` of a row."""
    return str(getattr(row, f"{name}_{language.value}"))


def plan_key(interview_id: UUID) -> str:
    """Return the idempotency key of an interview's plan."""
    return f"{registry.INTERVIEW_PLAN.name}:{interview_id}"


async def request_plan(session: AsyncSession, interview: Interview) -> None:
    """Have the interview planned."""
    payload = await plan_payload(session, interview)
    interview.plan_attempt += 1
    await send(session, registry.INTERVIEW_PLAN, payload, key=plan_key(interview.id), interview_id=interview.id)


async def plan_payload(session: AsyncSession, interview: Interview) -> PlanPayload:
    """Return what planning may use: nothing in it names the candidate."""
    language = interview.language
    job = await session.get_one(Job, interview.job_id)
    return PlanPayload(
        interview_id=interview.id,
        language=language,
        job_title=in_language(job, "title", language),
        job_description=in_language(job, "description", language),
        talent_profile=await talent_profile(session, job, language),
        competencies=await competencies(session, job, language),
        core_questions=tuple(
            PlannableQuestion(
                id=row.id,
                section=row.section,
                text=BilingualText(ko=row.text_ko, en=row.text_en),
                competency_id=row.competency_id,
                answer_limit_s=row.answer_limit_s,
            )
            for row in await InterviewRepository(session).core_questions(job.id)
        ),
        resume_facts=await confirmed_facts(session, interview.id),
        passages=await plan_context(session, interview),
        resume_question_limit=job.resume_question_limit,
    )


async def core_plan(session: AsyncSession, interview: Interview) -> tuple[Question, ...]:
    """Return the core questions as they are asked in the interview's language."""
    rows = await InterviewRepository(session).core_questions(interview.job_id)
    return tuple(_core(row, interview.language) for row in rows)


async def planned_questions(session: AsyncSession, interview: Interview, result: PlanResult) -> tuple[Question, ...]:
    """Return the plan: the job's own core questions, and of the result only the résumé block before the closing.

    What a planner says can add questions about the résumé; it cannot change, drop or reorder a core question.
    """
    core = await core_plan(session, interview)
    job = await session.get_one(Job, interview.job_id)
    known = set(await session.scalars(select(CompetencyRow.id).where(CompetencyRow.job_id == job.id)))
    about_resume = []
    for item in result.questions:
        if item.source is not QuestionSource.RESUME or not item.text.strip():
            continue
        competency = item.competency_id if item.competency_id in known else None
        about_resume.append(
            Question(
                key=f"resume:{item.key}"[:120],
                section=Section.RESUME,
                source=QuestionSource.RESUME,
                text=item.text.replace("\x00", "").strip(),
                answer_limit_s=item.answer_limit_s,
                scored=item.scored and competency is not None,
                competency_id=competency,
                rationale=item.rationale.replace("\x00", ""),
            )
        )
    opening = tuple(item for item in core if item.section is not Section.CLOSING)
    closing = tuple(item for item in core if item.section is Section.CLOSING)
    return (*opening, *about_resume[: job.resume_question_limit], *closing)


def _core(row: BankQuestion, language: Language) -> Question:
    return Question(
        key=f"bank:{row.key}",
        section=row.section,
        source=QuestionSource.BANK,
        text=in_language(row, "text", language),
        answer_limit_s=row.answer_limit_s,
        scored=row.scored,
        competency_id=row.competency_id,
        bank_question_id=row.id,
        rationale=in_language(row, "note", language)[:1000],
    )


async def competencies(session: AsyncSession, job: Job, language: Language) -> tuple[Competency, ...]:
    """Return a job's competencies in the order of the job, without their rubrics."""
    rows = await session.scalars(
        select(CompetencyRow).where(CompetencyRow.job_id == job.id).order_by(CompetencyRow.position)
    )
    return tuple(
        Competency(
            id=row.id, name=in_language(row, "name", language), definition=in_language(row, "definition", language)
        )
        for row in rows
    )


async def talent_profile(session: AsyncSession, job: Job, language: Language) -> str:
    """Return the talent profile of a job as lines of text, "" where it has none."""
    if job.talent_profile_id is None:
        return ""
    profile = await session.get_one(TalentProfile, job.talent_profile_id)
    values = await session.scalars(
        select(TalentValue).where(TalentValue.talent_profile_id == profile.id).order_by(TalentValue.position)
    )
    lines = [f"{in_language(row, 'name', language)}: {in_language(row, 'description', language)}" for row in values]
    return "\n".join([in_language(profile, "summary", language), *lines])
