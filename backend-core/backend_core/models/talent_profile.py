"""Table of talent profiles (인재상)."""

from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from backend_core.models.base import CompanyEntity

if TYPE_CHECKING:
    from backend_core.models.talent_value import TalentValue


class TalentProfile(CompanyEntity):
    """One version of what a company looks for in the people it hires."""

    __tablename__ = "talent_profile"
    __table_args__ = (UniqueConstraint("company_id", "version"),)

    version: Mapped[int]
    summary_ko: Mapped[str]
    summary_en: Mapped[str]

    values: Mapped[list["TalentValue"]] = relationship(
        lazy="raise", order_by="TalentValue.position", back_populates="profile"
    )
