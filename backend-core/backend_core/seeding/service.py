"""Writes the demo data. Running it again changes nothing that is there: a job version in use stays as it is."""

from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.auth.passwords import hash_password, verify_password
from backend_core.models import (
    BankQuestion,
    Company,
    Competency,
    Job,
    Rubric,
    RubricAnchor,
    TalentProfile,
    TalentValue,
    UserAccount,
)
from backend_core.models.vocabulary import UserRole
from backend_core.retrieval.indexing import index_job
from backend_core.seeding.schemas import (
    CompanySeed,
    CompetencySeed,
    JobSeed,
    QuestionSeed,
    StaffSeed,
    TalentProfileSeed,
)


def read_company(folder: Path) -> CompanySeed:
    """Return the company of a folder of seed files."""
    return CompanySeed.model_validate(yaml.safe_load((folder / "company.yaml").read_text(encoding="utf-8")))


def read_jobs(folder: Path) -> list[JobSeed]:
    """Return the jobs of a folder of seed files."""
    return [
        JobSeed.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("job_*.yaml"))
    ]


async def seed(session: AsyncSession, folder: Path, *, password: str | None) -> Company:
    """Bring the demo company into the database. Without a password it gets no logins."""
    wanted = read_company(folder)
    company = await _company(session, wanted)
    profile = await _talent_profile(session, company, wanted.talent_profile)
    if password is not None:
        for person in wanted.staff:
            await _staff(session, company, person, password)
    for job_seed in read_jobs(folder):
        await index_job(session, await _job(session, company, profile, job_seed))
    return company


async def _company(session: AsyncSession, wanted: CompanySeed) -> Company:
    found = (await session.execute(select(Company).where(Company.slug == wanted.slug))).scalar_one_or_none()
    if found is not None:
        return found
    company = Company(
        slug=wanted.slug,
        name_ko=wanted.name.ko,
        name_en=wanted.name.en,
        introduction_ko=wanted.introduction.ko,
        introduction_en=wanted.introduction.en,
    )
    session.add(company)
    await session.flush()
    return company


async def _talent_profile(session: AsyncSession, company: Company, wanted: TalentProfileSeed) -> TalentProfile:
    found = (
        await session.execute(
            select(TalentProfile).where(TalentProfile.company_id == company.id, TalentProfile.version == wanted.version)
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    profile = TalentProfile(
        company_id=company.id, version=wanted.version, summary_ko=wanted.summary.ko, summary_en=wanted.summary.en
    )
    session.add(profile)
    await session.flush()
    session.add_all(
        TalentValue(
            company_id=company.id,
            talent_profile_id=profile.id,
            position=position,
            name_ko=value.name.ko,
            name_en=value.name.en,
            description_ko=value.description.ko,
            description_en=value.description.en,
        )
        for position, value in enumerate(wanted.values)
    )
    await session.flush()
    return profile


async def _staff(session: AsyncSession, company: Company, wanted: StaffSeed, password: str) -> None:
    found = (await session.execute(select(UserAccount).where(UserAccount.email == wanted.email))).scalar_one_or_none()
    if found is None:
        session.add(
            UserAccount(
                company_id=company.id,
                role=UserRole(wanted.role),
                email=wanted.email,
                name=wanted.name,
                locale=wanted.locale,
                password_hash=await hash_password(password),
            )
        )
    elif not await verify_password(password, found.password_hash):
        found.password_hash = await hash_password(password)
    await session.flush()


async def _job(session: AsyncSession, company: Company, profile: TalentProfile, wanted: JobSeed) -> Job:
    found = (
        await session.execute(
            select(Job).where(Job.company_id == company.id, Job.key == wanted.key, Job.version == wanted.version)
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    same_names = wanted.model_dump(
        include={
            "key",
            "version",
            "state",
            "follow_ups_per_question",
            "resume_question_limit",
            "silence_s",
            "think_time_s",
            "recording",
            "video_required",
            "face_observation",
            "emotion_observation",
        }
    )
    job = Job(
        company_id=company.id,
        talent_profile_id=profile.id,
        title_ko=wanted.title.ko,
        title_en=wanted.title.en,
        description_ko=wanted.description.ko,
        description_en=wanted.description.en,
        languages=[language.value for language in wanted.languages],
        weights={dimension.value: weight for dimension, weight in wanted.weights.items()},
        **same_names,
    )
    session.add(job)
    await session.flush()
    competencies = {
        competency.key: await _competency(session, job, position, competency)
        for position, competency in enumerate(wanted.competencies)
    }
    session.add_all(
        _question(job, position, question, competencies.get(question.competency or ""))
        for position, question in enumerate(wanted.questions)
    )
    await session.flush()
    return job


async def _competency(session: AsyncSession, job: Job, position: int, wanted: CompetencySeed) -> Competency:
    competency = Competency(
        company_id=job.company_id,
        job_id=job.id,
        key=wanted.key,
        position=position,
        dimension=wanted.dimension,
        name_ko=wanted.name.ko,
        name_en=wanted.name.en,
        definition_ko=wanted.definition.ko,
        definition_en=wanted.definition.en,
    )
    session.add(competency)
    await session.flush()
    rubric = Rubric(company_id=job.company_id, competency_id=competency.id, version=1)
    session.add(rubric)
    await session.flush()
    session.add_all(
        RubricAnchor(company_id=job.company_id, rubric_id=rubric.id, level=level, text_ko=anchor.ko, text_en=anchor.en)
        for level, anchor in wanted.anchors.items()
    )
    return competency


def _question(job: Job, position: int, wanted: QuestionSeed, competency: Competency | None) -> BankQuestion:
    return BankQuestion(
        company_id=job.company_id,
        job_id=job.id,
        competency_id=competency.id if competency is not None else None,
        key=wanted.key,
        version=wanted.version,
        position=position,
        section=wanted.section,
        core=wanted.core,
        scored=wanted.scored,
        answer_limit_s=wanted.answer_limit_s,
        text_ko=wanted.text.ko,
        text_en=wanted.text.en,
        note_ko=wanted.note.ko,
        note_en=wanted.note.en,
    )
