"""Reads what a speech server answers. Servers differ in what they tell, and some of it is not to be believed."""

import json
import math
from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ai_worker.engines.stt.guards import Heard
from ai_worker.engines.stt.phantoms import bare
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Word
from ai_worker.engines.stt.windows import Window
from ai_worker.engines.stt.word_times import Timed, believable, ordered, spread

MOST_BYTES: Final = 4 * 2**20
MOST_LETTERS: Final = 4000
"""Nobody says more in one window."""


def _number(value: Any) -> float | None:
    """Return a number that a server gave, also as text; None for what is none."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


Number = Annotated[float | None, BeforeValidator(_number)]


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Word(_Loose):
    word: str = ""
    start: Number = None
    end: Number = None


class _Segment(_Loose):
    text: str = ""
    start: Number = None
    end: Number = None
    avg_logprob: Number = None
    no_speech_prob: Number = None


class Answer(_Loose):
    """What a server answers, as far as it matters and can be read."""

    text: str = Field(max_length=MOST_LETTERS)
    words: tuple[_Word, ...] | None = None
    segments: tuple[_Segment, ...] | None = None


def read(body: bytes) -> Answer:
    """Return the answer in a response's body. Raises `ValueError` where it is none."""
    try:
        return Answer.model_validate(json.loads(body))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def heard(answer: Answer, window: Window) -> Heard:
    """Return the words of an answer with times of the whole sound.

    Times are those of the words where the server gives them and they can be believed, else the text of segments is
    spread over their times, else the whole text over where somebody speaks.
    """
    segments = answer.segments or ()
    likelihoods = [each.avg_logprob for each in segments if each.avg_logprob is not None]
    silences = [each.no_speech_prob for each in segments if each.no_speech_prob is not None]
    return Heard(
        words=_words(answer, window),
        mean_log_probability=sum(likelihoods) / len(likelihoods) if likelihoods else None,
        no_speech=max(silences, default=None),
    )


def _words(answer: Answer, window: Window) -> tuple[Word, ...]:
    words = _timed([(each.word, each.start, each.end) for each in answer.words or ()], answer, window)
    if words is None:
        segments = _timed([(each.text, each.start, each.end) for each in answer.segments or ()], answer, window)
        if segments is not None:
            words = [word for text, start, end in segments for word in spread(text.split(), [(start, end)])]
    if words is not None:
        placed = [(text, *window.original(start, end)) for text, start, end in words]
    else:
        spans = [(region.start / SAMPLE_RATE_HZ, region.end / SAMPLE_RATE_HZ) for region in window.regions]
        placed = spread(answer.text.split(), spans)
    return ordered(placed, end_s=window.cuts[-1][1] / SAMPLE_RATE_HZ)


def _timed(
    found: Sequence[tuple[str, float | None, float | None]], answer: Answer, window: Window
) -> list[Timed] | None:
    """Return texts with their times; None where times are missing or wrong, or the texts are not the answer's."""
    timed = [(part, start, end) for part, start, end in found if start is not None and end is not None]
    if not timed or len(timed) < len(found) or bare("".join(part for part, _, _ in timed)) != bare(answer.text):
        return None
    return timed if believable(timed, end_s=window.duration_s) else None
