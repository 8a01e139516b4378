"""Table of rubrics."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity

if TYPE_CHECKING:
    from backend_core.models.competency import Competency
    from backend_core.models.rubric_anchor import RubricAnchor


class Rubric(CompanyEntity):
    """Anchored levels of a competency; with `bank_question_id`, of that competency in answers to one question."""

    __tablename__ = "rubric"
    __table_args__ = (
        UniqueConstraint("competency_id", "bank_question_id", "version", postgresql_nulls_not_distinct=True),
    )

    competency_id: Mapped[UUID] = mapped_column(ForeignKey("competency.id", ondelete="CASCADE"))
    bank_question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("bank_question.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]

    competency: Mapped["Competency"] = relationship(lazy="raise", back_populates="rubrics")
    anchors: Mapped[list["RubricAnchor"]] = relationship(
        lazy="raise", order_by="RubricAnchor.level", back_populates="rubric"
    )
