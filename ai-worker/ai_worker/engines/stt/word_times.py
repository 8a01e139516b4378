"""Words with times that hold: rising, within the sound, none without length."""

import math
from collections.abc import Iterable, Sequence

from ai_worker.engines.stt.port import Word

SHORTEST_S = 0.02
LONGEST_WORD = 60
"""Letters; longer "words" are cut."""

Timed = tuple[str, float, float]


def ordered(found: Iterable[Timed], *, end_s: float) -> tuple[Word, ...]:
    """Return words (text, start and end in seconds) in the order given, with times moved where they contradict it.

    Text between blanks is a word; several in one share its time.
    """
    single = [one for text, start, end in found for one in _shared(text, start, end)]
    if not single:
        return ()
    # So many words that they do not fit in are shorter.
    shortest = min(SHORTEST_S, max(0.0, end_s - single[0][1]) / (len(single) + 1)) or SHORTEST_S
    latest = [max(0.0, end_s - shortest * (len(single) - number)) for number in range(len(single))]
    words: list[Word] = []
    before = 0.0
    for number, (text, start, end) in enumerate(single):
        first = min(max(start, before), latest[number])
        # A word that would end after the next one's last possible start leaves it room.
        room = latest[number + 1] if number + 1 < len(single) else end_s
        last = min(max(end, first + shortest), max(room, first + shortest))
        words.append(Word(text, first, last))
        before = first
    return tuple(words)


def believable(found: Sequence[Timed], *, end_s: float) -> bool:
    """Tell whether times that a server gave can be used: finite, in order, and roughly within the sound."""
    before = 0.0
    for _, start, end in found:
        if not (math.isfinite(start) and math.isfinite(end)):
            return False
        if start < before - 0.5 or end < start or start < -0.5 or end > end_s + 1.0:
            return False
        before = start
    return True


def spread(texts: Sequence[str], spans: Sequence[tuple[float, float]]) -> list[Timed]:
    """Give words times by their length, one after the other over the spans (start and end in seconds)."""
    letters = sum(len(text) for text in texts)
    total_s = sum(end - start for start, end in spans)
    if not letters or total_s <= 0:
        return []
    found: list[Timed] = []
    done = 0
    for text in texts:
        start = _place(spans, total_s * done / letters, at_end=False)
        done += len(text)
        found.append((text, start, _place(spans, total_s * done / letters, at_end=True)))
    return found


def _place(spans: Sequence[tuple[float, float]], at_s: float, *, at_end: bool) -> float:
    for start, end in spans:
        length = end - start
        if at_s < length or (at_end and at_s <= length + 1e-9):
            return start + min(at_s, length)
        at_s -= length
    return spans[-1][1]


def _shared(text: str, start: float, end: float) -> list[Timed]:
    parts = [part[:LONGEST_WORD] for part in text.split()]
    if len(parts) == 1:
        return [(parts[0], start, end)]
    return spread(parts, [(start, max(end, start + SHORTEST_S * len(parts)))]) if parts else []
