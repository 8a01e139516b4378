"""From grades to a level of the five-level rubric. The tables are the rule itself: read from level 5 down."""

from collections.abc import Callable
from typing import Final

from ai_worker.engines.llm.rules.profiles import Profile
from ai_worker.engines.llm.rules.rating.grades import Grades
from interview_contracts.vocabulary import Section

Condition = Callable[[Grades], bool]

_BEHAVIOUR: Final[tuple[tuple[int, Condition], ...]] = (
    (5, lambda g: g.action == 2 and g.result == 2 and g.reasoning >= 1 and g.situation >= 1 and g.specifics == 2
        and g.reflection + g.baseline + int(g.reasoning == 2) >= 1),
    (4, lambda g: g.action >= 1 and g.result >= 1 and g.reasoning >= 1 and g.situation >= 1 and g.specifics >= 1
        and (g.action == 2 or g.result == 2 or g.reflection == 1)),
    (3, lambda g: g.action >= 1 and (g.result >= 1 or g.reasoning >= 1) and (g.situation >= 1 or g.specifics >= 1)),
    (2, lambda g: g.action >= 1 or g.team >= 1 or (g.situation >= 1 and (g.result >= 1 or g.reasoning >= 1))),
)  # fmt: skip

_SITUATIONAL: Final[tuple[tuple[int, Condition], ...]] = (
    (5, lambda g: g.intent + g.action >= 2 and g.reasoning == 2 and g.action >= 1 and g.result >= 1),
    (4, lambda g: g.intent + g.action >= 2 and g.reasoning >= 1
        and (g.comparison >= 1 or g.action >= 1 or g.reasoning == 2)),
    (3, lambda g: g.intent + g.action >= 1 and g.reasoning >= 1),
    (2, lambda g: g.intent + g.action + g.team >= 1 or g.reasoning >= 1),
)  # fmt: skip

_KNOWLEDGE: Final[tuple[tuple[int, Condition], ...]] = (
    (5, lambda g: g.terms == 2 and g.reasoning == 2 and g.comparison >= 1 and g.action >= 1),
    (4, lambda g: g.terms >= 1 and g.reasoning >= 1 and (g.comparison >= 1 or g.action >= 1) and g.explanation == 2),
    (3, lambda g: g.reasoning >= 1 and (g.terms >= 1 or g.explanation == 2)),
    (2, lambda g: g.terms >= 1 or g.reasoning >= 1 or g.explanation == 2),
)

_MOTIVATION: Final[tuple[tuple[int, Condition], ...]] = (
    (5, lambda g: g.reasoning >= 1 and g.action >= 1 and g.plan >= 1 and g.specifics == 2 and g.result >= 1),
    (4, lambda g: g.reasoning >= 1 and g.action >= 1 and (g.plan >= 1 or g.specifics >= 1)),
    (3, lambda g: g.reasoning >= 1 and (g.action >= 1 or g.plan >= 1 or g.specifics >= 1)),
    (2, lambda g: g.reasoning >= 1 or g.action >= 1 or g.team >= 1),
)

TABLES: Final[dict[Profile, tuple[tuple[int, Condition], ...]]] = {
    Profile.BEHAVIOUR: _BEHAVIOUR,
    Profile.SITUATIONAL: _SITUATIONAL,
    Profile.KNOWLEDGE: _KNOWLEDGE,
    Profile.MOTIVATION: _MOTIVATION,
}
"""Level and the condition that an answer must meet for it; level 1 asks for relevant words only."""

_GROWTH_CAP: Final = 3
"""Highest level of a growth answer that tells nothing of what was learned."""


def level_of(grades: Grades, profile: Profile, section: Section) -> int:
    """Return the highest level whose condition the grades meet."""
    level = next((level for level, met in TABLES[profile] if met(grades)), 1)
    if section is Section.GROWTH and not grades.reflection:
        return min(level, _GROWTH_CAP)
    return level
