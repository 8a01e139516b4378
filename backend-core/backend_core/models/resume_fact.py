"""Table of résumé facts."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, one_of
from backend_core.models.vocabulary import FactOrigin
from interview_contracts.vocabulary import FactKind

if TYPE_CHECKING:
    from backend_core.models.resume import Resume


class ResumeFact(CompanyEntity):
    """One structured fact, as parsed or as the candidate corrected it. `started` and `ended` are kept as written."""

    __tablename__ = "resume_fact"
    __table_args__ = (UniqueConstraint("resume_id", "position", deferrable=True, initially="DEFERRED"),)

    resume_id: Mapped[UUID] = mapped_column(ForeignKey("resume.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[FactKind] = mapped_column(one_of(FactKind, "kind"))
    title: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(String(4000), default="", server_default="")
    organization: Mapped[str] = mapped_column(String(300), default="", server_default="")
    started: Mapped[str] = mapped_column(String(20), default="", server_default="")
    ended: Mapped[str] = mapped_column(String(20), default="", server_default="")
    origin: Mapped[FactOrigin] = mapped_column(one_of(FactOrigin, "origin"))

    resume: Mapped["Resume"] = relationship(lazy="raise", back_populates="facts")
