"""Passwords that anybody would guess, and checking the rest."""

import pytest

from backend_core.auth.passwords import hash_password, is_guessable, verify_password

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "aaaaaaaaaa",
        "password",
        "Passw0rd!!",
        "qwer1234",
        "12345678",
        "87654321",
        "minseo@test.example",
        "김민서김민서",
    ],
)
def test_guessable(password: str) -> None:
    assert is_guessable(password, email="minseo@test.example", name="김민서")


@pytest.mark.parametrize("password", ["correct horse battery", "맑은하늘아래산책길", "xk2-91!pQz", "a" * 60 + "bcd e"])
def test_not_guessable(password: str) -> None:
    assert not is_guessable(password, email="minseo@test.example", name="김민서")


async def test_hangul_typed_on_another_system_is_the_same_password() -> None:
    composed, decomposed = (
        "\ud55c\uae00\ube44\ubc00\ubc88\ud638",
        "\u1112\u1161\u11ab\u1100\u1173\u11af\u1107\u1175\u1106\u1175\u11af\u1107\u1165\u11ab\u1112\u1169",
    )
    hashed = await hash_password(composed)
    assert hashed.startswith("$argon2id$")
    assert await verify_password(decomposed, hashed)
    assert not await verify_password(composed + "!", hashed)


async def test_an_unknown_account_is_checked_too_and_refused() -> None:
    assert not await verify_password("a password that nobody has", None)
