"""Links to recordings: who holds one may play one recording until it expires."""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

LINK_LIFETIME = timedelta(minutes=5)
"""The longest life of a link (REC-07)."""

_PAYLOAD = struct.Struct(">16sQ")
_CONTEXT = b"recording-link:v1:"


class LinkRefusedError(Exception):
    """The link was not made by this deployment, or it has expired."""


@dataclass(frozen=True, slots=True)
class RecordingLink:
    """What a link stands for: the recording of one turn, until a moment."""

    turn_id: UUID
    expires_at: datetime


def sign(turn_id: UUID, *, now: datetime, secret: str, lifetime: timedelta = LINK_LIFETIME) -> tuple[str, datetime]:
    """Return a token for the path of a link and the moment, in whole seconds, at which it ends."""
    if not timedelta(0) < lifetime <= LINK_LIFETIME:
        raise ValueError("a link lives at most five minutes")
    expires = int((now + lifetime).timestamp())
    payload = _PAYLOAD.pack(turn_id.bytes, expires)
    token = base64.urlsafe_b64encode(payload + _mac(payload, secret)).rstrip(b"=").decode()
    return token, datetime.fromtimestamp(expires, UTC)


def verify(token: str, *, now: datetime, secret: str) -> RecordingLink:
    """Return what a token stands for. Raises `LinkRefusedError` for a foreign, changed or expired one."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise LinkRefusedError from error
    payload, mac = raw[: _PAYLOAD.size], raw[_PAYLOAD.size :]
    if not hmac.compare_digest(mac, _mac(payload, secret)):
        raise LinkRefusedError
    turn, expires = _PAYLOAD.unpack(payload)
    if now.timestamp() >= expires:
        raise LinkRefusedError
    return RecordingLink(turn_id=UUID(bytes=turn), expires_at=datetime.fromtimestamp(expires, UTC))


def _mac(payload: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), _CONTEXT + payload, hashlib.sha256).digest()
