"""Table of passages: the one index of hybrid retrieval."""

from uuid import UUID

from pgvector.sqlalchemy import VECTOR
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import CompanyEntity, one_of
from backend_core.models.vocabulary import PassageSource
from interview_contracts.payloads.embeddings import DIMENSIONS, SPACE_LENGTH
from interview_contracts.vocabulary import Language


class Passage(CompanyEntity):
    """A stretch of text in one language with its vector and its words; a résumé's chunks are passages too.

    Exactly one foreign key names the row that the text was taken from. `job_id` and `interview_id` narrow who may find
    it: a talent value is found by all jobs of its company, a question by its job, a résumé chunk by its interview.
    `embedding` and `lexemes` are empty until the embedding task has answered; `model` names the space of the vector.
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(talent_value_id, job_posting_id, competency_id, bank_question_id, resume_id) = 1",
            name="one_source",
        ),
        CheckConstraint(
            "CASE source WHEN 'talent_profile' THEN talent_value_id WHEN 'job_posting' THEN job_posting_id"
            " WHEN 'competency' THEN competency_id WHEN 'question_bank' THEN bank_question_id"
            " WHEN 'resume' THEN resume_id END IS NOT NULL",
            name="source_names_key",
        ),
        CheckConstraint("source <> 'resume' OR interview_id IS NOT NULL", name="resume_has_interview"),
        CheckConstraint("(embedding IS NULL) = (model IS NULL)", name="embedding_has_model"),
        UniqueConstraint(
            "talent_value_id",
            "job_posting_id",
            "competency_id",
            "bank_question_id",
            "resume_id",
            "language",
            "position",
            name="uq_passage_source",
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_passage_embedding",
            "embedding",
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
        Index("ix_passage_lexemes", "lexemes", postgresql_using="gin"),
    )

    source: Mapped[PassageSource] = mapped_column(one_of(PassageSource, "source"))
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    talent_value_id: Mapped[UUID | None] = mapped_column(ForeignKey("talent_value.id", ondelete="CASCADE"))
    job_posting_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id", ondelete="CASCADE"))
    bank_question_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_question.id", ondelete="CASCADE"))
    resume_id: Mapped[UUID | None] = mapped_column(ForeignKey("resume.id", ondelete="CASCADE"), index=True)
    language: Mapped[Language] = mapped_column(one_of(Language, "language"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    text: Mapped[str]
    embedding: Mapped[list[float] | None] = mapped_column(VECTOR(DIMENSIONS))
    lexemes: Mapped[str | None] = mapped_column(TSVECTOR)
    model: Mapped[str | None] = mapped_column(String(SPACE_LENGTH), index=True)
