"""An answer taken apart: its sentences, each with cues, numbers, named things and what it adds to the question."""

import re
from dataclasses import dataclass
from functools import cached_property

from ai_worker.engines.llm.rules.analysis.cues import Cue, CueTable
from ai_worker.engines.llm.rules.analysis.cues_en import ENGLISH
from ai_worker.engines.llm.rules.analysis.cues_ko import KOREAN
from ai_worker.engines.llm.rules.analysis.numbers import Number, numbers
from ai_worker.engines.llm.rules.analysis.terms import Term, terms
from ai_worker.language.guard import is_injection, touches_protected_matter, without_identity
from ai_worker.language.scripts import blank_invisible
from ai_worker.language.sentences import Span, split_sentences
from ai_worker.language.words import content_stems, is_generic, overlap, words
from interview_contracts.vocabulary import Language

CUES: dict[Language, CueTable] = {Language.KO: KOREAN, Language.EN: ENGLISH}
"""The table of cues of each language."""

_OPINION = re.compile(r"\bi (?:think|believe|feel|guess|would)\b|생각(?:합|해|하)|겠습니다", re.IGNORECASE)
"""Someone who states an opinion answers the question, however generally."""
_SUBSTANCE = 2
"""New content words from which a sentence counts as saying something."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer. `adds` are stems that neither the question nor an earlier sentence held."""

    span: Span
    cues: frozenset[Cue]
    adds: frozenset[str]
    numbers: tuple[Number, ...]
    terms: tuple[Term, ...]
    injection: bool
    protected: bool

    @property
    def counts(self) -> bool:
        """Whether the sentence says something of its own and may be used as evidence."""
        return not self.injection and len(self.adds) >= _SUBSTANCE

    def has(self, *cues: Cue) -> bool:
        """Tell whether the sentence shows all the cues."""
        return all(cue in self.cues for cue in cues)


@dataclass(frozen=True)
class Answer:
    """An analysed answer. Positions refer to `text`, which is what the caller gave."""

    text: str
    language: Language
    sentences: tuple[Sentence, ...]
    stems: frozenset[str]
    topic: frozenset[str]

    @cached_property
    def usable(self) -> tuple[Sentence, ...]:
        """Sentences that give no orders to the system."""
        return tuple(sentence for sentence in self.sentences if not sentence.injection)

    @cached_property
    def substantive(self) -> tuple[Sentence, ...]:
        """Sentences that say something of their own; repeated and filled-in ones are left out."""
        return tuple(sentence for sentence in self.sentences if sentence.counts)

    @cached_property
    def speaks_as_team_only(self) -> bool:
        """Whether the answer says "we" and never "I"."""
        said = [sentence for sentence in self.usable if sentence.counts or sentence.has(Cue.TEAM)]
        return any(s.has(Cue.TEAM) for s in said) and not any(s.has(Cue.OWN) for s in said)

    def own_action(self, sentence: Sentence) -> bool:
        """Tell whether a sentence states something that the candidate did.

        Korean drops the subject: an action without one is the speaker's, unless the whole answer speaks as a team.
        """
        if not sentence.has(Cue.ACTION):
            return False
        if sentence.has(Cue.OWN):
            return True
        return self.language is Language.KO and not sentence.has(Cue.TEAM) and not self.speaks_as_team_only

    def shows(self, cue: Cue) -> bool:
        """Tell whether a substantive sentence shows the cue."""
        return any(sentence.has(cue) for sentence in self.substantive)

    @cached_property
    def reflects(self) -> bool:
        """Whether the candidate says what they took from it; such a sentence mostly repeats words said before."""
        return any(sentence.has(Cue.REFLECTION) and sentence.adds for sentence in self.usable)

    @cached_property
    def touches_topic(self) -> bool:
        """Whether the answer shares words with the question or the competency."""
        return bool(overlap(self.stems, self.topic))

    @cached_property
    def off_topic(self) -> bool:
        """Whether nothing in a longer answer relates to the question or to work or study at all."""
        talks_of_work = any(s.has(Cue.WORK) or s.has(Cue.ACTION) or s.terms for s in self.usable)
        generalities = sum(1 for word in words(self.text) if is_generic(word))
        if _OPINION.search(self.text):
            return False
        return len(self.stems) >= 4 and generalities < len(self.stems) and not self.touches_topic and not talks_of_work

    @cached_property
    def gives_no_answer(self) -> bool:
        """Whether the answer says that there is none."""
        says_so = any(sentence.has(Cue.NO_ANSWER) for sentence in self.usable)
        tells_more = sum(1 for s in self.substantive if s.has(Cue.ACTION) and not s.has(Cue.NO_ANSWER))
        return says_so and tells_more == 0 and len(self.substantive) <= 2

    @cached_property
    def asks_to_repeat(self) -> bool:
        """Whether the candidate asks for the question again instead of answering it."""
        return len(self.sentences) <= 3 and any(s.has(Cue.REPEAT) for s in self.usable) and not self.shows(Cue.ACTION)


def analyse(text: str, language: Language, *, question: str, topic: str = "") -> Answer:
    """Take an answer apart. `topic` is further text that says what the question is about, such as the competency."""
    clean = blank_invisible(text)
    table = CUES[language]
    asked = content_stems(question)
    seen: set[str] = set(asked)
    sentences: list[Sentence] = []
    for span in split_sentences(clean, language):
        neutral = without_identity(span.text)
        stems = content_stems(neutral)
        fresh = frozenset(stems - seen)
        seen |= stems
        sentences.append(
            Sentence(
                span=span,
                cues=table.cues(span.text),
                adds=fresh,
                numbers=tuple(numbers(span.text)),
                terms=tuple(term for term in terms(neutral) if term.text.strip()),
                injection=is_injection(span.text),
                protected=touches_protected_matter(span.text),
            )
        )
    usable = " ".join(sentence.span.text for sentence in sentences if not sentence.injection)
    return Answer(
        text=clean,
        language=language,
        sentences=tuple(sentences),
        stems=content_stems(without_identity(usable)),
        topic=asked | content_stems(topic),
    )
