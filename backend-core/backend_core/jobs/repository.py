"""Queries of jobs."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from backend_core.jobs.schemas import JobCounts
from backend_core.models import BankQuestion, Competency, Interview, Invitation, Job, Rubric, TalentProfile
from backend_core.persistence import Repository
from interview_contracts.vocabulary import InterviewState


class JobRepository(Repository[Job]):
    """Jobs."""

    model = Job

    async def of_company(self, company_id: UUID) -> list[Job]:
        """Return a company's job versions with their questions, open ones first."""
        return await self.all(
            select(Job)
            .where(Job.company_id == company_id)
            .options(selectinload(Job.bank_questions))
            .order_by(Job.state.desc(), Job.id)
        )

    async def whole(self, company_id: UUID, job_id: UUID) -> Job | None:
        """Return a company's job with talent profile, competencies, rubrics and questions."""
        return await self.one_or_none(
            select(Job)
            .where(Job.id == job_id, Job.company_id == company_id)
            .options(
                selectinload(Job.talent_profile).selectinload(TalentProfile.values),
                selectinload(Job.competencies).selectinload(Competency.rubrics).selectinload(Rubric.anchors),
                selectinload(Job.bank_questions),
            )
        )

    async def core_questions(self, job_id: UUID) -> list[BankQuestion]:
        """Return the questions that every candidate of a job is asked, in order."""
        rows = await self.session.execute(
            select(BankQuestion).where(BankQuestion.job_id == job_id, BankQuestion.core).order_by(BankQuestion.position)
        )
        return list(rows.scalars())

    async def counts(self, company_id: UUID) -> dict[UUID, JobCounts]:
        """Return the counts of all jobs of a company."""
        invited = await self.session.execute(
            select(Invitation.job_id, func.count())
            .where(Invitation.company_id == company_id)
            .group_by(Invitation.job_id)
        )
        reported = func.count().filter(Interview.state == InterviewState.REPORTED)
        interviewed = await self.session.execute(
            select(Interview.job_id, func.count(), reported)
            .where(Interview.company_id == company_id)
            .group_by(Interview.job_id)
        )
        counts = {job_id: JobCounts(invitations=number) for job_id, number in invited}
        for job_id, number, finished in interviewed:
            counts.setdefault(job_id, JobCounts())
            counts[job_id].interviews, counts[job_id].reported = number, finished
        return counts
