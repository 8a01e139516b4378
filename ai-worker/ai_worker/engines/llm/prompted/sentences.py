"""An answer as numbered sentences: a model points at them by number, so what it cites is verbatim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ai_worker.language.guard import is_injection
from ai_worker.language.sentences import Span, split_sentences
from interview_contracts.vocabulary import Language

LONGEST: Final = 300
"""Characters of a numbered sentence; longer ones are cut between words."""

_FAR: Final = 3
"""Times the wanted length from which on the middle of an answer is not even split."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The sentences of an answer in its order, `opening` first; number 1 is the first of `opening`.

    Where the answer is too long for its prompt, its middle is left out (`shortened`) and `ending` holds the rest.
    Sentences that give orders to the system stand in neither (`orders`).
    """

    opening: tuple[str, ...]
    ending: tuple[str, ...] = ()
    shortened: bool = False
    orders: bool = False

    def __len__(self) -> int:
        """Return how many sentences there are; numbers go from 1 to this."""
        return len(self.opening) + len(self.ending)

    def quote(self, number: int) -> str:
        """Return a sentence word for word as it stands in the answer, "" for a number that none has."""
        sentences = (*self.opening, *self.ending)
        return sentences[number - 1] if 1 <= number <= len(sentences) else ""


def numbered(text: str, language: Language, *, longest: int) -> Numbered:
    """Split an answer into sentences, at most so many characters in all."""
    if len(text) <= _FAR * longest:
        found = _sentences(text, language)
        kept = _without_orders(found)
        orders = len(kept) < len(found)
        if len(_fitting(kept, longest)) == len(kept):
            return Numbered(tuple(kept), orders=orders)
        opening = _fitting(kept, longest // 2)
        rest = kept[len(opening) :]
    else:
        found, last = _sentences(text[:longest], language), _sentences(text[-longest:], language)[1:]
        opening, rest = _fitting(_without_orders(found), longest // 2), _without_orders(last)
        orders = len(_without_orders([*found, *last])) < len(found) + len(last)
    ending = _fitting(rest[::-1], longest - sum(map(len, opening)))[::-1]
    return Numbered(tuple(opening), tuple(ending), shortened=True, orders=orders)


def _sentences(text: str, language: Language) -> list[str]:
    return [piece for span in split_sentences(text, language) for piece in _pieces(span)]


def _without_orders(sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if not is_injection(sentence)]


def _fitting(pieces: Sequence[str], longest: int) -> list[str]:
    """Return the first pieces that together have no more than so many characters."""
    left = longest
    fitting: list[str] = []
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            break
        fitting.append(piece)
    return fitting


def _pieces(span: Span) -> list[str]:
    pieces: list[str] = []
    rest = span.text
    while len(rest) > LONGEST:
        at_space = rest.rfind(" ", LONGEST // 2, LONGEST)
        at = at_space if at_space > 0 else LONGEST
        pieces.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [piece for piece in [*pieces, rest] if piece]
