"""Logging in, staying logged in, logging out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit.service import record
from backend_core.auth.errors import SessionEndedError, SessionReusedError, WrongCredentialsError
from backend_core.auth.passwords import verify_password
from backend_core.auth.rate_limit import AttemptLimit
from backend_core.auth.repository import RefreshTokenRepository, SessionRepository, UserRepository
from backend_core.auth.schemas import SessionOut, UserOut
from backend_core.auth.tokens import digest, issue_access_token, new_secret
from backend_core.models import AuthSession, RefreshToken, UserAccount
from backend_core.models.vocabulary import SessionEnd
from backend_core.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What the edge sends: the body, and the refresh token for the cookie."""

    body: SessionOut
    refresh_token: str
    expires_at: datetime


class AuthService:
    """Use cases of logging in. Nothing here commits."""

    def __init__(self, session: AsyncSession, *, settings: Settings, redis: Redis) -> None:
        self._session = session
        self._settings = settings
        self._users = UserRepository(session)
        self._sessions = SessionRepository(session)
        self._tokens = RefreshTokenRepository(session)
        self._limit = AttemptLimit(
            redis, purpose="login", attempts=settings.login_attempts, window_s=settings.login_window_s
        )

    async def login(self, *, email: str, password: str, address: str) -> OpenedSession:
        """Check address and password and open a session."""
        user = await self.check_password(email=email, password=password, address=address)
        if user.company_id is not None:
            record(
                self._session,
                action="session.opened",
                object_type="user_account",
                object_id=user.id,
                company_id=user.company_id,
                actor=user,
            )
        return await self.open_session(user)

    async def check_password(self, *, email: str, password: str, address: str) -> UserAccount:
        """Return the account that address and password belong to. Unknown, wrong and disabled look the same."""
        await self._limit.begin(email, address)
        user = await self._users.by_email(email)
        right = await verify_password(password, user.password_hash if user is not None else None)
        if user is None or not right or user.disabled_at is not None:
            raise WrongCredentialsError
        await self._limit.succeeded(email, address)
        return user

    async def open_session(self, user: UserAccount) -> OpenedSession:
        """Begin a session, a family of refresh tokens."""
        now = datetime.now(UTC)
        await self._sessions.forget_expired(user.id, before=now - timedelta(days=1))
        opened = await self._sessions.add(
            AuthSession(user_account_id=user.id, expires_at=now + timedelta(seconds=self._settings.session_max_s))
        )
        return await self._hand_out(user, opened, parent_id=None, now=now)

    async def refresh(self, refresh_token: str) -> OpenedSession:
        """Exchange a refresh token for a new pair.

        A token counts once. Two tabs may present the same one at the same moment, and an answer may be lost on its
        way: therefore it may be presented again for a short time while none of its successors has been used. Any
        other second use ends the session.
        """
        now = datetime.now(UTC)
        found = await self._tokens.by_hash(digest(refresh_token))
        family = await self._sessions.lock(found.auth_session_id) if found is not None else None
        token = await self._tokens.by_hash(digest(refresh_token)) if family is not None else None
        if token is None or family is None or family.revoked_at is not None or family.expires_at <= now:
            raise SessionEndedError
        user = await self._users.get(family.user_account_id)
        if user is None or user.disabled_at is not None:
            raise SessionEndedError
        if token.retired_at is not None or not await self._may_be_exchanged(token, now=now):
            await self._sessions.end(family.id, reason=SessionEnd.TOKEN_REUSED, now=now)
            raise SessionReusedError
        if token.rotated_at is None:
            token.rotated_at = now
            await self._tokens.retire_siblings(token, now=now)
        return await self._hand_out(user, family, parent_id=token.id, now=now)

    async def _may_be_exchanged(self, token: RefreshToken, *, now: datetime) -> bool:
        if token.rotated_at is None:
            return True
        if now - token.rotated_at > timedelta(seconds=self._settings.refresh_repeat_s):
            return False
        return not await self._tokens.successor_was_used(token)

    async def logout(self, refresh_token: str | None) -> None:
        """End the session that a refresh token belongs to, if any."""
        found = await self._tokens.by_hash(digest(refresh_token)) if refresh_token else None
        if found is not None:
            await self.end(found.auth_session_id, reason=SessionEnd.LOGOUT)

    async def end(self, session_id: UUID, *, reason: SessionEnd) -> None:
        """End a session at once."""
        await self._sessions.end(session_id, reason=reason, now=datetime.now(UTC))

    async def _hand_out(
        self, user: UserAccount, opened: AuthSession, *, parent_id: UUID | None, now: datetime
    ) -> OpenedSession:
        secret = new_secret()
        await self._tokens.add(RefreshToken(auth_session_id=opened.id, parent_id=parent_id, token_hash=digest(secret)))
        access_token = issue_access_token(
            secret=self._settings.auth_secret,
            user_id=user.id,
            role=user.role,
            session_id=opened.id,
            now=now,
            life_s=self._settings.access_token_s,
        )
        body = SessionOut(
            access_token=access_token,
            expires_in=self._settings.access_token_s,
            user=UserOut.model_validate(user, from_attributes=True),
        )
        return OpenedSession(body=body, refresh_token=secret, expires_at=opened.expires_at)
