"""Rating answers and writing the report. A rating sees one question, its rubric and that answer's transcript only."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.payloads.common import Competency, Quote, RubricAnchor, TimedText
from interview_contracts.vocabulary import Dimension, Language, Section


class RateAnswerPayload(Message):
    """One question with its follow-ups, the rubric, and the transcript: nothing else reaches a rating.

    `pieces` joined by a single space is the transcript that quotes must be verbatim spans of.
    """

    question: str
    section: Section
    competency: Competency
    dimension: Dimension
    anchors: tuple[RubricAnchor, ...]
    pieces: tuple[TimedText, ...]
    language: Language
    rubric_version: int = 1


class Observation(Message):
    """A feature found in (or missing from) an answer, as part of the explanation of a level."""

    code: str = Field(max_length=60)
    present: bool
    note: str = Field(default="", max_length=400)


class RateAnswerResult(Message):
    """`level` is None ("not rated") exactly when there is no quote. `spread` is the range of levels over the draws."""

    level: int | None = Field(default=None, ge=1, le=5)
    quotes: tuple[Quote, ...] = ()
    rationale: str = Field(default="", max_length=2000)
    missing: str = Field(default="", max_length=1000)
    observations: tuple[Observation, ...] = ()
    draws: tuple[int, ...] = ()
    spread: int = Field(default=0, ge=0, le=4)
    prompt_version: str = Field(default="", max_length=60)


class RatedAnswer(Message):
    """A rating as input of the report text."""

    answer_id: UUID
    question: str
    section: Section
    competency: str
    dimension: Dimension
    level: int | None
    quotes: tuple[str, ...]
    rationale: str
    missing: str


class DimensionScore(Message):
    """A dimension's mean level, 1.0-5.0; None when nothing of it was rated. Computed by the core, never by a model."""

    dimension: Dimension
    score: float | None
    rated_answers: int


class WriteReportPayload(Message):
    """Ratings and scores to put into words."""

    language: Language
    job_title: str
    ratings: tuple[RatedAnswer, ...]
    dimensions: tuple[DimensionScore, ...]


class ReportPoint(Message):
    """One strength or improvement with the answers that show it."""

    text: str = Field(max_length=800)
    answer_ids: tuple[UUID, ...] = ()
    quote: str = Field(default="", max_length=600)


class WriteReportResult(Message):
    """Words of the report; numbers come from the core."""

    summary: str = Field(max_length=4000)
    strengths: tuple[ReportPoint, ...] = ()
    improvements: tuple[ReportPoint, ...] = ()
