"""Links to recordings expire and cannot be made or changed by others."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend_core.recordings.links import LINK_LIFETIME, LinkRefusedError, sign, verify

pytestmark = pytest.mark.unit

TURN = UUID(int=7)
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_link_works_until_it_expires() -> None:
    token, expires = sign(TURN, now=NOW, secret="s")

    assert expires - NOW == LINK_LIFETIME
    assert verify(token, now=expires - timedelta(seconds=1), secret="s").turn_id == TURN
    with pytest.raises(LinkRefusedError):
        verify(token, now=expires, secret="s")


def test_every_changed_character_is_noticed() -> None:
    token, _ = sign(TURN, now=NOW, secret="s")

    for position in range(len(token) - 1):
        changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
        with pytest.raises(LinkRefusedError):
            verify(changed, now=NOW, secret="s")


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "ä", "A" * 75, "A" * 76, "A" * 5000])
def test_nonsense_is_refused(token: str) -> None:
    with pytest.raises(LinkRefusedError):
        verify(token, now=NOW, secret="s")


def test_another_secret_refuses() -> None:
    token, _ = sign(TURN, now=NOW, secret="s")

    with pytest.raises(LinkRefusedError):
        verify(token, now=NOW, secret="t")


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(minutes=5, seconds=1)])
def test_nobody_signs_for_longer_than_five_minutes(lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="five minutes"):
        sign(TURN, now=NOW, secret="s", lifetime=lifetime)
