"""Tokens that let a candidate's browser connect to the media server."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from jose import jwt

from interview_contracts.room_token import ALGORITHM, RoomClaims
from interview_contracts.vocabulary import Language

ROOM_TOKEN_LIFE = timedelta(minutes=2)
"""Long enough to connect; a reconnect asks for another one."""


def make_room_token(
    secret: str,
    interview_id: UUID,
    *,
    language: Language,
    face: bool,
    emotion: bool = False,
    now: datetime | None = None,
) -> tuple[str, datetime]:
    """Return a token and when it ends. `emotion` counts only with `face`."""
    now = now or datetime.now(UTC)
    expires_at = (now + ROOM_TOKEN_LIFE).replace(microsecond=0)
    claims = RoomClaims(
        sub=interview_id,
        exp=int(expires_at.timestamp()),
        iat=int(now.timestamp()),
        jti=uuid4().hex,
        language=language,
        face=face,
        emotion=face and emotion,
    )
    return jwt.encode(claims.model_dump(mode="json"), secret, algorithm=ALGORITHM), expires_at
