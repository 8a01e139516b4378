"""Choosing the quotes that show a level: few, verbatim, and free of protected matters."""

from typing import Final

from ai_worker.engines.llm.rules.analysis.answer import CUES, Answer, Sentence
from ai_worker.engines.llm.rules.analysis.cues import Cue
from ai_worker.engines.llm.rules.profiles import Profile
from ai_worker.language.sentences import split_clauses

_LONGEST: Final = 220
"""Characters of a quote; of a longer sentence the clauses around its cue are taken."""
_MOST: Final = 3

_WANTED: Final[dict[Profile, tuple[Cue, ...]]] = {
    Profile.BEHAVIOUR: (Cue.ACTION, Cue.RESULT, Cue.REASON, Cue.REFLECTION, Cue.SITUATION),
    Profile.SITUATIONAL: (Cue.INTENT, Cue.REASON, Cue.ACTION, Cue.COMPARISON),
    Profile.KNOWLEDGE: (Cue.REASON, Cue.COMPARISON, Cue.ACTION),
    Profile.MOTIVATION: (Cue.REASON, Cue.ACTION, Cue.PLAN),
}


def _weight(answer: Answer, sentence: Sentence) -> tuple[int, int, int]:
    return (int(answer.own_action(sentence)), len(sentence.numbers) + len(sentence.terms), len(sentence.adds))


def _quote(answer: Answer, sentence: Sentence, cue: Cue | None) -> str:
    text = sentence.span.text
    if len(text) <= _LONGEST:
        return text
    found = CUES[answer.language].find(cue, text) if cue else None
    at = sentence.span.start + (found.start() if found else 0)
    clauses = split_clauses(sentence.span, answer.language)
    index = next((i for i, clause in enumerate(clauses) if clause.start <= at < clause.end), 0)
    start = end = index
    while end + 1 < len(clauses) and clauses[end + 1].end - clauses[start].start <= _LONGEST:
        end += 1
    quote = answer.text[clauses[start].start : clauses[end].end]
    return quote if len(quote) <= _LONGEST else quote[:_LONGEST].rsplit(" ", 1)[0]


def quotes(answer: Answer, profile: Profile, original: str) -> tuple[str, ...]:
    """Return up to three quotes in the order of the answer, each a verbatim part of `original`."""
    fit = [sentence for sentence in answer.substantive if not sentence.protected]
    chosen: dict[int, str] = {}
    for cue in _WANTED[profile]:
        shown = [s for s in fit if s.has(cue) and s.span.start not in chosen]
        if shown and len(chosen) < _MOST:
            best = max(shown, key=lambda sentence: (*_weight(answer, sentence), -sentence.span.start))
            chosen[best.span.start] = _quote(answer, best, cue)
    if not chosen and fit:
        best = max(fit, key=lambda sentence: (*_weight(answer, sentence), -sentence.span.start))
        chosen[best.span.start] = _quote(answer, best, None)
    return tuple(chosen[start] for start in sorted(chosen) if chosen[start] in original)
