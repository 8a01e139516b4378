"""Room tokens."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from jose import JWTError, jwt

from backend_core.interviews.room_token import ROOM_TOKEN_LIFE, make_room_token
from interview_contracts.room_token import ALGORITHM, AUDIENCE, RoomClaims
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit

INTERVIEW = UUID("0193a000-0000-7000-8000-000000000001")


def test_claims_are_those_of_the_contract() -> None:
    token, expires_at = make_room_token("k" * 40, INTERVIEW, language=Language.KO, face=True)
    claims = RoomClaims.model_validate(jwt.decode(token, "k" * 40, algorithms=[ALGORITHM], audience=AUDIENCE))
    assert (claims.sub, claims.language, claims.face) == (INTERVIEW, Language.KO, True)
    assert claims.exp == int(expires_at.timestamp())


def test_two_tokens_are_never_the_same() -> None:
    first, _ = make_room_token("k" * 40, INTERVIEW, language=Language.KO, face=False)
    second, _ = make_room_token("k" * 40, INTERVIEW, language=Language.KO, face=False)
    assert first != second


def test_token_ends() -> None:
    past = datetime.now(UTC) - ROOM_TOKEN_LIFE - timedelta(seconds=1)
    token, _ = make_room_token("k" * 40, INTERVIEW, language=Language.EN, face=False, now=past)
    with pytest.raises(JWTError):
        jwt.decode(token, "k" * 40, algorithms=[ALGORITHM], audience=AUDIENCE)
