"""Access tokens (JWT, HS256) and the random secrets behind refresh tokens and invitation links."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from jose import JWTError, jwt
from pydantic import SecretStr

from backend_core.models.vocabulary import UserRole

ALGORITHM = "HS256"
TOKEN_TYPE = "access"  # noqa: S105 - the kind of a token, not a token
LEEWAY_S = 5

_AUDIENCE_OF_ROLE = {UserRole.CANDIDATE: "candidate", UserRole.RECRUITER: "staff", UserRole.ADMIN: "staff"}
_REQUIRED = ("aud", "exp", "iat", "nbf", "sub", "jti")


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid access token says."""

    user_id: UUID
    session_id: UUID
    audience: str


def audience_of(role: UserRole) -> str:
    """Return the audience of tokens for a role."""
    return _AUDIENCE_OF_ROLE[role]


def _key(secret: SecretStr, audience: str) -> str:
    """Return the audience's own key: a token for one audience has no valid signature for another."""
    return hmac.new(secret.get_secret_value().encode(), f"access:{audience}".encode(), hashlib.sha256).hexdigest()


def issue_access_token(
    *, secret: SecretStr, user_id: UUID, role: UserRole, session_id: UUID, now: datetime, life_s: int
) -> str:
    """Return a signed access token."""
    audience = audience_of(role)
    claims = {
        "sub": str(user_id),
        "sid": str(session_id),
        "aud": audience,
        "typ": TOKEN_TYPE,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=life_s)).timestamp()),
        "jti": uuid4().hex,
    }
    return str(jwt.encode(claims, _key(secret, audience), algorithm=ALGORITHM))


def read_access_token(token: str, *, secret: SecretStr) -> AccessClaims | None:
    """Return the claims of a valid token, None for any other.

    The algorithm is fixed; keys named in the header are ignored; the audience chooses the key from a closed list.
    """
    options = {"leeway": LEEWAY_S, **{f"require_{name}": True for name in _REQUIRED}}
    try:
        audience = jwt.get_unverified_claims(token).get("aud")
        if audience not in set(_AUDIENCE_OF_ROLE.values()):
            return None
        claims: dict[str, Any] = jwt.decode(
            token, _key(secret, audience), algorithms=[ALGORITHM], audience=audience, options=options
        )
        if claims.get("typ") != TOKEN_TYPE:
            return None
        return AccessClaims(user_id=UUID(claims["sub"]), session_id=UUID(claims["sid"]), audience=audience)
    except (JWTError, KeyError, ValueError, TypeError, AttributeError):
        return None


def new_secret() -> str:
    """Return 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is stored of a random secret. It has enough bits to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
