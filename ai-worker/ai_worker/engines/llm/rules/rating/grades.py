"""Grading what an answer shows. Each grade counts sentences of substance, never words, so length adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ai_worker.engines.llm.rules.analysis.answer import CUES, Answer, Sentence
from ai_worker.engines.llm.rules.analysis.cues import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """What an answer shows, 0 = not at all.

    `situation` 0-2 (occasion, task), `action` 0-2 (own deeds), `team` 0-1 (deeds told as "we" only), `reasoning` 0-2
    (reasons: from 1, from 2), `result` 0-2 (stated, measured), `specifics` 0-2 (named things and numbers: from 1,
    from 3), `baseline` 0-1,
    `reflection` 0-1, `comparison` 0-1, `plan` 0-1, `intent` 0-2 (steps that the candidate would take: from 1, from 2),
    `explanation` 0-2 (statements of substance: from 1, from 3), `terms` 0-2 (named technologies and methods: from 1,
    from 3).
    """

    situation: int
    action: int
    team: int
    reasoning: int
    result: int
    specifics: int
    baseline: int
    reflection: int
    comparison: int
    plan: int
    explanation: int
    intent: int
    terms: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One way of grading. Draws differ in strictness and in the features they look at; their median is the level.

    `specifics_from` and `actions_from` are the counts for the top grade. `explicit_subject` counts only deeds with a
    stated "I". A feature in `blind_to` is replaced by the grade of its stand-in, so that no single feature decides.
    """

    name: str
    specifics_from: int = 3
    actions_from: int = 2
    explicit_subject: bool = False
    blind_to: tuple[tuple[str, str], ...] = ()


DRAWS: tuple[Draw, ...] = (
    Draw("reference"),
    Draw("strict", specifics_from=4, actions_from=3, explicit_subject=True),
    Draw("lenient", specifics_from=2, actions_from=1),
    Draw("blind to specifics", blind_to=(("specifics", "reasoning"),)),
    Draw("blind to reflection", blind_to=(("reflection", "baseline"),)),
)
"""The documented perturbations. Draw n uses entry n modulo their number."""


_WORDS_A_STATEMENT = 8
"""New content words that make one statement where a transcript has no sentence ends."""


def _step(count: int, top: int) -> int:
    return 0 if count == 0 else 2 if count >= top else 1


def _distinct(answer: Answer, sentences: Sequence[Sentence], cue: Cue) -> int:
    """Count different places of a cue: speech without punctuation comes as one long sentence and counts the same."""
    pattern = CUES[answer.language].patterns[cue]
    return len({found.group().strip().lower() for s in sentences for found in pattern.finditer(s.span.text)})


def _distinct_specifics(sentences: tuple[Sentence, ...]) -> int:
    named = {term.name for sentence in sentences for term in sentence.terms}
    counted = {number.text.lower() for sentence in sentences for number in sentence.numbers}
    return len(named) + len(counted)


def grade(answer: Answer, draw: Draw) -> Grades:
    """Grade an answer."""
    said = answer.substantive
    deeds = [
        sentence
        for sentence in said
        if answer.own_action(sentence) and (sentence.has(Cue.OWN) or not draw.explicit_subject)
    ]
    shared = any(sentence.has(Cue.ACTION) for sentence in said) and not deeds
    results = [sentence for sentence in said if sentence.has(Cue.RESULT)]
    statements = max(len(said), sum(len(sentence.adds) for sentence in said) // _WORDS_A_STATEMENT)
    measured = any(sentence.numbers for sentence in results)
    grades = Grades(
        situation=int(answer.shows(Cue.SITUATION)) + int(answer.shows(Cue.TASK)),
        action=_step(_distinct(answer, deeds, Cue.ACTION), draw.actions_from),
        team=int(shared),
        reasoning=_step(_distinct(answer, said, Cue.REASON), 2),
        result=2 if measured else int(bool(results)),
        specifics=_step(_distinct_specifics(said), draw.specifics_from),
        baseline=int(answer.shows(Cue.BASELINE)),
        reflection=int(answer.reflects),
        comparison=int(answer.shows(Cue.COMPARISON)),
        plan=int(answer.shows(Cue.PLAN)),
        intent=_step(_distinct(answer, said, Cue.INTENT), 2),
        explanation=_step(statements, 3),
        terms=_step(len({term.name for sentence in said for term in sentence.terms}), 3),
    )
    stand_ins = {feature: getattr(grades, other) for feature, other in draw.blind_to}
    return replace(grades, **stand_ins)
