"""Results of reading a résumé. A result for a résumé that was replaced changes nothing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.events.publish import publish
from backend_core.models import Resume, TaskRecord
from backend_core.models.vocabulary import FactOrigin, ResumeState
from backend_core.resumes.keys import structure_key
from backend_core.resumes.repository import ResumeRepository
from backend_core.resumes.service import cleaned
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.events import ResumeChanged
from interview_contracts.payloads.resumes import ExtractTextResult, StructurePayload, StructureResult


async def text_extracted(
    session: AsyncSession, record: TaskRecord, result: ExtractTextResult, _engine: EngineInfo | None
) -> None:
    """Keep the visible text and have it structured."""
    resume = await _waiting(session, record)
    if resume is None:
        return
    pages = tuple(page.replace("\x00", "") for page in result.pages)
    resume.pages = list(pages)
    resume.language = result.language
    resume.hidden_text = tuple(
        hidden.model_copy(update={"text": hidden.text.replace("\x00", "")}) for hidden in result.hidden
    )
    await session.flush()
    await send(
        session,
        registry.RESUME_STRUCTURE,
        StructurePayload(pages=pages, language=result.language),
        key=structure_key(resume.id),
        interview_id=resume.interview_id,
        context={"resume_id": str(resume.id)},
    )


async def structured(
    session: AsyncSession, record: TaskRecord, result: StructureResult, engine: EngineInfo | None
) -> None:
    """Show the facts to the candidate."""
    resume = await _waiting(session, record)
    if resume is None:
        return
    resume.state = ResumeState.READY
    resume.engine = engine
    await ResumeRepository(session).replace_facts(resume, map(cleaned, result.facts), FactOrigin.PARSED)
    await publish(session, ResumeChanged(interview_id=resume.interview_id))


async def reading_failed(session: AsyncSession, record: TaskRecord, error: TaskError) -> None:
    """Tell the candidate, who may upload another file, state the facts, or skip."""
    resume = await _waiting(session, record)
    if resume is None:
        return
    resume.state = ResumeState.FAILED
    resume.error_code = error.code
    await session.flush()
    await publish(session, ResumeChanged(interview_id=resume.interview_id))


async def _waiting(session: AsyncSession, record: TaskRecord) -> Resume | None:
    """Return the résumé that a result is for, locked, while it still waits for it."""
    resume_id = UUID((record.context or {})["resume_id"])
    resume = await ResumeRepository(session).lock(resume_id)
    if resume is None or resume.superseded_at is not None or resume.state is not ResumeState.READING:
        return None
    return resume
