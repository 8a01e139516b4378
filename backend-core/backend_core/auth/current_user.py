"""Who is calling: dependencies that every other domain uses."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from backend_core.auth.repository import UserRepository
from backend_core.auth.tokens import audience_of, read_access_token
from backend_core.errors import ForbiddenError, UnauthenticatedError
from backend_core.models.vocabulary import UserRole
from backend_core.persistence import DbSession
from backend_core.resources import Resources
from interview_contracts.vocabulary import Language

_bearer = HTTPBearer(auto_error=False, description="Access token of `POST /api/v1/auth/login`")
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentUser:
    """The person who is calling, as the database knows them now. `company_id` is set for staff only."""

    id: UUID
    role: UserRole
    company_id: UUID | None
    name: str
    email: str
    locale: Language
    session_id: UUID

    @property
    def is_staff(self) -> bool:
        """Whether this person works for a company."""
        return self.company_id is not None


async def current_user(
    request: Request,
    session: DbSession,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> CurrentUser:
    """Return who is calling. Role, account and session are read afresh, so logging out or disabling works at once."""
    secret = request.app.state.resources.settings.auth_secret
    claims = read_access_token(credentials.credentials, secret=secret) if credentials is not None else None
    if claims is None:
        raise UnauthenticatedError(headers=_CHALLENGE)
    user = await UserRepository(session).of_live_session(
        user_id=claims.user_id, session_id=claims.session_id, now=datetime.now(UTC)
    )
    if user is None or audience_of(user.role) != claims.audience:
        raise UnauthenticatedError(headers=_CHALLENGE)
    structlog.contextvars.bind_contextvars(user_id=str(user.id))
    return CurrentUser(
        id=user.id,
        role=user.role,
        company_id=user.company_id,
        name=user.name,
        email=user.email,
        locale=user.locale,
        session_id=claims.session_id,
    )


async def still_logged_in(resources: Resources, user: CurrentUser) -> bool:
    """Return whether account and session of somebody who called earlier still stand, for what takes a long time."""
    async with resources.sessions() as session:
        found = await UserRepository(session).of_live_session(
            user_id=user.id, session_id=user.session_id, now=datetime.now(UTC)
        )
    return found is not None and found.role == user.role


def require_role(*roles: UserRole) -> Callable[[CurrentUser], Awaitable[CurrentUser]]:
    """Return a dependency that lets only these roles through (403 for others)."""

    async def checked(user: Annotated[CurrentUser, Depends(current_user)]) -> CurrentUser:
        if user.role not in roles:
            raise ForbiddenError
        return user

    return checked


AnyUser = Annotated[CurrentUser, Depends(current_user)]
CandidateUser = Annotated[CurrentUser, Depends(require_role(UserRole.CANDIDATE))]
StaffUser = Annotated[CurrentUser, Depends(require_role(UserRole.RECRUITER, UserRole.ADMIN))]
AdminUser = Annotated[CurrentUser, Depends(require_role(UserRole.ADMIN))]


def company_of(user: CurrentUser) -> UUID:
    """Return the company that a member of staff belongs to."""
    if user.company_id is None:
        raise ForbiddenError
    return user.company_id
