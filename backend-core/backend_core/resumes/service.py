"""Résumés: taking a file, having it read, and the candidate's correction of what was read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents import service as consents
from backend_core.events.publish import publish
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview, Passage, Resume, uuid7
from backend_core.models.vocabulary import FactOrigin, PassageSource, ResumeState
from backend_core.plain_text import plain
from backend_core.resumes.errors import (
    ResumeEmptyError,
    ResumeNotAPdfError,
    ResumeNotReadError,
    ResumeSettledError,
)
from backend_core.resumes.keys import extract_key
from backend_core.resumes.passages import passages_of
from backend_core.resumes.repository import ResumeRepository
from backend_core.resumes.schemas import ResumeOut, ResumeStatus
from backend_core.resumes.texts import failure_text
from backend_core.retrieval.indexing import request_embeddings
from backend_core.retrieval.repository import PassageRepository
from backend_core.tasks.send import send
from backend_core.upload import ReceivedFile
from interview_contracts import registry
from interview_contracts.events import ResumeChanged
from interview_contracts.files import FileRef, resolve
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.payloads.resumes import ExtractTextPayload
from interview_contracts.vocabulary import ConsentPurpose, InterviewState, Language

MAX_BYTES = 10 * 1024 * 1024
"""Largest résumé that is taken."""

PDF_MIME = "application/pdf"

_MAGIC = b"%PDF-"
_CONFIRMABLE = frozenset({ResumeState.READY, ResumeState.CONFIRMED, ResumeState.FAILED})


async def require_upload_allowed(session: AsyncSession, interview: Interview) -> None:
    """Raise unless the candidate may give a résumé now: consent is there and the interview is not prepared yet."""
    _require_open(interview)
    await consents.require(session, interview.id, ConsentPurpose.RESUME_ANALYSIS)


def new_target(uploads: Path, interview_id: UUID) -> tuple[UUID, str, Path]:
    """Return the id of a résumé to be uploaded, its path relative to the uploads root, and its absolute place."""
    resume_id = uuid7()
    relative = f"resumes/{interview_id}/{resume_id}.pdf"
    return resume_id, relative, resolve(uploads, relative)


def check_content(received: ReceivedFile) -> None:
    """Raise when the first bytes show that the file is no PDF."""
    if received.size == 0:
        raise ResumeEmptyError
    if _MAGIC not in received.head:
        raise ResumeNotAPdfError


async def accept(
    session: AsyncSession, interview: Interview, *, resume_id: UUID, relative: str, received: ReceivedFile
) -> None:
    """Make an uploaded file the interview's résumé and have it read. What an earlier one gave is dropped."""
    await _locked(session, interview)
    await require_upload_allowed(session, interview)
    file = FileRef(path=relative, size=received.size, sha256=received.sha256, mime=PDF_MIME)
    await _replace(
        session,
        interview,
        Resume(
            id=resume_id,
            company_id=interview.company_id,
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            state=ResumeState.READING,
            file=file,
            file_name=received.name,
        ),
    )
    await send(
        session,
        registry.RESUME_EXTRACT_TEXT,
        ExtractTextPayload(file=file),
        key=extract_key(resume_id),
        interview_id=interview.id,
        context={"resume_id": str(resume_id)},
    )
    await publish(session, ResumeChanged(interview_id=interview.id))


async def skip(session: AsyncSession, interview: Interview) -> None:
    """Note that the candidate gives no résumé; one that was uploaded does not count any more."""
    await _locked(session, interview)
    current = await ResumeRepository(session).current(interview.id)
    if current is not None and current.state is ResumeState.SKIPPED:
        return
    await _replace(
        session,
        interview,
        Resume(
            company_id=interview.company_id,
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            state=ResumeState.SKIPPED,
        ),
    )
    await publish(session, ResumeChanged(interview_id=interview.id))


async def confirm(session: AsyncSession, interview: Interview, facts: Sequence[ResumeFact]) -> None:
    """Take the candidate's version of the facts as the one that counts, and index it for retrieval.

    What was read stays stored beside it. Facts may also be stated when the file could not be read.
    """
    await _locked(session, interview)
    await require_upload_allowed(session, interview)
    resumes = ResumeRepository(session)
    resume = await resumes.current(interview.id, lock=True)
    if resume is None or resume.state not in _CONFIRMABLE:
        raise ResumeNotReadError
    stated = [cleaned(fact) for fact in facts]
    await resumes.replace_facts(resume, stated, FactOrigin.CANDIDATE)
    resume.state = ResumeState.CONFIRMED
    resume.confirmed_at = datetime.now(UTC)
    passages = [
        Passage(
            company_id=interview.company_id,
            source=PassageSource.RESUME,
            job_id=interview.job_id,
            interview_id=interview.id,
            resume_id=resume.id,
            language=resume.language or interview.language,
            position=position,
            text=passage.text,
        )
        for position, passage in enumerate(passages_of(stated))
    ]
    await PassageRepository(session).replace_resume(interview.id, passages)
    await request_embeddings(session, passages, interview_id=interview.id)
    await publish(session, ResumeChanged(interview_id=interview.id))


async def describe(session: AsyncSession, interview_id: UUID, *, language: Language) -> ResumeOut:
    """Return where the interview's résumé stands, with texts in the reader's language."""
    resumes = ResumeRepository(session)
    resume = await resumes.current(interview_id)
    if resume is None:
        return ResumeOut(state=ResumeStatus.NONE)
    origin = FactOrigin.CANDIDATE if resume.state is ResumeState.CONFIRMED else FactOrigin.PARSED
    return ResumeOut(
        state=ResumeStatus(resume.state.value),
        file_name=resume.file_name or None,
        uploaded_at=None if resume.file is None else resume.created_at,
        error_code=resume.error_code if resume.state is ResumeState.FAILED else None,
        error_text=failure_text(resume.error_code, language)
        if resume.state is ResumeState.FAILED and resume.error_code
        else None,
        facts=await resumes.facts(resume.id, origin),
        hidden_text_found=bool(resume.hidden_text),
    )


async def confirmed_facts(session: AsyncSession, interview_id: UUID) -> tuple[ResumeFact, ...]:
    """Return the facts that planning may use: as the candidate confirmed them, while there is consent to use them."""
    if not await consents.granted(session, interview_id, ConsentPurpose.RESUME_ANALYSIS):
        return ()
    resumes = ResumeRepository(session)
    resume = await resumes.current(interview_id)
    if resume is None or resume.state is not ResumeState.CONFIRMED:
        return ()
    return tuple(await resumes.facts(resume.id, FactOrigin.CANDIDATE))


def cleaned(fact: ResumeFact) -> ResumeFact:
    """Return a fact without unseen characters."""
    return fact.model_copy(
        update={field: plain(getattr(fact, field)) for field in ("title", "detail", "organization", "start", "end")}
    )


def _require_open(interview: Interview) -> None:
    if interview.state is not InterviewState.CREATED:
        raise ResumeSettledError


async def _locked(session: AsyncSession, interview: Interview) -> None:
    """Let two requests about one interview follow each other, also with its preparation."""
    _require_open(await InterviewRepository(session).locked(interview.id))


async def _replace(session: AsyncSession, interview: Interview, resume: Resume) -> None:
    resumes = ResumeRepository(session)
    await resumes.supersede(interview.id, at=datetime.now(UTC))
    await PassageRepository(session).replace_resume(interview.id, [])
    await resumes.add(resume)
