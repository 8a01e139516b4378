"""Table of consent decisions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import CompanyEntity, one_of
from interview_contracts.vocabulary import ConsentPurpose, Language


class Consent(CompanyEntity):
    """One decision on one purpose. Rows are never changed: a new decision is a new row, and the latest one holds.

    `text_sha256` is the digest of the exact text that was shown.
    """

    __tablename__ = "consent"
    __table_args__ = (Index(None, "interview_id", "purpose", "decided_at"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(one_of(ConsentPurpose, "purpose"))
    granted: Mapped[bool]
    notice_version: Mapped[str] = mapped_column(String(60))
    text_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[Language] = mapped_column(one_of(Language, "language"))
    decided_at: Mapped[datetime]
