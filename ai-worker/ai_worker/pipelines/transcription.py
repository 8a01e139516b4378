"""Transcripts of live segments and of stored answers."""

from collections.abc import Iterable, Iterator

from ai_worker.engines.base import Deadline
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, SttEngine, TranscribeRequest, Word
from ai_worker.files import Uploads
from ai_worker.pipelines.sound import decode_parts, wav_samples
from interview_contracts.payloads.common import TimedText
from interview_contracts.payloads.speech import (
    TranscribeAnswerPayload,
    TranscribeAnswerResult,
    TranscribeSegmentPayload,
    TranscribeSegmentResult,
)

PAUSE_S = 0.6
"""A pause of this length ends a piece of the transcript."""

LONGEST_PIECE_WORDS = 16


def transcribe_segment(
    payload: TranscribeSegmentPayload, uploads: Uploads, engine: SttEngine, deadline: Deadline
) -> TranscribeSegmentResult:
    """Transcribe one segment; times of its pieces count from the start of the answer."""
    samples = wav_samples(uploads.read(payload.file))
    request = TranscribeRequest(samples=samples, language=payload.language, deadline=deadline)
    return TranscribeSegmentResult(
        interview_id=payload.interview_id,
        turn_id=payload.turn_id,
        media_session=payload.media_session,
        index=payload.index,
        pieces=tuple(pieces(engine.transcribe(request).words, offset_s=payload.offset_s)),
    )


def transcribe_answer(
    payload: TranscribeAnswerPayload, uploads: Uploads, engine: SttEngine, deadline: Deadline
) -> TranscribeAnswerResult:
    """Transcribe the stored recording of an answer as a whole: the engine cuts it as it needs."""
    samples = decode_parts(payload.parts, uploads, max_seconds=payload.max_seconds, deadline=deadline)
    request = TranscribeRequest(samples=samples, language=payload.language, deadline=deadline)
    return TranscribeAnswerResult(
        pieces=tuple(pieces(engine.transcribe(request).words, offset_s=0.0)),
        duration_s=round(len(samples) / SAMPLE_RATE_HZ, 3),
    )


def pieces(words: Iterable[Word], *, offset_s: float) -> Iterator[TimedText]:
    """Join words to pieces that end at pauses; times are moved by `offset_s` seconds."""
    held: list[Word] = []
    for word in words:
        if held and (word.start_s - held[-1].end_s >= PAUSE_S or len(held) >= LONGEST_PIECE_WORDS):
            yield _piece(held, offset_s)
            held = []
        held.append(word)
    if held:
        yield _piece(held, offset_s)


def _piece(words: list[Word], offset_s: float) -> TimedText:
    return TimedText(
        text=" ".join(word.text for word in words),
        start_s=round(offset_s + words[0].start_s, 2),
        end_s=round(offset_s + words[-1].end_s, 2),
    )
