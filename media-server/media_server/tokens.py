"""Checks of room tokens."""

from uuid import UUID

from jose import JWTError, jwt
from pydantic import ValidationError

from interview_contracts.room_token import ALGORITHM, AUDIENCE, RoomClaims

_LEEWAY_S = 5


class TokenInvalid(Exception):
    """The token is missing, forged, expired or made for another audience."""


class TokenForbidden(Exception):
    """The token is good, but for another interview."""


def read_token(header: str | None, interview_id: UUID, secret: str, *, expired_ok: bool = False) -> RoomClaims:
    """Return the claims of an `Authorization` header for this interview.

    `expired_ok` serves requests about a session that a valid token has opened before: its address is secret, and the
    token outlives its two minutes only there. Raises `TokenInvalid` or `TokenForbidden`.
    """
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid
    options = {"leeway": _LEEWAY_S, "require_aud": True, "require_exp": not expired_ok, "verify_exp": not expired_ok}
    try:
        raw = jwt.decode(token.strip(), secret, algorithms=[ALGORITHM], audience=AUDIENCE, options=options)
        claims = RoomClaims.model_validate(raw)
    except (JWTError, ValidationError, ValueError, TypeError) as error:
        raise TokenInvalid from error
    if claims.sub != interview_id:
        raise TokenForbidden
    return claims
