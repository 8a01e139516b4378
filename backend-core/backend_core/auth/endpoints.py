"""Routes of logging in."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response

from backend_core.auth import cookie
from backend_core.auth.current_user import AnyUser
from backend_core.auth.errors import (
    SessionEndedError,
    SessionReusedError,
    TooManyLoginsError,
    WrongCredentialsError,
)
from backend_core.auth.schemas import LoginIn, SessionOut, UserOut
from backend_core.auth.service import AuthService
from backend_core.error_handlers import problems
from backend_core.errors import ForbiddenError
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources, client_address

router = APIRouter(prefix="/auth", tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=cookie.NAME, max_length=200, include_in_schema=False)]


def auth_service(session: DbSession, resources: ProcessResources) -> AuthService:
    """Return the use cases of logging in for this request."""
    return AuthService(session, settings=resources.settings, redis=resources.redis)


Service = Annotated[AuthService, Depends(auth_service)]


@router.post("/login", responses=problems(WrongCredentialsError, TooManyLoginsError))
async def login(
    credentials: LoginIn, request: Request, response: Response, service: Service, resources: ProcessResources
) -> SessionOut:
    """Log in with address and password."""
    opened = await service.login(
        email=credentials.email, password=credentials.password, address=client_address(request)
    )
    cookie.set_refresh_cookie(response, opened, resources.settings)
    return opened.body


_SAME_ORIGIN = [Depends(cookie.require_same_origin)]


@router.post(
    "/refresh", dependencies=_SAME_ORIGIN, responses=problems(ForbiddenError, SessionEndedError, SessionReusedError)
)
async def refresh(
    response: Response, service: Service, resources: ProcessResources, refresh_token: RefreshCookie = None
) -> SessionOut:
    """Exchange the refresh token in the cookie for a new access token."""
    if not refresh_token:
        raise SessionEndedError
    try:
        opened = await service.refresh(refresh_token)
    except (SessionEndedError, SessionReusedError) as ended:
        ended.headers = cookie.clearing_header(resources.settings)
        raise
    cookie.set_refresh_cookie(response, opened, resources.settings)
    return opened.body


@router.post("/logout", status_code=204, dependencies=_SAME_ORIGIN, responses=problems(ForbiddenError))
async def logout(
    response: Response, service: Service, resources: ProcessResources, refresh_token: RefreshCookie = None
) -> None:
    """End the session. Its access tokens stop working at once."""
    await service.logout(refresh_token)
    cookie.clear_refresh_cookie(response, resources.settings)


@router.get("/me")
async def me(user: AnyUser) -> UserOut:
    """Return who is logged in."""
    return UserOut.model_validate(user, from_attributes=True)
