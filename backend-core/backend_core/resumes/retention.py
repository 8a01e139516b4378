"""Deleting résumés that do not count any more, with all that was read from them."""

import asyncio
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import Select, delete, func, or_, select

from backend_core.errors import NotFoundError
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Consent, Interview, Resume, TaskRecord
from backend_core.persistence import Sessions
from backend_core.resumes.keys import extract_key, structure_key
from interview_contracts.files import resolve
from interview_contracts.vocabulary import ConsentPurpose, InterviewState

log = structlog.get_logger(__name__)

BATCH = 100


async def delete_unwanted_resumes(sessions: Sessions, uploads: Path) -> int:
    """Delete résumés that were replaced, and those of candidates who withdrew or do not agree to their use (any more).

    The file goes first: when the process ends in between, the next call finds the row. Returns the number of résumés.
    """
    async with sessions() as session:
        found = (await session.execute(_unwanted().limit(BATCH))).all()
    for resume_id, interview_id in found:
        await _delete(sessions, uploads, resume_id, interview_id)
    return len(found)


def _unwanted() -> Select[UUID, UUID]:
    agreed = (
        select(Consent.granted)
        .where(Consent.interview_id == Resume.interview_id, Consent.purpose == ConsentPurpose.RESUME_ANALYSIS)
        .order_by(Consent.decided_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    withdrawn = or_(Interview.state == InterviewState.WITHDRAWN, func.coalesce(agreed, False).is_(False))
    return (
        select(Resume.id, Resume.interview_id)
        .join(Interview, Interview.id == Resume.interview_id)
        .where(or_(Resume.superseded_at.is_not(None), Resume.file.is_not(None) & withdrawn))
    )


async def _delete(sessions: Sessions, uploads: Path, resume_id: UUID, interview_id: UUID) -> None:
    async with sessions() as session, session.begin():
        try:
            await InterviewRepository(session).locked(interview_id)
        except NotFoundError:
            return
        # A consent may have been given again in the meantime.
        if (await session.execute(_unwanted().where(Resume.id == resume_id))).one_or_none() is None:
            return
        resume = await session.get_one(Resume, resume_id)
        if resume.file is not None:
            await asyncio.to_thread(resolve(uploads, resume.file.path).unlink, missing_ok=True)
        # The payload of the second task is what was read.
        await session.execute(
            delete(TaskRecord).where(TaskRecord.key.in_((extract_key(resume_id), structure_key(resume_id))))
        )
        await session.execute(delete(Resume).where(Resume.id == resume_id))
    log.info("resume deleted", interview_id=str(interview_id))
