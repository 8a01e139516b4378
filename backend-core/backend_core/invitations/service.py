"""Inviting candidates: what recruiters do."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit.service import record
from backend_core.auth.current_user import CurrentUser, company_of
from backend_core.auth.tokens import digest, new_secret
from backend_core.errors import NotFoundError
from backend_core.interviews.expiry import schedule_expiry
from backend_core.invitations.errors import (
    AlreadyInvitedError,
    InvitationRevokedError,
    InvitationUsedError,
    JobClosedError,
    LanguageNotOfferedError,
)
from backend_core.invitations.lifecycle import check_deadline, effective_state, is_used, shown_state
from backend_core.invitations.repository import InvitationRepository
from backend_core.invitations.schemas import InvitationIn, InvitationOut, InvitationWithLink
from backend_core.models import Interview, Invitation, InvitationTransition, Job
from backend_core.models.vocabulary import InvitationState, JobState


def invitation_link(public_url: str, token: str) -> str:
    """Return the link; the token is in the fragment, which browsers do not send."""
    return f"{public_url.rstrip('/')}/invite#{token}"


def transition(invitation: Invitation, *, action: str, actor_id: UUID | None) -> InvitationTransition:
    """Return the time-stamped record of a step that was just made."""
    return InvitationTransition(
        company_id=invitation.company_id,
        invitation_id=invitation.id,
        actor_id=actor_id,
        action=action,
        state=invitation.state,
    )


class InvitationService:
    """Use cases of recruiters. Nothing here commits."""

    def __init__(self, session: AsyncSession, *, user: CurrentUser, public_url: str) -> None:
        self._session = session
        self._user = user
        self._company_id = company_of(user)
        self._public_url = public_url
        self._invitations = InvitationRepository(session)

    async def of_job(self, job_id: UUID) -> list[InvitationOut]:
        """Return a job's invitations, newest first."""
        await self._job(job_id)
        found = await self._invitations.of_job(self._company_id, job_id)
        interviews = await self._invitations.interviews_of([one.id for one in found])
        now = datetime.now(UTC)
        return [_out(one, interviews.get(one.id), now=now) for one in found]

    async def create(self, job_id: UUID, wanted: InvitationIn) -> InvitationWithLink:
        """Invite a candidate; the link is returned once."""
        now = datetime.now(UTC)
        job = await self._job(job_id)
        if job.state is not JobState.OPEN:
            raise JobClosedError
        if wanted.language.value not in job.languages:
            raise LanguageNotOfferedError
        check_deadline(wanted.expires_at, now=now)
        if await self._invitations.has_open(job_id=job.id, email=wanted.candidate_email, now=now):
            raise AlreadyInvitedError
        token = new_secret()
        invitation = await self._invitations.add(
            Invitation(
                company_id=self._company_id,
                job_id=job.id,
                created_by_id=self._user.id,
                candidate_name=wanted.candidate_name,
                candidate_email=wanted.candidate_email,
                language=wanted.language,
                token_hash=digest(token),
                state=InvitationState.INVITED,
                expires_at=wanted.expires_at,
            )
        )
        await self._note(invitation, "created")
        return self._with_link(invitation, token, now=now)

    async def extend(self, invitation_id: UUID, expires_at: datetime) -> InvitationOut:
        """Move the deadline; nothing that the candidate has done is lost."""
        now = datetime.now(UTC)
        check_deadline(expires_at, now=now)
        invitation = await self._invitation(invitation_id)
        invitation.expires_at = expires_at
        if invitation.state is InvitationState.EXPIRED:
            invitation.state = InvitationState.INVITED
        interview = (await self._invitations.interviews_of([invitation.id])).get(invitation.id)
        if interview is not None:
            interview.expires_at = expires_at
            await self._session.flush()
            await schedule_expiry(self._session, interview)
        await self._note(invitation, "extended")
        return _out(invitation, interview, now=now)

    async def revoke(self, invitation_id: UUID) -> InvitationOut:
        """Withdraw an invitation that nobody has used yet."""
        invitation = await self._invitation(invitation_id)
        if is_used(invitation.state):
            raise InvitationUsedError
        invitation.state = InvitationState.REVOKED
        await self._note(invitation, "revoked")
        return _out(invitation, None, now=datetime.now(UTC))

    async def reissue(self, invitation_id: UUID, expires_at: datetime | None) -> InvitationWithLink:
        """Make a new link; the old one stops working."""
        now = datetime.now(UTC)
        invitation = await self._invitation(invitation_id)
        if is_used(invitation.state):
            raise InvitationUsedError
        check_deadline(expires_at or invitation.expires_at, now=now)
        token = new_secret()
        invitation.token_hash = digest(token)
        invitation.state = InvitationState.INVITED
        invitation.expires_at = expires_at or invitation.expires_at
        await self._note(invitation, "reissued")
        return self._with_link(invitation, token, now=now)

    async def _job(self, job_id: UUID) -> Job:
        job = await self._invitations.job_of_company(self._company_id, job_id)
        if job is None:
            raise NotFoundError
        return job

    async def _invitation(self, invitation_id: UUID) -> Invitation:
        invitation = await self._invitations.of_company(self._company_id, invitation_id)
        if invitation is None:
            raise NotFoundError
        if invitation.state is InvitationState.REVOKED:
            raise InvitationRevokedError
        return invitation

    async def _note(self, invitation: Invitation, action: str) -> None:
        self._session.add(transition(invitation, action=action, actor_id=self._user.id))
        record(
            self._session,
            action=f"invitation.{action}",
            object_type="invitation",
            object_id=invitation.id,
            company_id=self._company_id,
            actor=self._user,
        )
        await self._session.flush()

    def _with_link(self, invitation: Invitation, token: str, *, now: datetime) -> InvitationWithLink:
        plain = _out(invitation, None, now=now)
        return InvitationWithLink(**plain.model_dump(), link=invitation_link(self._public_url, token))


def _out(invitation: Invitation, interview: Interview | None, *, now: datetime) -> InvitationOut:
    return InvitationOut(
        id=invitation.id,
        job_id=invitation.job_id,
        candidate_name=invitation.candidate_name,
        candidate_email=invitation.candidate_email,
        language=invitation.language,
        state=shown_state(
            effective_state(invitation.state, expires_at=invitation.expires_at, now=now),
            interview.state if interview is not None else None,
        ),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        interview_id=interview.id if interview is not None else None,
        interview_state=interview.state if interview is not None else None,
    )
