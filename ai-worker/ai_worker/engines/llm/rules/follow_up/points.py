"""What an answer leaves open, each as one finder. The order of a profile's list is the order of importance."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ai_worker.engines.llm.rules.analysis.answer import CUES, Answer, Sentence
from ai_worker.engines.llm.rules.analysis.cues import Cue
from ai_worker.engines.llm.rules.follow_up.cite import Citation, cite
from ai_worker.engines.llm.rules.profiles import Profile, profile_of
from interview_contracts.vocabulary import FollowUpIntent, Language, Section

_SHORT: Final = {Language.KO: 7, Language.EN: 12}
"""Words below which an answer is too short to follow."""


_EVERYDAY: Final = frozenset(
    (
        "manual",
        "retrospective",
        "survey",
        "template",
        "checklist",
        "wiki",
        "faq",
        "monitoring",
        "onboarding",
        "dashboard",
    )
)
"""Named methods that need no explanation of what they are."""


class Kind(StrEnum):
    """A kind of open point; wordings are kept by kind."""

    NO_ANSWER = "no_answer"
    REPEAT = "repeat"
    ORDERS = "orders"
    OFF_TOPIC = "off_topic"
    SHORT = "short"
    VAGUE = "vague"
    TEAM_ONLY = "team_only"
    NO_ACTION = "no_action"
    NO_RESULT = "no_result"
    NUMBER_BASE = "number_base"
    DECISION_REASON = "decision_reason"
    VAGUE_RESULT = "vague_result"
    TERM = "term"
    NO_SITUATION = "no_situation"
    NO_REFLECTION = "no_reflection"
    NO_EXAMPLE = "no_example"
    NO_GROUNDS = "no_grounds"
    NO_STEPS = "no_steps"
    NO_ORDER_REASON = "no_order_reason"
    NO_LINK = "no_link"


INTENTS: Final[dict[Kind, FollowUpIntent]] = {
    Kind.NO_ANSWER: FollowUpIntent.CLARIFY,
    Kind.REPEAT: FollowUpIntent.CLARIFY,
    Kind.ORDERS: FollowUpIntent.CLARIFY,
    Kind.OFF_TOPIC: FollowUpIntent.CLARIFY,
    Kind.SHORT: FollowUpIntent.SITUATION,
    Kind.VAGUE: FollowUpIntent.SITUATION,
    Kind.TEAM_ONLY: FollowUpIntent.ACTION,
    Kind.NO_ACTION: FollowUpIntent.ACTION,
    Kind.NO_RESULT: FollowUpIntent.RESULT,
    Kind.NUMBER_BASE: FollowUpIntent.NUMBER,
    Kind.DECISION_REASON: FollowUpIntent.DECISION,
    Kind.VAGUE_RESULT: FollowUpIntent.NUMBER,
    Kind.TERM: FollowUpIntent.TECHNOLOGY,
    Kind.NO_SITUATION: FollowUpIntent.TASK,
    Kind.NO_REFLECTION: FollowUpIntent.CLARIFY,
    Kind.NO_EXAMPLE: FollowUpIntent.SITUATION,
    Kind.NO_GROUNDS: FollowUpIntent.CLARIFY,
    Kind.NO_STEPS: FollowUpIntent.ACTION,
    Kind.NO_ORDER_REASON: FollowUpIntent.DECISION,
    Kind.NO_LINK: FollowUpIntent.SITUATION,
}


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something to ask about. `term` is a named technology or method as the candidate wrote it."""

    kind: Kind
    citation: Citation | None = None
    term: str = ""


Finder = Callable[[Answer], OpenPoint | None]


def _cited(
    answer: Answer, sentence: Sentence | None, cue: Cue | None = None, *, at: int | None = None
) -> Citation | None:
    if sentence is None or sentence.protected or sentence.injection:
        return None
    place = sentence.span.end - 1 if at is None else sentence.span.start + at
    if cue is not None:
        found = CUES[answer.language].find_last(cue, sentence.span.text)
        place = sentence.span.start + found.end() - 1 if found else place
    return cite(sentence.span, place, answer.language)


