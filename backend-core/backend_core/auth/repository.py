"""Queries of accounts, sessions and refresh tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from backend_core.models import AuthSession, RefreshToken, UserAccount
from backend_core.models.vocabulary import SessionEnd
from backend_core.persistence import Repository


class UserRepository(Repository[UserAccount]):
    """Accounts."""

    model = UserAccount

    async def by_email(self, email: str) -> UserAccount | None:
        """Return the account with this address (in lower case)."""
        return await self.one_or_none(select(UserAccount).where(UserAccount.email == email))

    async def of_live_session(self, *, user_id: UUID, session_id: UUID, now: datetime) -> UserAccount | None:
        """Return the account when both it and its session are good for access right now."""
        return await self.one_or_none(
            select(UserAccount)
            .join(AuthSession, AuthSession.user_account_id == UserAccount.id)
            .where(
                UserAccount.id == user_id,
                UserAccount.disabled_at.is_(None),
                AuthSession.id == session_id,
                AuthSession.revoked_at.is_(None),
                AuthSession.expires_at > now,
            )
        )


class SessionRepository(Repository[AuthSession]):
    """Login sessions."""

    model = AuthSession

    async def end(self, session_id: UUID, *, reason: SessionEnd, now: datetime) -> None:
        """Revoke a session; one that has ended already keeps its reason."""
        await self.session.execute(
            update(AuthSession)
            .where(AuthSession.id == session_id, AuthSession.revoked_at.is_(None))
            .values(revoked_at=now, end_reason=reason)
        )

    async def forget_expired(self, user_id: UUID, *, before: datetime) -> None:
        """Delete an account's sessions that expired before a time."""
        await self.session.execute(
            delete(AuthSession).where(AuthSession.user_account_id == user_id, AuthSession.expires_at < before)
        )


class RefreshTokenRepository(Repository[RefreshToken]):
    """Refresh tokens."""

    model = RefreshToken

    async def by_hash(self, token_hash: str) -> RefreshToken | None:
        """Return the token as it is now."""
        statement = select(RefreshToken).where(RefreshToken.token_hash == token_hash)
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def successor_was_used(self, token: RefreshToken) -> bool:
        """Tell whether any token that this one was exchanged for has been exchanged itself."""
        child = aliased(RefreshToken)
        statement = select(child.id).where(child.parent_id == token.id, child.rotated_at.is_not(None)).limit(1)
        return (await self.session.execute(statement)).first() is not None

    async def retire_siblings(self, token: RefreshToken, *, now: datetime) -> None:
        """Retire the other tokens that this token's parent was exchanged for."""
        if token.parent_id is None:
            return
        await self.session.execute(
            update(RefreshToken)
            .where(RefreshToken.parent_id == token.parent_id, RefreshToken.id != token.id)
            .values(retired_at=now)
        )
