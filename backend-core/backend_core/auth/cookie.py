"""The cookie that holds the refresh token: the browser's scripts cannot read it, other sites cannot send it."""

from datetime import UTC, datetime

from fastapi import Request, Response

from backend_core.auth.service import OpenedSession
from backend_core.errors import ForbiddenError
from backend_core.settings import Settings

NAME = "interview_refresh"
PATH = "/api/v1/auth"


def require_same_origin(request: Request) -> None:
    """Raise `ForbiddenError` when a page of another origin makes the browser send the cookie.

    `SameSite` keeps other sites out; another port or name of the same site counts as the same site there. Browsers
    say in `Sec-Fetch-Site` where a request comes from, and no page can change that.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForbiddenError


def set_refresh_cookie(response: Response, opened: OpenedSession, settings: Settings) -> None:
    """Give the browser its refresh token; the cookie lives as long as the session."""
    response.set_cookie(
        NAME,
        opened.refresh_token,
        max_age=max(int((opened.expires_at - datetime.now(UTC)).total_seconds()), 0),
        path=PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def clear_refresh_cookie(response: Response, settings: Settings) -> None:
    """Take the refresh token away from the browser."""
    response.delete_cookie(NAME, path=PATH, secure=settings.secure_cookies, httponly=True, samesite="strict")


def clearing_header(settings: Settings) -> dict[str, str]:
    """Return the header that clears the cookie, for responses that an error handler writes."""
    response = Response()
    clear_refresh_cookie(response, settings)
    return {"Set-Cookie": response.headers["set-cookie"]}
