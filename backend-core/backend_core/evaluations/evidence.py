"""The transcript that a rating sees, and the check that every quote stands in it word for word."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from interview_contracts.payloads.common import Quote, TimedText
from interview_contracts.payloads.evaluations import RateAnswerResult

SEPARATOR = " "
"""What joins the pieces of a transcript; `RateAnswerPayload` states the same."""


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """A piece of a transcript and the turn that it was said in. Times are seconds within that turn's answer."""

    turn_id: UUID
    text: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class VerifiedQuote:
    """A quote that is a verbatim span of one answer, with its turn and, for speech, its time in that turn's recording.

    `start` and `end` count code points of the joined transcript.
    """

    text: str
    start: int
    end: int
    turn_id: UUID
    start_s: float | None
    end_s: float | None


@dataclass(frozen=True, slots=True)
class CheckedRating:
    """A rating after the quote check. `level` is None exactly when no quote is left."""

    level: int | None
    quotes: tuple[VerifiedQuote, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    piece: SourcePiece


class JoinedTranscript:
    """A question's answer and the answers to its follow-ups as one text that quotes point into."""

    def __init__(self, pieces: Iterable[SourcePiece]) -> None:
        self._spans: list[_Span] = []
        position = 0
        for piece in pieces:
            if not piece.text.strip():
                continue
            end = position + len(piece.text)
            self._spans.append(_Span(position, end, piece))
            position = end + len(SEPARATOR)
        self.text = SEPARATOR.join(span.piece.text for span in self._spans)

    @property
    def pieces(self) -> tuple[TimedText, ...]:
        """The pieces as a rating receives them; joined by `SEPARATOR` they are `text`."""
        return tuple(
            TimedText(text=span.piece.text, start_s=span.piece.start_s, end_s=span.piece.end_s) for span in self._spans
        )

    @property
    def turn_ids(self) -> tuple[UUID, ...]:
        """The turn of each of `pieces`."""
        return tuple(span.piece.turn_id for span in self._spans)

    def verify(self, quote: Quote) -> VerifiedQuote | None:
        """Return where the quote stands, or None when it is no verbatim span of a single answer.

        Offsets that point elsewhere are corrected when the text itself stands in the transcript: its words count.
        """
        if not quote.text.strip():
            return None
        if self.text[quote.start : quote.end] == quote.text:
            return self._located(quote.text, quote.start)
        start = self.text.find(quote.text)
        while start != -1:
            if (found := self._located(quote.text, start)) is not None:
                return found
            start = self.text.find(quote.text, start + 1)
        return None

    def _located(self, text: str, start: int) -> VerifiedQuote | None:
        end = start + len(text)
        touched = [span.piece for span in self._spans if span.start < end and start < span.end]
        if not touched or len({piece.turn_id for piece in touched}) != 1:
            return None
        starts = [piece.start_s for piece in touched if piece.start_s is not None]
        ends = [piece.end_s for piece in touched if piece.end_s is not None]
        return VerifiedQuote(
            text=text,
            start=start,
            end=end,
            turn_id=touched[0].turn_id,
            start_s=min(starts) if starts else None,
            end_s=max(ends) if ends else None,
        )


def check_rating(result: RateAnswerResult, transcript: JoinedTranscript) -> CheckedRating:
    """Keep the quotes that are verbatim; without one there is no level."""
    found = [transcript.verify(quote) for quote in result.quotes]
    verified = tuple(dict.fromkeys(quote for quote in found if quote is not None))
    rated = result.level is not None and bool(verified)
    return CheckedRating(
        level=result.level if rated else None,
        quotes=verified if rated else (),
        dropped=found.count(None),
    )
