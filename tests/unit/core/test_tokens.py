"""Access tokens: what is accepted, and every kind of forgery."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from jose import jwt
from pydantic import SecretStr

from backend_core.auth import tokens
from backend_core.models.vocabulary import UserRole

pytestmark = pytest.mark.unit

SECRET = SecretStr("s" * 40)
USER, SESSION = uuid4(), uuid4()


def issue(role: UserRole = UserRole.CANDIDATE, *, now: datetime | None = None, secret: SecretStr = SECRET) -> str:
    return tokens.issue_access_token(
        secret=secret, user_id=USER, role=role, session_id=SESSION, now=now or datetime.now(UTC), life_s=600
    )


def forge(*, key: str | None = None, algorithm: str = "HS256", without: str = "", **changes: Any) -> str:
    claims = {**jwt.get_unverified_claims(issue()), **changes}
    claims.pop(without, None)
    return str(jwt.encode(claims, key or tokens._key(SECRET, "candidate"), algorithm=algorithm))


@pytest.mark.parametrize("role", UserRole)
def test_a_token_says_whose_it_is(role: UserRole) -> None:
    claims = tokens.read_access_token(issue(role), secret=SECRET)
    assert claims == tokens.AccessClaims(user_id=USER, session_id=SESSION, audience=tokens.audience_of(role))


def test_a_token_holds_no_personal_data_and_lives_ten_minutes_at_most() -> None:
    claims = jwt.get_unverified_claims(issue())
    assert set(claims) == {"sub", "sid", "aud", "typ", "iat", "nbf", "exp", "jti"}
    assert claims["exp"] - claims["iat"] <= 600


def test_forgeries_are_refused() -> None:
    hour = timedelta(hours=1)
    now = datetime.now(UTC)
    candidate = tokens._key(SECRET, "candidate")
    forgeries = {
        "expired": issue(now=now - hour),
        "not yet valid": issue(now=now + hour),
        "other secret": issue(secret=SecretStr("t" * 40)),
        "audience of staff under the key of candidates": forge(aud="staff"),
        "unknown audience": forge(aud="media", key=candidate),
        "list of audiences": forge(aud=["candidate"]),
        "other algorithm": forge(algorithm="HS512"),
        "other type": forge(typ="refresh"),
        "no expiry": forge(without="exp"),
        "no subject": forge(without="sub"),
        "no session": forge(without="sid"),
        "subject is no id": forge(sub="admin"),
        "no token": "abc",
        "nothing": "",
        "unsigned": "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + issue().split(".")[1] + ".",
    }
    accepted = [name for name, token in forgeries.items() if tokens.read_access_token(token, secret=SECRET)]
    assert accepted == []


def test_random_secrets_have_enough_bits_and_are_stored_as_digests() -> None:
    one, other = tokens.new_secret(), tokens.new_secret()
    assert one != other
    assert len(one) >= 43
    assert tokens.digest(one) == tokens.digest(one) != tokens.digest(other)


def test_keys_made_here_are_version_7_and_ordered() -> None:
    from backend_core.models.base import uuid7

    keys = [uuid7() for _ in range(50)]
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {UUID(int=0, version=4).variant}
    assert [key.int >> 80 for key in keys] == sorted(key.int >> 80 for key in keys)
