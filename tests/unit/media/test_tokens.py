"""Room tokens: who may connect to which room."""

import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from jose import jwt

from media_server.tokens import TokenForbidden, TokenInvalid, read_token

pytestmark = pytest.mark.unit

SECRET = "a-secret-of-the-tests"
ROOM = UUID("7f1f9d5e-8a6b-4a60-9d53-f2b2a2a0c001")


def header(secret: str = SECRET, **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "sub": str(ROOM),
        "aud": "media",
        "exp": now + 120,
        "iat": now,
        "jti": uuid4().hex,
        "language": "ko",
        "face": True,
        **changes,
    }
    return "Bearer " + str(jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256"))


def test_a_good_token_gives_its_claims() -> None:
    claims = read_token(header(), ROOM, SECRET)
    assert claims.sub == ROOM
    assert claims.face
    assert not claims.emotion, "a token of an earlier release allows nothing that it does not name"
    assert read_token(header(emotion=True), ROOM, SECRET).emotion


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "Bearer",
        "Bearer x.y.z",
        "Basic abc",
        header("another-secret-of-the-tests"),
        header(aud="candidate"),
        header(aud=None),
        header(exp=int(time.time()) - 60),
        header(exp=None),
        header(language="xx"),
        "Bearer " + str(jwt.encode({"sub": str(ROOM)}, SECRET, algorithm="HS512")),
    ],
)
def test_anything_else_is_refused(value: str | None) -> None:
    with pytest.raises(TokenInvalid):
        read_token(value, ROOM, SECRET)


def test_another_interview_is_forbidden() -> None:
    with pytest.raises(TokenForbidden):
        read_token(header(), uuid4(), SECRET)


def test_an_old_token_still_ends_its_session_but_a_forged_one_does_not() -> None:
    old = header(exp=int(time.time()) - 600)
    assert read_token(old, ROOM, SECRET, expired_ok=True).sub == ROOM
    with pytest.raises(TokenInvalid):
        read_token(header("another-secret-of-the-tests"), ROOM, SECRET, expired_ok=True)
