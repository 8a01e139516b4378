"""Following an invitation link: what candidates do."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.auth.errors import AccountExistsError, WeakPasswordError, WrongCredentialsError
from backend_core.auth.passwords import hash_password, is_guessable
from backend_core.auth.rate_limit import AttemptLimit
from backend_core.auth.repository import UserRepository
from backend_core.auth.service import AuthService, OpenedSession
from backend_core.auth.tokens import digest
from backend_core.interviews.expiry import schedule_expiry
from backend_core.invitations.errors import InvitationExpiredError, InvitationRevokedError, InvitationUnknownError
from backend_core.invitations.lifecycle import check_usable, effective_state, is_used
from backend_core.invitations.repository import InvitationRepository
from backend_core.invitations.schemas import InvitationPreview, RegisteredOut, RegisterIn
from backend_core.invitations.service import transition
from backend_core.models import Interview, Invitation, UserAccount
from backend_core.models.vocabulary import InvitationState, UserRole
from backend_core.resources import Resources
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import InterviewState, Language


class RegistrationService:
    """Use cases of people who hold an invitation link. Nothing here commits."""

    def __init__(self, session: AsyncSession, *, resources: Resources, address: str) -> None:
        self._session = session
        self._address = address
        self._invitations = InvitationRepository(session)
        self._users = UserRepository(session)
        self._auth = AuthService(session, settings=resources.settings, redis=resources.redis)
        self._limit = AttemptLimit(resources.redis, purpose="invitation", attempts=30, window_s=300)

    async def look_up(self, token: str) -> InvitationPreview:
        """Return what the link is about. Opening a link is noted."""
        invitation = await self._by_token(token)
        now = datetime.now(UTC)
        state = effective_state(invitation.state, expires_at=invitation.expires_at, now=now)
        if state is InvitationState.REVOKED:
            raise InvitationRevokedError
        if state is InvitationState.EXPIRED:
            raise InvitationExpiredError
        if state is InvitationState.INVITED:
            state = invitation.state = InvitationState.OPENED
            self._session.add(transition(invitation, action="opened", actor_id=None))
            await self._session.flush()
        company, job = invitation.company, invitation.job
        return InvitationPreview(
            company_name=BilingualText(ko=company.name_ko, en=company.name_en),
            job_title=BilingualText(ko=job.title_ko, en=job.title_en),
            candidate_name=invitation.candidate_name,
            candidate_email=invitation.candidate_email,
            state=state,
            expires_at=invitation.expires_at,
            language=invitation.language,
            languages=[Language(language) for language in job.languages],
            registered=is_used(state),
        )

    async def register(self, wanted: RegisterIn) -> tuple[RegisteredOut, OpenedSession]:
        """Register with an invitation: account, profile at the company, and an interview that waits.

        An existing candidate account with the same address joins when the password is right.
        """
        invitation = await self._by_token(wanted.token)
        check_usable(invitation.state, expires_at=invitation.expires_at, now=datetime.now(UTC))
        user = await self._account(wanted)
        candidate_id = await self._invitations.ensure_candidate(
            company_id=invitation.company_id, user=user, name=wanted.name
        )
        interview = Interview(
            company_id=invitation.company_id,
            job_id=invitation.job_id,
            candidate_id=candidate_id,
            invitation_id=invitation.id,
            state=InterviewState.CREATED,
            language=invitation.language,
            expires_at=invitation.expires_at,
        )
        invitation.state = InvitationState.REGISTERED
        self._session.add_all([interview, transition(invitation, action="registered", actor_id=user.id)])
        await self._session.flush()
        await schedule_expiry(self._session, interview)
        opened = await self._auth.open_session(user)
        return RegisteredOut(**opened.body.model_dump(), interview_id=interview.id), opened

    async def _by_token(self, token: str) -> Invitation:
        await self._limit.begin("", self._address)
        invitation = await self._invitations.by_token_hash(digest(token))
        if invitation is None:
            raise InvitationUnknownError
        await self._limit.take_back("", self._address)
        return invitation

    async def _account(self, wanted: RegisterIn) -> UserAccount:
        if await self._users.by_email(wanted.email) is not None:
            return await self._existing_account(wanted)
        if is_guessable(wanted.password, email=wanted.email, name=wanted.name):
            raise WeakPasswordError
        created = UserAccount(
            role=UserRole.CANDIDATE,
            email=wanted.email,
            name=wanted.name,
            locale=wanted.locale,
            password_hash=await hash_password(wanted.password),
        )
        try:
            async with self._session.begin_nested():
                return await self._users.add(created)
        except IntegrityError:
            return await self._existing_account(wanted)

    async def _existing_account(self, wanted: RegisterIn) -> UserAccount:
        try:
            user = await self._auth.check_password(email=wanted.email, password=wanted.password, address=self._address)
        except WrongCredentialsError as wrong:
            raise AccountExistsError from wrong
        if user.role is not UserRole.CANDIDATE:
            raise AccountExistsError
        return user
