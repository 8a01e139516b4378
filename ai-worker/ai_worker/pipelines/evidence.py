"""Checks of engine output against the text that it must rest on."""

import re
from collections.abc import Sequence

from interview_contracts.payloads.common import Quote, TimedText

_TOKEN = re.compile(r"[0-9A-Za-z가-힣]+")


def transcript(pieces: Sequence[TimedText]) -> str:
    """Join the pieces of a transcript as quotes count them: by a single space."""
    return " ".join(piece.text for piece in pieces)


def _times(pieces: Sequence[TimedText], start: int, end: int) -> tuple[float | None, float | None]:
    """Return when the first piece under a span begins and when the last one ends."""
    at = 0
    begin: float | None = None
    finish: float | None = None
    for piece in pieces:
        stop = at + len(piece.text)
        if at < end and start < stop:
            begin = piece.start_s if begin is None else begin
            finish = piece.end_s if piece.end_s is not None else finish
        at = stop + 1
    return begin, finish


def locate(quote: str, pieces: Sequence[TimedText]) -> Quote | None:
    """Return the first place of a quote in the transcript, or None when it is not there word for word."""
    text = quote.strip()
    joined = transcript(pieces)
    start = joined.find(text) if text else -1
    if start < 0:
        return None
    begin, finish = _times(pieces, start, start + len(text))
    return Quote(text=text, start=start, end=start + len(text), start_s=begin, end_s=finish)


def stands_in(text: str, source_tokens: frozenset[str], source: str) -> bool:
    """Tell whether every word of a text occurs in a source; nothing was invented then."""
    compact = re.sub(r"\s+", "", source)
    return all(token.lower() in source_tokens or token in compact for token in _TOKEN.findall(text))


def tokens(text: str) -> frozenset[str]:
    """Return the words of a text in lower case."""
    return frozenset(token.lower() for token in _TOKEN.findall(text))
