"""Transcripts of live segments and of stored answers."""

from collections.abc import Iterable, Iterator

import numpy as np

from ai_worker.engines.base import Deadline
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples, SttEngine, TranscribeRequest, Word
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
LONGEST_STRETCH_S = 20.0
"""Longer stretches of a stored answer are cut at their quietest place near the end."""

_FRAME = SAMPLE_RATE_HZ * 3 // 100
_MARGIN_S = 0.25


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
    """Transcribe the stored recording of an answer, stretch by stretch between its pauses."""
    samples = decode_parts(payload.parts, uploads, max_seconds=payload.max_seconds, deadline=deadline)
    found: list[TimedText] = []
    for start, end in stretches(samples):
        deadline.check()
        request = TranscribeRequest(samples=samples[start:end], language=payload.language, deadline=deadline)
        found.extend(pieces(engine.transcribe(request).words, offset_s=start / SAMPLE_RATE_HZ))
    return TranscribeAnswerResult(pieces=tuple(found), duration_s=round(len(samples) / SAMPLE_RATE_HZ, 3))


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


def stretches(samples: Samples) -> list[tuple[int, int]]:
    """Return the stretches of sound between pauses, as sample positions, in order and without overlap.

    Sound counts where it is well above the recording's own floor. Engines judge whether it is speech.
    """
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return [(0, len(samples))] if len(samples) else []
    levels = np.sqrt(np.mean(frames.astype(np.float32) ** 2, axis=1))
    threshold = max(60.0, min(float(np.percentile(levels, 20)) * 2.5, float(levels.max()) * 0.25))
    loud = np.flatnonzero(levels > threshold)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * _FRAME > PAUSE_S * SAMPLE_RATE_HZ)
    firsts = [int(loud[0]), *(int(loud[i + 1]) for i in breaks)]
    lasts = [*(int(loud[i]) for i in breaks), int(loud[-1])]
    margin = int(_MARGIN_S * SAMPLE_RATE_HZ)
    found: list[tuple[int, int]] = []
    for first, last in zip(firsts, lasts, strict=True):
        start = max(first * _FRAME - margin, found[-1][1] if found else 0)
        end = min((last + 1) * _FRAME + margin, len(samples))
        found.extend(_cut(start, end, levels))
    return found


def _cut(start: int, end: int, levels: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> Iterator[tuple[int, int]]:
    longest = int(LONGEST_STRETCH_S * SAMPLE_RATE_HZ)
    while end - start > longest:
        earliest, latest = (start + longest * 3 // 4) // _FRAME, (start + longest) // _FRAME
        quietest = earliest + int(np.argmin(levels[earliest:latest]))
        yield start, quietest * _FRAME
        start = quietest * _FRAME
    yield start, end
