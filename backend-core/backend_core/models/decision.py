"""Table of decisions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity, one_of
from backend_core.models.vocabulary import DecisionOutcome


class Decision(InterviewEntity):
    """What a named person decided and why. A later decision is a new row, and the latest one holds."""

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("btrim(reason) <> ''", name="reason"),)

    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    outcome: Mapped[DecisionOutcome] = mapped_column(one_of(DecisionOutcome, "outcome"))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
