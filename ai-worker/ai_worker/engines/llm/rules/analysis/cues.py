"""The cues that a sentence can show, and how the tables of a language name their patterns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cue(StrEnum):
    """Something that a sentence shows by its wording."""

    SITUATION = "situation"
    TASK = "task"
    OWN = "own"
    TEAM = "team"
    ACTION = "action"
    INTENT = "intent"
    RESULT = "result"
    VAGUE_RESULT = "vague_result"
    BASELINE = "baseline"
    DECISION = "decision"
    REASON = "reason"
    COMPARISON = "comparison"
    REFLECTION = "reflection"
    PLAN = "plan"
    WORK = "work"
    NO_ANSWER = "no_answer"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class CueTable:
    """Patterns of one language. Every pattern is matched in the whole sentence, ignoring case."""

    patterns: Mapping[Cue, re.Pattern[str]]

    def cues(self, sentence: str) -> frozenset[Cue]:
        """Return the cues of a sentence."""
        return frozenset(cue for cue, pattern in self.patterns.items() if pattern.search(sentence))

    def find(self, cue: Cue, text: str) -> re.Match[str] | None:
        """Return the first place of a text that shows the cue."""
        return self.patterns[cue].search(text)

    def find_last(self, cue: Cue, text: str) -> re.Match[str] | None:
        """Return the last place of a text that shows the cue."""
        return max(self.patterns[cue].finditer(text), key=lambda found: found.start(), default=None)


def compiled(patterns: Mapping[Cue, str]) -> CueTable:
    """Compile a table of verbose patterns."""
    return CueTable({cue: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for cue, pattern in patterns.items()})
