"""Values that several tasks share."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.vocabulary import FactKind, Language, QuestionSource, Section


class BilingualText(Message):
    """One text in both languages."""

    ko: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in the given language."""
        return self.ko if language is Language.KO else self.en


class ResumeFact(Message):
    """One structured fact of a résumé, as parsed or as the candidate corrected it."""

    kind: FactKind
    title: str = Field(max_length=300, description="School and degree, employer and role, project, skill, certificate")
    detail: str = Field(default="", max_length=4000)
    organization: str = Field(default="", max_length=300)
    start: str = Field(default="", max_length=20, description="As written, e.g. 2021-03 or 2021.03")
    end: str = Field(default="", max_length=20)


class RubricAnchor(Message):
    """Observable behaviour that defines one level (1-5) of a rubric."""

    level: int = Field(ge=1, le=5)
    text: str


class Competency(Message):
    """A competency of a job, in the language of the interview."""

    id: UUID
    name: str
    definition: str


class PlannedQuestion(Message):
    """A question of the interview plan, in the language of the interview.

    `key` is stable: running the planner twice on the same input yields the same keys.
    """

    key: str = Field(max_length=120)
    section: Section
    source: QuestionSource
    text: str = Field(max_length=1000)
    competency_id: UUID | None = None
    bank_question_id: UUID | None = None
    scored: bool = True
    answer_limit_s: int = Field(default=180, ge=30, le=600)
    rationale: str = Field(default="", max_length=1000, description="Why this question is asked; for recruiters")


class TimedText(Message):
    """A piece of a transcript. Times are seconds from the start of the answer; None for typed text."""

    text: str
    start_s: float | None = None
    end_s: float | None = None


class Quote(Message):
    """A verbatim span of one transcript: `text == transcript[start:end]` in Unicode code points."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    start_s: float | None = None
    end_s: float | None = None


class QuestionAndAnswer(Message):
    """An exchange as context of a later question."""

    question: str
    answer: str
    section: Section


__all__ = [
    "BilingualText",
    "Competency",
    "Language",
    "PlannedQuestion",
    "QuestionAndAnswer",
    "Quote",
    "ResumeFact",
    "RubricAnchor",
    "TimedText",
]
