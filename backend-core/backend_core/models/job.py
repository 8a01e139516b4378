"""Table of jobs."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, one_of
from backend_core.models.vocabulary import JobState

if TYPE_CHECKING:
    from backend_core.models.bank_question import BankQuestion
    from backend_core.models.company import Company
    from backend_core.models.competency import Competency
    from backend_core.models.talent_profile import TalentProfile


class Job(CompanyEntity):
    """One version of a job. Interviews keep the version that they began with.

    `weights` maps each dimension to its share of the overall score. `silence_s` is the silence after which an answer
    ends by itself, `think_time_s` the time to think before an answer, both in seconds.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("company_id", "key", "version"),
        CheckConstraint("follow_ups_per_question BETWEEN 0 AND 2", name="follow_ups_per_question"),
        CheckConstraint("resume_question_limit BETWEEN 0 AND 5", name="resume_question_limit"),
        CheckConstraint("silence_s BETWEEN 2 AND 30", name="silence_s"),
        CheckConstraint("think_time_s BETWEEN 0 AND 600", name="think_time_s"),
        CheckConstraint("jsonb_typeof(weights) = 'object'", name="weights"),
        CheckConstraint("languages <@ ARRAY['ko', 'en'] AND cardinality(languages) > 0", name="languages"),
    )

    talent_profile_id: Mapped[UUID | None] = mapped_column(ForeignKey("talent_profile.id", ondelete="RESTRICT"))
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    state: Mapped[JobState] = mapped_column(one_of(JobState, "state"))
    title_ko: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    description_ko: Mapped[str]
    description_en: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    weights: Mapped[dict[str, Any]]
    follow_ups_per_question: Mapped[int] = mapped_column(default=1, server_default="1")
    resume_question_limit: Mapped[int] = mapped_column(default=2, server_default="2")
    silence_s: Mapped[float] = mapped_column(default=4.0, server_default="4")
    think_time_s: Mapped[int] = mapped_column(default=0, server_default="0")
    recording: Mapped[bool] = mapped_column(default=True, server_default="true")
    video_required: Mapped[bool] = mapped_column(default=False, server_default="false")
    face_observation: Mapped[bool] = mapped_column(default=False, server_default="false")
    emotion_observation: Mapped[bool] = mapped_column(default=False, server_default="false")

    company: Mapped["Company"] = relationship(lazy="raise")
    talent_profile: Mapped["TalentProfile | None"] = relationship(lazy="raise")
    competencies: Mapped[list["Competency"]] = relationship(
        lazy="raise", order_by="Competency.position", back_populates="job"
    )
    bank_questions: Mapped[list["BankQuestion"]] = relationship(
        lazy="raise", order_by="BankQuestion.position", back_populates="job"
    )
