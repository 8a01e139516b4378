"""Table of reports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import CompanyEntity, MessageTuple, MessageType, one_of
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.evaluations import DimensionScore, ReportPoint
from interview_contracts.vocabulary import Language


class Report(CompanyEntity):
    """The report of an interview; there is one. `weights` are the job's weights at the time, `overall` is 1.0-5.0."""

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("overall BETWEEN 1 AND 5", name="overall"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), unique=True)
    language: Mapped[Language] = mapped_column(one_of(Language, "language"))
    evaluation_attempt: Mapped[int]
    dimensions: Mapped[tuple[DimensionScore, ...]] = mapped_column(MessageTuple(DimensionScore))
    weights: Mapped[dict[str, Any]]
    overall: Mapped[float | None]
    summary: Mapped[str]
    strengths: Mapped[tuple[ReportPoint, ...]] = mapped_column(MessageTuple(ReportPoint))
    improvements: Mapped[tuple[ReportPoint, ...]] = mapped_column(MessageTuple(ReportPoint))
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    generated_at: Mapped[datetime]
