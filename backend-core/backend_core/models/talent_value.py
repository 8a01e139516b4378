"""Table of the values that make up a talent profile."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity

if TYPE_CHECKING:
    from backend_core.models.talent_profile import TalentProfile


class TalentValue(CompanyEntity):
    """One value of a talent profile."""

    __tablename__ = "talent_value"
    __table_args__ = (UniqueConstraint("talent_profile_id", "position"),)

    talent_profile_id: Mapped[UUID] = mapped_column(ForeignKey("talent_profile.id", ondelete="CASCADE"))
    position: Mapped[int]
    name_ko: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    description_ko: Mapped[str]
    description_en: Mapped[str]

    profile: Mapped["TalentProfile"] = relationship(lazy="raise", back_populates="values")
