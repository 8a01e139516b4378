"""Résumés with passages, as the core stores them when a candidate confirms one."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Consent, Interview, Passage, Resume
from backend_core.models.vocabulary import PassageSource, ResumeState
from backend_core.retrieval.indexing import request_embeddings
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import ConsentPurpose, Language


def consent(interview: Interview, *, granted: bool = True) -> Consent:
    return Consent(
        company_id=interview.company_id,
        interview_id=interview.id,
        candidate_id=interview.candidate_id,
        purpose=ConsentPurpose.RESUME_ANALYSIS,
        granted=granted,
        notice_version="2026-11",
        text_sha256="0" * 64,
        language=Language.KO,
        decided_at=datetime.now(UTC),
    )


async def give_resume(
    session: AsyncSession, interview: Interview, *texts: str, language: Language = Language.KO
) -> list[Passage]:
    """Store a confirmed résumé with these passages, and ask for their vectors."""
    resume = Resume(
        company_id=interview.company_id,
        interview_id=interview.id,
        candidate_id=interview.candidate_id,
        state=ResumeState.CONFIRMED,
        file=FileRef(path="r.pdf", size=1, sha256="0" * 64, mime="application/pdf"),
    )
    session.add_all([resume, consent(interview)])
    await session.flush()
    passages = [
        Passage(
            company_id=interview.company_id,
            source=PassageSource.RESUME,
            job_id=interview.job_id,
            interview_id=interview.id,
            resume_id=resume.id,
            language=language,
            position=position,
            text=text,
        )
        for position, text in enumerate(texts)
    ]
    session.add_all(passages)
    await session.flush()
    await request_embeddings(session, passages, interview_id=interview.id)
    return passages
