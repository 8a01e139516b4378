"""Sound of recordings as 16 kHz mono samples on the recording's own time line."""

import io
import wave
from collections.abc import Sequence

import numpy as np
import structlog

from ai_worker.engines.base import Deadline
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pipelines.media_parts import PartClock, opened
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef

log = structlog.get_logger(__name__)

_GAP_S = 0.2
"""A hole in the time stamps that is longer is silence; shorter ones are the codec's."""

_LOOK_EVERY = 256
"""Packets between two looks at the deadline."""


def wav_samples(content: bytes) -> Samples:
    """Return the samples of a segment cut by the media server: WAV, 16 kHz, mono, 16-bit.

    Raises `WorkError(AUDIO_UNREADABLE)` for anything else.
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, SAMPLE_RATE_HZ):
                raise WorkError(ErrorCode.AUDIO_UNREADABLE)
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError):
        raise WorkError(ErrorCode.AUDIO_UNREADABLE) from None
    return np.frombuffer(frames[: len(frames) // 2 * 2], dtype="<i2").astype(np.int16)


def decode_parts(
    parts: Sequence[Sequence[FileRef]], uploads: Uploads, *, max_seconds: float, deadline: Deadline
) -> Samples:
    """Return the sound of all parts, one after the other.

    A part that cannot be read is passed over while another one can. Raises `WorkError`: AUDIO_UNREADABLE when none
    holds sound, AUDIO_TOO_LONG beyond `max_seconds`, and those of missing files.
    """
    from av.error import FFmpegError

    decoded: list[Samples] = []
    heard = False
    room = int(max_seconds * SAMPLE_RATE_HZ)
    for index, chunks in enumerate(parts):
        try:
            samples = _decode(chunks, uploads, room, deadline)
        except FFmpegError:
            log.warning("recording.part_unreadable", part=index)
            continue
        if samples is None:
            continue
        heard = True
        room -= len(samples)
        decoded.append(samples)
    if not heard:
        raise WorkError(ErrorCode.AUDIO_UNREADABLE)
    return np.concatenate(decoded)


def _decode(chunks: Sequence[FileRef], uploads: Uploads, room: int, deadline: Deadline) -> Samples | None:
    """Return one part's sound, padded to the part's length; None when it has no sound track."""
    from av import AudioFrame, AudioResampler
    from av.error import FFmpegError

    pieces: list[Samples] = []
    filled = 0

    def append(samples: Samples) -> None:
        nonlocal filled
        filled += len(samples)
        if filled > room:
            raise WorkError(ErrorCode.AUDIO_TOO_LONG)
        pieces.append(samples)

    with opened(chunks, uploads) as container:
        if not container.streams.audio:
            return None
        track = container.streams.audio[0]
        resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        clock = PartClock()
        try:
            for count, packet in enumerate(container.demux()):
                if count % _LOOK_EVERY == 0:
                    deadline.check()
                clock.see(packet)
                if packet.stream.index != track.index:
                    continue
                for frame in packet.decode():
                    if not isinstance(frame, AudioFrame):
                        continue
                    gap = clock.gap_s(frame.time, filled / SAMPLE_RATE_HZ)
                    if gap > _GAP_S:
                        append(np.zeros(min(int(gap * SAMPLE_RATE_HZ), room + 1), dtype=np.int16))
                    for resampled in resampler.resample(frame):
                        append(resampled.to_ndarray().reshape(-1).astype(np.int16, copy=False))
        except FFmpegError:
            # A recording that was cut off holds whole packets up to the cut.
            if not pieces:
                raise
        for resampled in resampler.resample(None):
            append(resampled.to_ndarray().reshape(-1).astype(np.int16, copy=False))
        missing = int((clock.length_s() - filled / SAMPLE_RATE_HZ) * SAMPLE_RATE_HZ)
        if missing > 0:
            append(np.zeros(min(missing, room + 1), dtype=np.int16))
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int16)
