"""Table of evaluations."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity, MessageTuple, MessageType, one_of
from backend_core.models.vocabulary import EvaluationState
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.evaluations import Observation
from interview_contracts.vocabulary import Dimension

if TYPE_CHECKING:
    from backend_core.models.evaluation_quote import EvaluationQuote


class Evaluation(InterviewEntity):
    """The rating of one planned question with its follow-ups, in one run (`attempt`) of the evaluation.

    `level` is set exactly in state `rated`. `draws` are the levels of the single draws, `spread` their range.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        UniqueConstraint("question_id", "attempt"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("(state = 'rated') = (level IS NOT NULL)", name="rated_has_level"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id", ondelete="RESTRICT"), index=True)
    rubric_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric.id", ondelete="RESTRICT"), index=True)
    attempt: Mapped[int]
    state: Mapped[EvaluationState] = mapped_column(one_of(EvaluationState, "state"))
    dimension: Mapped[Dimension | None] = mapped_column(one_of(Dimension, "dimension"))
    level: Mapped[int | None]
    rationale: Mapped[str] = mapped_column(default="", server_default="")
    missing: Mapped[str] = mapped_column(default="", server_default="")
    observations: Mapped[tuple[Observation, ...] | None] = mapped_column(MessageTuple(Observation))
    draws: Mapped[list[Any] | None]
    spread: Mapped[int] = mapped_column(default=0, server_default="0")
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    prompt_version: Mapped[str] = mapped_column(String(60), default="", server_default="")
    rubric_version: Mapped[int | None]
    error_code: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "error_code"))
    finished_at: Mapped[datetime | None]

    quotes: Mapped[list["EvaluationQuote"]] = relationship(
        lazy="raise", order_by="EvaluationQuote.position", back_populates="evaluation"
    )
