"""Table of competencies."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, one_of
from interview_contracts.vocabulary import Dimension

if TYPE_CHECKING:
    from backend_core.models.job import Job
    from backend_core.models.rubric import Rubric


class Competency(CompanyEntity):
    """What a job version asks of a person, counted under one of the six dimensions."""

    __tablename__ = "competency"
    __table_args__ = (UniqueConstraint("job_id", "key"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    dimension: Mapped[Dimension] = mapped_column(one_of(Dimension, "dimension"))
    name_ko: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    definition_ko: Mapped[str]
    definition_en: Mapped[str]

    job: Mapped["Job"] = relationship(lazy="raise", back_populates="competencies")
    rubrics: Mapped[list["Rubric"]] = relationship(lazy="raise", back_populates="competency")
