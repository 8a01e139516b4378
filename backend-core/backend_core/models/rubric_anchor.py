"""Table of rubric anchors."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity

if TYPE_CHECKING:
    from backend_core.models.rubric import Rubric


class RubricAnchor(CompanyEntity):
    """Observable behaviour that defines one level (1-5) of a rubric."""

    __tablename__ = "rubric_anchor"
    __table_args__ = (
        UniqueConstraint("rubric_id", "level"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric.id", ondelete="CASCADE"))
    level: Mapped[int]
    text_ko: Mapped[str]
    text_en: Mapped[str]

    rubric: Mapped["Rubric"] = relationship(lazy="raise", back_populates="anchors")
