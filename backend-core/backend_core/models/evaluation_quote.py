"""Table of quotes that ratings rest on."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity

if TYPE_CHECKING:
    from backend_core.models.evaluation import Evaluation


class EvaluationQuote(InterviewEntity):
    """A verbatim span of a transcript.

    `start_char` and `end_char` count Unicode code points of the rated transcript; `start_s` and `end_s` are seconds
    from the start of the answer to `turn_id`, empty for typed text.
    """

    __tablename__ = "evaluation_quote"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "position"),
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="span"),
    )

    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"))
    turn_id: Mapped[UUID | None] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    start_char: Mapped[int]
    end_char: Mapped[int]
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]

    evaluation: Mapped["Evaluation"] = relationship(lazy="raise", back_populates="quotes")
