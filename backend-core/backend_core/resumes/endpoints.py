"""Routes of a candidate's résumé."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request

from backend_core.auth.access import OwnInterview, find_interview
from backend_core.auth.current_user import CandidateUser
from backend_core.consents.errors import ConsentRequiredError
from backend_core.error_handlers import problems
from backend_core.error_texts import preferred_language
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources
from backend_core.resumes import service
from backend_core.resumes.errors import (
    ResumeEmptyError,
    ResumeNotAPdfError,
    ResumeNotReadError,
    ResumeSettledError,
    ResumeTooLargeError,
    ResumeUploadMalformedError,
)
from backend_core.resumes.schemas import ResumeFactsIn, ResumeOut
from backend_core.upload import UploadMalformedError, UploadTooLargeError, announced_length, receive_file
from interview_contracts.vocabulary import Language

router = APIRouter(prefix="/interviews/{interview_id}/resume", tags=["resumes"])

AcceptLanguage = Annotated[str | None, Header(alias="Accept-Language", include_in_schema=False)]

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "PDF, at most 10 MB"}},
                }
            }
        },
    }
}


@router.post(
    "",
    status_code=202,
    openapi_extra=_FORM,
    responses=problems(
        ResumeTooLargeError,
        ResumeNotAPdfError,
        ResumeEmptyError,
        ResumeUploadMalformedError,
        ResumeSettledError,
        ConsentRequiredError,
    ),
)
async def upload_resume(
    request: Request,
    interview: OwnInterview,
    user: CandidateUser,
    session: DbSession,
    resources: ProcessResources,
    accept_language: AcceptLanguage = None,
) -> ResumeOut:
    """Upload a résumé (PDF, at most 10 MB) and have it read. It takes the place of an earlier one."""
    await service.require_upload_allowed(session, interview)
    # A slow upload holds no connection to the database.
    await session.close()
    resume_id, relative, target = service.new_target(resources.settings.uploads_dir, interview.id)
    try:
        received = await receive_file(
            request.stream(),
            content_type=request.headers.get("content-type", ""),
            content_length=announced_length(request.headers.get("content-length")),
            field="file",
            target=target,
            limit=service.MAX_BYTES,
        )
    except UploadTooLargeError as error:
        raise ResumeTooLargeError from error
    except UploadMalformedError as error:
        raise ResumeUploadMalformedError from error
    try:
        service.check_content(received)
        current = await find_interview(session, user, interview.id)
        await service.accept(session, current, resume_id=resume_id, relative=relative, received=received)
        return await service.describe(session, current.id, language=preferred_language(accept_language))
    except BaseException:
        await asyncio.to_thread(target.unlink, missing_ok=True)
        raise


@router.get("")
async def read_resume(interview: OwnInterview, session: DbSession, accept_language: AcceptLanguage = None) -> ResumeOut:
    """Return where the reading stands and the facts, with texts in the language of `Accept-Language`."""
    return await service.describe(session, interview.id, language=_language(accept_language, interview.language))


@router.put("/facts", responses=problems(ResumeNotReadError, ResumeSettledError, ConsentRequiredError))
async def confirm_resume_facts(
    body: ResumeFactsIn, interview: OwnInterview, session: DbSession, accept_language: AcceptLanguage = None
) -> ResumeOut:
    """Confirm the facts, corrected as the candidate wants them. Only confirmed facts are used."""
    await service.confirm(session, interview, body.facts)
    return await service.describe(session, interview.id, language=_language(accept_language, interview.language))


@router.post("/skip", responses=problems(ResumeSettledError))
async def skip_resume(interview: OwnInterview, session: DbSession, accept_language: AcceptLanguage = None) -> ResumeOut:
    """Go on without a résumé."""
    await service.skip(session, interview)
    return await service.describe(session, interview.id, language=_language(accept_language, interview.language))


def _language(accept_language: str | None, otherwise: Language) -> Language:
    return preferred_language(accept_language) if accept_language else otherwise