def _near(answer: Answer, sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the sentence or one beside it shows the cue."""
    at = answer.sentences.index(sentence)
    return any(other.has(cue) for other in answer.sentences[max(0, at - 1) : at + 2])


def _said_most(answer: Answer) -> Sentence | None:
    return max(answer.usable, key=lambda sentence: (not sentence.protected, len(sentence.adds)), default=None)


def _first(answer: Answer, *cues: Cue) -> Sentence | None:
    return next((s for s in answer.substantive if s.has(*cues)), None)


def no_answer(answer: Answer) -> OpenPoint | None:
    """The candidate says that there is no answer."""
    return OpenPoint(Kind.NO_ANSWER) if answer.gives_no_answer or not answer.text.strip() else None


def repeat(answer: Answer) -> OpenPoint | None:
    """The candidate asks for the question again."""
    return OpenPoint(Kind.REPEAT) if answer.asks_to_repeat else None


def orders(answer: Answer) -> OpenPoint | None:
    """The answer gives orders to the system and says little else."""
    ordered = any(sentence.injection for sentence in answer.sentences)
    return OpenPoint(Kind.ORDERS) if ordered and not answer.substantive else None


def off_topic(answer: Answer) -> OpenPoint | None:
    """Nothing in the answer relates to the question."""
    return OpenPoint(Kind.OFF_TOPIC) if answer.off_topic else None


def short(answer: Answer) -> OpenPoint | None:
    """The answer is a few words."""
    if len(answer.text.split()) >= _SHORT[answer.language] or (answer.shows(Cue.ACTION) and answer.shows(Cue.RESULT)):
        return None
    return OpenPoint(Kind.SHORT, _cited(answer, _said_most(answer)) if len(answer.stems) >= 2 else None)


def vague(answer: Answer) -> OpenPoint | None:
    """The answer stays general: no deed, no occasion."""
    if answer.shows(Cue.ACTION) or answer.shows(Cue.TASK) or answer.shows(Cue.SITUATION):
        return None
    return OpenPoint(Kind.VAGUE, _cited(answer, _said_most(answer)))


def team_only(answer: Answer) -> OpenPoint | None:
    """Deeds are told, but as "we" only."""
    if not answer.speaks_as_team_only:
        return None
    sentence = _first(answer, Cue.TEAM, Cue.ACTION) or _first(answer, Cue.ACTION)
    return OpenPoint(Kind.TEAM_ONLY, _cited(answer, sentence, Cue.ACTION)) if sentence else None


def no_action(answer: Answer) -> OpenPoint | None:
    """A situation is told, but not what the candidate did."""
    if any(answer.own_action(sentence) for sentence in answer.substantive):
        return None
    sentence = _first(answer, Cue.TASK) or _first(answer, Cue.SITUATION)
    return OpenPoint(Kind.NO_ACTION, _cited(answer, sentence)) if sentence else None


def no_result(answer: Answer) -> OpenPoint | None:
    """Deeds are told, but not what came of them."""
    if answer.shows(Cue.RESULT) or answer.shows(Cue.VAGUE_RESULT):
        return None
    deeds = [sentence for sentence in answer.substantive if sentence.has(Cue.ACTION)]
    return OpenPoint(Kind.NO_RESULT, _cited(answer, deeds[-1], Cue.ACTION)) if deeds else None


def number_base(answer: Answer) -> OpenPoint | None:
    """A share or multiple is claimed without saying of what, or how it was measured."""
    for sentence in answer.substantive:
        claimed = next((n for n in sentence.numbers if n.ratio), None)
        if (
            claimed
            and (sentence.has(Cue.RESULT) or sentence.has(Cue.ACTION))
            and not _near(answer, sentence, Cue.BASELINE)
        ):
            return OpenPoint(Kind.NUMBER_BASE, _cited(answer, sentence, at=claimed.start))
    return None


def decision_reason(answer: Answer) -> OpenPoint | None:
    """A choice is told, but not why."""
    for sentence in answer.substantive:
        if sentence.has(Cue.DECISION) and not _near(answer, sentence, Cue.REASON):
            return OpenPoint(Kind.DECISION_REASON, _cited(answer, sentence, Cue.DECISION))
    return None


def vague_result(answer: Answer) -> OpenPoint | None:
    """A result is claimed in words such as "a lot" and measured nowhere."""
    if any(s.numbers and (s.has(Cue.RESULT) or s.has(Cue.BASELINE)) for s in answer.substantive):
        return None
    sentence = next((s for s in answer.usable if s.has(Cue.VAGUE_RESULT)), None)
    return OpenPoint(Kind.VAGUE_RESULT, _cited(answer, sentence, Cue.VAGUE_RESULT)) if sentence else None


def term(answer: Answer) -> OpenPoint | None:
    """A technology or method is named, but neither why nor how."""
    if answer.shows(Cue.REASON) and (answer.shows(Cue.RESULT) or answer.shows(Cue.COMPARISON)):
        return None
    for sentence in answer.substantive:
        named_here = [term for term in sentence.terms if term.name not in _EVERYDAY]
        if named_here and not sentence.protected and not _near(answer, sentence, Cue.REASON):
            named = re.sub(r"\s+", " ", named_here[0].text)
            return OpenPoint(Kind.TERM, Citation(named_here[0].text, named), named)
    return None


def no_situation(answer: Answer) -> OpenPoint | None:
    """Deeds are told, but not the occasion or the aim."""
    if answer.shows(Cue.SITUATION) or answer.shows(Cue.TASK):
        return None
    sentence = _first(answer, Cue.ACTION)
    return OpenPoint(Kind.NO_SITUATION, _cited(answer, sentence, Cue.ACTION)) if sentence else None


def no_reflection(answer: Answer) -> OpenPoint | None:
    """Something was gone through, but not what the candidate took from it."""
    if answer.reflects:
        return None
    sentence = _first(answer, Cue.RESULT) or _first(answer, Cue.ACTION)
    return OpenPoint(Kind.NO_REFLECTION, _cited(answer, sentence)) if sentence else None


def no_example(answer: Answer) -> OpenPoint | None:
    """Something is explained, but not applied."""
    if answer.shows(Cue.ACTION):
        return None
    return OpenPoint(Kind.NO_EXAMPLE, _cited(answer, _said_most(answer)))


def no_steps(answer: Answer) -> OpenPoint | None:
    """A case was put, but the answer says of no step what the candidate would do."""
    if answer.shows(Cue.INTENT) or answer.shows(Cue.ACTION):
        return None
    return OpenPoint(Kind.NO_STEPS, _cited(answer, _said_most(answer)))


def no_order_reason(answer: Answer) -> OpenPoint | None:
    """Steps are named, but not why these or in this order."""
    if answer.shows(Cue.REASON):
        return None
    sentence = _first(answer, Cue.INTENT) or _first(answer, Cue.ACTION)
    return OpenPoint(Kind.NO_ORDER_REASON, _cited(answer, sentence)) if sentence else None


def no_grounds(answer: Answer) -> OpenPoint | None:
    """An interest is stated, but not what it rests on."""
    return None if answer.shows(Cue.REASON) else OpenPoint(Kind.NO_GROUNDS, _cited(answer, _said_most(answer)))


def no_link(answer: Answer) -> OpenPoint | None:
    """Reasons are given, but nothing the candidate has done shows them."""
    return None if answer.shows(Cue.ACTION) else OpenPoint(Kind.NO_LINK, _cited(answer, _said_most(answer)))


_ALWAYS: Final[tuple[Finder, ...]] = (no_answer, repeat, orders, off_topic, short)

FINDERS: Final[dict[Profile, tuple[Finder, ...]]] = {
    Profile.BEHAVIOUR: (
        *_ALWAYS, vague, team_only, no_action, no_result,
        number_base, decision_reason, vague_result, no_situation, term,
    ),
    Profile.SITUATIONAL: (no_answer, repeat, orders, off_topic, no_steps, no_order_reason, no_example),
    Profile.KNOWLEDGE: (*_ALWAYS, decision_reason, term, number_base, no_example),
    Profile.MOTIVATION: (no_answer, repeat, orders, no_grounds, no_link),
}  # fmt: skip
"""What to look for in an answer of each profile."""


def finders(section: Section, question: str) -> tuple[Finder, ...]:
    """Return what to look for in answers to a question of a section, most important first."""
    general = FINDERS[profile_of(section, question)]
    return (*general, no_reflection) if section is Section.GROWTH else general


ABOUT_NEW_WORDS: Final[frozenset[Kind]] = frozenset(
    {Kind.TEAM_ONLY, Kind.NUMBER_BASE, Kind.DECISION_REASON, Kind.VAGUE_RESULT, Kind.TERM}
)
"""Points that a second follow-up may take up: claims of the latest answer, not what the first answer lacked."""
