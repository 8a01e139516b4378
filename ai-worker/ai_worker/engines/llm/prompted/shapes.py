"""What a model answers, one model a task. Numbers point into the request's own material, so nothing can be made up.

A shape is made for a request: its numbers reach exactly as far as the material does. Fields stand in the order in
which they are to be thought of: evidence, then reasons, then the result.
"""

from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from interview_contracts.vocabulary import Language

VERSION: Final = 1
"""Grows with every change of a shape."""

NO_FOLLOW_UP: Final = "none"
MOST_EVIDENCE: Final = 4
MOST_POINTS: Final = 3
MOST_FACTS: Final = 10
ORGANIZATION: Final = 40

Intent = Literal["none", "situation", "task", "action", "result", "number", "decision", "technology", "clarify"]


class Shape(BaseModel):
    """Base of all shapes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FollowUpShape(Shape):
    """A follow-up question to a sentence of the answer; sentence 0 is none in particular."""

    sentence: int
    intent: Intent
    text: str


class PlannedShape(Shape):
    """A question about a résumé fact; competency 0 is none."""

    fact: int
    competency: int
    why: str
    text: str


class PlanShape(Shape):
    """Questions about the résumé, best first."""

    questions: tuple[PlannedShape, ...]


class FactShape(Shape):
    """A fact of a résumé by the lines that state it; line 0 is none."""

    kind: Literal["education", "experience", "project", "skill", "certificate", "self_introduction"]
    title: int
    first: int
    last: int
    organization: str


class FactsShape(Shape):
    """The facts of one part of a résumé."""

    facts: tuple[FactShape, ...]


class RatingShape(Shape):
    """A judgement of an answer; level None is "not rated"."""

    evidence: tuple[int, ...]
    rationale: str
    missing: str
    level: Annotated[int, Field(ge=1, le=5)] | None


class PointShape(Shape):
    """A strength or improvement that one quote shows."""

    quote: int
    text: str


class ReportShape(Shape):
    """The words of a report."""

    strengths: tuple[PointShape, ...]
    improvements: tuple[PointShape, ...]
    summary: str


def characters(language: Language, korean: int) -> int:
    """Return the room for a text that takes so many characters in Korean; English needs half as many again."""
    return korean if language is Language.KO else korean * 3 // 2


def question_length(language: Language) -> int:
    """Return the most characters of a spoken question."""
    return characters(language, 160)


def why_length(language: Language) -> int:
    """Return the most characters of the reason for a planned question."""
    return characters(language, 80)


def rationale_length(language: Language) -> int:
    """Return the most characters of a rating's rationale."""
    return characters(language, 240)


def missing_length(language: Language) -> int:
    """Return the most characters of what an answer lacked."""
    return characters(language, 120)


def point_length(language: Language) -> int:
    """Return the most characters of a strength or improvement."""
    return characters(language, 120)


def summary_length(language: Language) -> int:
    """Return the most characters of a report's summary."""
    return characters(language, 400)


def _upto(most: int, *, at_least: int = 0) -> Any:
    return Annotated[int, Field(ge=at_least, le=most)]


def _text(longest: int, *, shortest: int = 0) -> Any:
    return Annotated[str, Field(min_length=shortest, max_length=longest)]


@lru_cache(maxsize=256)
def follow_up_shape(language: Language, sentences: int) -> type[FollowUpShape]:
    """Return the shape of a follow-up to an answer of so many sentences."""
    return create_model(
        "FollowUp",
        __base__=FollowUpShape,
        sentence=(_upto(sentences), ...),
        text=(_text(question_length(language)), ...),
    )


@lru_cache(maxsize=256)
def plan_shape(language: Language, *, facts: int, competencies: int, limit: int) -> type[PlanShape]:
    """Return the shape of up to `limit` questions about so many facts (one at least) and competencies."""
    question = create_model(
        "Planned",
        __base__=PlannedShape,
        fact=(_upto(facts, at_least=1), ...),
        competency=(_upto(competencies), ...),
        why=(_text(why_length(language), shortest=1), ...),
        text=(_text(question_length(language), shortest=1), ...),
    )
    questions = Annotated[tuple[question, ...], Field(max_length=min(limit, facts))]
    return create_model("Plan", __base__=PlanShape, questions=(questions, ...))


@lru_cache(maxsize=64)
def facts_shape(lines: int) -> type[FactsShape]:
    """Return the shape of the facts that so many lines (one at least) of a résumé state."""
    fact = create_model(
        "Fact",
        __base__=FactShape,
        title=(_upto(lines, at_least=1), ...),
        first=(_upto(lines), ...),
        last=(_upto(lines), ...),
        organization=(_text(ORGANIZATION), ...),
    )
    facts = Annotated[tuple[fact, ...], Field(max_length=min(MOST_FACTS, lines))]
    return create_model("Facts", __base__=FactsShape, facts=(facts, ...))


@lru_cache(maxsize=256)
def rating_shape(language: Language, sentences: int) -> type[RatingShape]:
    """Return the shape of a rating of an answer of so many sentences (one at least)."""
    number = Annotated[int, Field(ge=1, le=sentences)]
    evidence = Annotated[tuple[number, ...], Field(max_length=min(MOST_EVIDENCE, sentences))]
    return create_model(
        "Rating",
        __base__=RatingShape,
        evidence=(evidence, ...),
        rationale=(_text(rationale_length(language), shortest=1), ...),
        missing=(_text(missing_length(language)), ...),
    )


@lru_cache(maxsize=256)
def report_shape(language: Language, quotes: int) -> type[ReportShape]:
    """Return the shape of a report over so many quotes (one at least)."""
    point = create_model(
        "Point",
        __base__=PointShape,
        quote=(_upto(quotes, at_least=1), ...),
        text=(_text(point_length(language), shortest=1), ...),
    )
    points = Annotated[tuple[point, ...], Field(max_length=min(MOST_POINTS, quotes))]
    return create_model(
        "Report",
        __base__=ReportShape,
        strengths=(points, ...),
        improvements=(points, ...),
        summary=(_text(summary_length(language), shortest=1), ...),
    )
