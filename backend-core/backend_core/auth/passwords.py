"""Hashing and judging passwords. Hashing takes tens of milliseconds of a core, so it runs in a thread."""

import asyncio
import unicodedata
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_LENGTH = 8
MAX_LENGTH = 128

_COMMON_STEMS = frozenset(
    [
        "password",
        "passw0rd",
        "p@ssw0rd",
        "p@ssword",
        "qwerty",
        "qwertyui",
        "qwertyuiop",
        "asdfghjk",
        "asdfghjkl",
        "zxcvbnm",
        "1q2w3e4r",
        "1q2w3e4r5t",
        "qwer1234",
        "asdf1234",
        "zaq12wsx",
        "abcd1234",
        "abc12345",
        "letmein",
        "welcome",
        "iloveyou",
        "admin",
        "admin123",
        "administrator",
        "monkey",
        "dragon",
        "football",
        "baseball",
        "sunshine",
        "princess",
        "superman",
        "batman",
        "trustno1",
        "whatever",
        "starwars",
        "master",
        "secret",
        "changeme",
        "default",
        "interview",
        "recruiter",
        "candidate",
        "korea",
        "seoul",
        "hello",
        "samsung",
        "dkssud",
        "dkssudgktpdy",
        "rkskekfk",
        "tkfkdgo",
        "tkfkdgody",
    ]
)

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1),))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


async def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return await asyncio.to_thread(_hasher.hash, _normal(password))


@lru_cache
def _hash_of_nobody() -> str:
    return _hasher.hash("a password that nobody has")


async def verify_password(password: str, hashed: str | None) -> bool:
    """Tell whether the password is right. Without a hash (unknown account) it takes as long and the answer is no."""
    candidate = hashed if hashed is not None else await asyncio.to_thread(_hash_of_nobody)
    right = await asyncio.to_thread(_hasher.verify, _normal(password), candidate)
    return right and hashed is not None


def is_guessable(password: str, *, email: str, name: str) -> bool:
    """Tell whether a password is among the first that an attacker would try."""
    plain = _normal(password).casefold().strip()
    own = {email.casefold(), email.casefold().partition("@")[0], name.casefold().replace(" ", "")}
    return (
        len(plain) < MIN_LENGTH
        or len(set(plain)) < 4
        or plain in own
        or plain.strip("0123456789!@#$%^&*?.") in _COMMON_STEMS
        or plain in _COMMON_STEMS
        or plain in "01234567890123456789"
        or plain in "98765432109876543210"
        or plain in "abcdefghijklmnopqrstuvwxyz"
    )
