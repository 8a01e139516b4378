"""Routes of invitations: for the holder of a link, and for recruiters."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from backend_core.auth import cookie
from backend_core.auth.current_user import StaffUser
from backend_core.auth.errors import AccountExistsError, TooManyLoginsError, WeakPasswordError
from backend_core.error_handlers import problems
from backend_core.errors import NotFoundError
from backend_core.invitations.errors import (
    AlreadyInvitedError,
    DeadlineInvalidError,
    InvitationExpiredError,
    InvitationRevokedError,
    InvitationUnknownError,
    InvitationUsedError,
    JobClosedError,
    LanguageNotOfferedError,
)
from backend_core.invitations.registration import RegistrationService
from backend_core.invitations.schemas import (
    DeadlineIn,
    InvitationIn,
    InvitationOut,
    InvitationPreview,
    InvitationWithLink,
    LookupIn,
    RegisteredOut,
    RegisterIn,
    ReissueIn,
)
from backend_core.invitations.service import InvitationService
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources, client_address

router = APIRouter(tags=["invitations"])

_LINK_ERRORS = (InvitationUnknownError, InvitationExpiredError, InvitationRevokedError, TooManyLoginsError)
_CHANGE_ERRORS = (NotFoundError, InvitationUsedError, InvitationRevokedError, DeadlineInvalidError)


def registration_service(session: DbSession, resources: ProcessResources, request: Request) -> RegistrationService:
    """Return the use cases of link holders for this request."""
    return RegistrationService(session, resources=resources, address=client_address(request))


def invitation_service(session: DbSession, resources: ProcessResources, user: StaffUser) -> InvitationService:
    """Return the use cases of recruiters for this request."""
    return InvitationService(session, user=user, public_url=resources.settings.public_url)


Registration = Annotated[RegistrationService, Depends(registration_service)]
Invitations = Annotated[InvitationService, Depends(invitation_service)]


@router.post("/auth/invitations/lookup", responses=problems(*_LINK_ERRORS))
async def lookup(wanted: LookupIn, service: Registration) -> InvitationPreview:
    """Return what an invitation link is about."""
    return await service.look_up(wanted.token)


@router.post(
    "/auth/invitations/register",
    status_code=201,
    responses=problems(*_LINK_ERRORS, InvitationUsedError, AccountExistsError, WeakPasswordError),
)
async def register(
    wanted: RegisterIn, response: Response, service: Registration, resources: ProcessResources
) -> RegisteredOut:
    """Register as a candidate with an invitation link and log in."""
    body, opened = await service.register(wanted)
    cookie.set_refresh_cookie(response, opened, resources.settings)
    return body


@router.get("/jobs/{job_id}/invitations", responses=problems(NotFoundError))
async def list_of_job(job_id: UUID, service: Invitations) -> list[InvitationOut]:
    """Return a job's invitations, newest first."""
    return await service.of_job(job_id)


@router.post(
    "/jobs/{job_id}/invitations",
    status_code=201,
    responses=problems(
        NotFoundError, JobClosedError, AlreadyInvitedError, LanguageNotOfferedError, DeadlineInvalidError
    ),
)
async def create(job_id: UUID, wanted: InvitationIn, service: Invitations) -> InvitationWithLink:
    """Invite a candidate. The link is in this response only."""
    return await service.create(job_id, wanted)


@router.post("/invitations/{invitation_id}/extend", responses=problems(*_CHANGE_ERRORS))
async def extend(invitation_id: UUID, wanted: DeadlineIn, service: Invitations) -> InvitationOut:
    """Move the deadline of an invitation."""
    return await service.extend(invitation_id, wanted.expires_at)


@router.post("/invitations/{invitation_id}/revoke", responses=problems(*_CHANGE_ERRORS))
async def revoke(invitation_id: UUID, service: Invitations) -> InvitationOut:
    """Withdraw an invitation."""
    return await service.revoke(invitation_id)


@router.post("/invitations/{invitation_id}/reissue", responses=problems(*_CHANGE_ERRORS))
async def reissue(invitation_id: UUID, wanted: ReissueIn, service: Invitations) -> InvitationWithLink:
    """Make a new link for an invitation; the old one stops working."""
    return await service.reissue(invitation_id, wanted.expires_at)
