"""Table of the vector spaces that workers have offered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from backend_core.models.vocabulary import RenewalStage
from interview_contracts.payloads.embeddings import SPACE_LENGTH
from interview_contracts.vocabulary import EngineQuality


class EmbeddingSpace(Entity):
    """A vector space that workers offer or have offered. Passages are kept in the one with the latest `chosen_at`.

    `offered_since` is when live workers began to offer it without a break, `offered_at` when they were last seen to.
    The renewal embeds again, round by round, what is not in the chosen space: `stage` says what is being renewed and
    `cursor` how far that is, in passages from the newest to the oldest.
    """

    __tablename__ = "embedding_space"

    space: Mapped[str] = mapped_column(String(SPACE_LENGTH), unique=True)
    quality: Mapped[EngineQuality] = mapped_column(one_of(EngineQuality, "quality"))
    offered_since: Mapped[datetime]
    offered_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=0, server_default="0")
    stage: Mapped[RenewalStage] = mapped_column(
        one_of(RenewalStage, "stage"), default=RenewalStage.DONE, server_default="done"
    )
    cursor: Mapped[UUID | None]
    round_ended_at: Mapped[datetime | None]
