"""Table of ratings by people."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity


class HumanRating(InterviewEntity):
    """A rater's own level for one planned question. A change is a new row with the next `revision`; all are kept."""

    __tablename__ = "human_rating"
    __table_args__ = (
        UniqueConstraint("question_id", "rater_id", "revision"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    level: Mapped[int]
    reason: Mapped[str]
    after_reveal: Mapped[bool] = mapped_column(default=False, server_default="false")
