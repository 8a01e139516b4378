"""How much of what people wrote and said goes into a prompt, in characters. Nothing here depends on a model.

The tokenizers of Korean-capable models take about half a token to two thirds of a token a character of Korean and a
quarter of English, so English gets twice the room, and every prompt with its answer fits into `CONTEXT_TOKENS`.
"""

from dataclasses import dataclass, fields
from typing import Final

from interview_contracts.vocabulary import Language

CONTEXT_TOKENS: Final = 8192
"""Context that a model needs for the longest prompt and the longest answer of this package."""

COMPETENCIES: Final = 8
"""Competencies of a job that a prompt names."""

RESUME_LINES: Final = 32
"""Lines of a résumé that are read at once."""

RESUME_PARTS: Final = 12
"""Parts of a résumé that are read; what lies behind them is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Characters. A plural is the room of all items together, a singular that of one.

    `answer` holds for the newest answer of an interview and for earlier ones alike. When earlier exchanges grow beyond
    `history_full`, the oldest go until no more than `history_kept` is left: the beginning of a prompt changes seldom.
    """

    job_title: int
    job_description: int
    talent_profile: int
    competency: int
    fact: int
    facts: int
    question: int
    common_questions: int
    passage: int
    passages: int
    answer: int
    history_full: int
    history_kept: int
    transcript: int
    anchor: int
    report: int
    resume_part: int


_KOREAN: Final = Limits(
    job_title=120,
    job_description=900,
    talent_profile=700,
    competency=140,
    fact=220,
    facts=2600,
    question=300,
    common_questions=1800,
    passage=180,
    passages=1000,
    answer=1500,
    history_full=3600,
    history_kept=1500,
    transcript=6000,
    anchor=220,
    report=6600,
    resume_part=1800,
)
_ENGLISH: Final = Limits(**{field.name: 2 * getattr(_KOREAN, field.name) for field in fields(Limits)})


def limits(language: Language) -> Limits:
    """Return the limits of a language."""
    return _KOREAN if language is Language.KO else _ENGLISH
