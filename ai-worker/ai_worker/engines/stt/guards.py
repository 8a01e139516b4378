"""What was recognised and not said: words that a Whisper model makes up out of noise, breath and pauses.

A candidate is rated by these words, so that in doubt a stretch counts as not understood; its sound is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ai_worker.engines.stt.phantoms import bare, courtesy, video_ending
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Word
from ai_worker.engines.stt.regions import Region
from ai_worker.engines.stt.repetition import MOST_COMPRESSION, compression, without_loops
from interview_contracts.vocabulary import Language

BESIDE_SPEECH_S: Final = 0.5
"""A word whose middle is farther than this from all speech was not spoken."""

SILENT: Final = 0.6
UNSURE: Final = -1.0
GUESSED: Final = -1.6
"""Probability of no speech, and mean logarithms of a token's probability: Whisper's own limits, and one for words that
were guessed whatever the first says."""

FASTEST: Final = {Language.KO: 14.0, Language.EN: 32.0}
"""Letters (Hangul: syllables) a second that nobody exceeds."""

_GRACE_S: Final = 0.5
_ENDING_WORDS: Final = 9
_CLEAR_WORDS, _CLEAR_SPEECH = 0.8, 0.1
_FAINT_WORDS, _FAINT_SPEECH, _FAINT_TEXT = 0.4, 0.3, -0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words of one stretch and what the recogniser says about them; None where it says nothing.

    `likelihoods` are the probabilities of the words, one each.
    """

    words: tuple[Word, ...]
    mean_log_probability: float | None = None
    no_speech: float | None = None
    likelihoods: tuple[float, ...] | None = None


def said(heard: Heard, regions: Sequence[Region], language: Language) -> tuple[Word, ...]:
    """Return the words that the sound bears out; none where it holds no speech.

    `regions` are those of the stretch, on the words' own time line.
    """
    if _guessed(heard):
        return ()
    heard = _beside_speech(_only(heard, without_loops(heard.words)), regions)
    if not heard.words:
        return ()
    words = _without_phantoms(heard, regions, language).words
    voiced_s = sum(region.voiced_s for region in regions)
    if compression(_text(words)) > MOST_COMPRESSION or _too_fast(words, voiced_s, language):
        return ()
    return words


def _beside_speech(heard: Heard, regions: Sequence[Region]) -> Heard:
    margin = int(BESIDE_SPEECH_S * SAMPLE_RATE_HZ)

    def spoken(word: Word) -> bool:
        middle = int((word.start_s + word.end_s) / 2 * SAMPLE_RATE_HZ)
        return any(region.start - margin <= middle <= region.end + margin for region in regions)

    return _only(heard, [number for number, word in enumerate(heard.words) if spoken(word)])


def _guessed(heard: Heard) -> bool:
    sure = heard.mean_log_probability
    if sure is not None and not sure >= GUESSED:  # not a number is no certainty
        return True
    return heard.no_speech is not None and heard.no_speech > SILENT and (sure is None or sure < UNSURE)


def _without_phantoms(heard: Heard, regions: Sequence[Region], language: Language) -> Heard:
    """Drop endings of videos that stand alone or at either end, and courtesies, unless the sound bears them out."""
    count = len(heard.words)
    if courtesy(_text(heard.words), language) and _faint(heard, regions, language):
        return _only(heard, [])
    for length in range(min(count, _ENDING_WORDS), 0, -1):
        for start in dict.fromkeys((count - length, 0)):
            part = _only(heard, range(start, start + length))
            if video_ending(_text(part.words), alone=length == count) and not _clear(part, regions, language):
                rest = [*range(start), *range(start + length, count)]
                return _without_phantoms(_only(heard, rest), regions, language)
    return heard


def _clear(part: Heard, regions: Sequence[Region], language: Language) -> bool:
    sure = _mean(part.likelihoods)
    silent = part.no_speech or 0.0
    return (
        sure is not None
        and sure > _CLEAR_WORDS
        and silent < _CLEAR_SPEECH
        and not _too_fast(part.words, _voiced_s(part.words, regions), language)
    )


def _faint(part: Heard, regions: Sequence[Region], language: Language) -> bool:
    sure = _mean(part.likelihoods)
    return (
        (part.no_speech or 0.0) > _FAINT_SPEECH
        or (part.mean_log_probability or 0.0) < _FAINT_TEXT
        or (sure is not None and sure < _FAINT_WORDS)
        or _too_fast(part.words, _voiced_s(part.words, regions), language)
    )


def _voiced_s(words: Sequence[Word], regions: Sequence[Region]) -> float:
    """Return for how many seconds somebody speaks from the first to the last word."""
    first, last = (int(time * SAMPLE_RATE_HZ) for time in (words[0].start_s, words[-1].end_s))
    shares = (
        (region, max(0, min(last, region.end) - max(first, region.start)) / max(region.end - region.start, 1))
        for region in regions
    )
    return sum(region.voiced_s * share for region, share in shares)


def _too_fast(words: Sequence[Word], voiced_s: float, language: Language) -> bool:
    """Tell whether so little speech cannot hold so many letters."""
    return len(bare(_text(words))) > FASTEST[language] * (voiced_s + _GRACE_S)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _mean(values: Sequence[float] | None) -> float | None:
    return sum(values) / len(values) if values else None


def _only(heard: Heard, places: Sequence[int]) -> Heard:
    likelihoods = heard.likelihoods
    return replace(
        heard,
        words=tuple(heard.words[place] for place in places),
        likelihoods=None if likelihoods is None else tuple(likelihoods[place] for place in places),
    )
