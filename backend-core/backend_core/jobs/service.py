"""Reading jobs."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.companies.schemas import TalentProfileOut
from backend_core.errors import NotFoundError
from backend_core.jobs.repository import JobRepository
from backend_core.jobs.schemas import (
    BankQuestionOut,
    CompetencyOut,
    JobCounts,
    JobOut,
    JobSettings,
    JobSummary,
    WeightOut,
)
from backend_core.jobs.weights import normalised_weights
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import Language


async def list_jobs(session: AsyncSession, company_id: UUID) -> list[JobSummary]:
    """Return a company's jobs, open ones first."""
    jobs = JobRepository(session)
    counts = await jobs.counts(company_id)
    return [
        JobSummary(
            id=job.id,
            key=job.key,
            version=job.version,
            state=job.state,
            title=BilingualText(ko=job.title_ko, en=job.title_en),
            languages=[Language(language) for language in job.languages],
            questions=sum(question.core for question in job.bank_questions),
            counts=counts.get(job.id, JobCounts()),
        )
        for job in await jobs.of_company(company_id)
    ]


async def read_job(session: AsyncSession, company_id: UUID, job_id: UUID, *, allow_emotion: bool) -> JobOut:
    """Return a company's job with everything that an interview for it is made of."""
    jobs = JobRepository(session)
    job = await jobs.whole(company_id, job_id)
    if job is None:
        raise NotFoundError
    weights = normalised_weights(job.weights)
    return JobOut(
        id=job.id,
        key=job.key,
        version=job.version,
        state=job.state,
        title=BilingualText(ko=job.title_ko, en=job.title_en),
        description=BilingualText(ko=job.description_ko, en=job.description_en),
        settings=JobSettings.of(job, allow_emotion=allow_emotion),
        weights=[WeightOut(dimension=dimension, weight=weight) for dimension, weight in weights.items()],
        talent_profile=TalentProfileOut.of(job.talent_profile) if job.talent_profile is not None else None,
        competencies=[CompetencyOut.of(competency) for competency in job.competencies],
        questions=[BankQuestionOut.of(question) for question in job.bank_questions],
        counts=(await jobs.counts(company_id)).get(job.id, JobCounts()),
    )
