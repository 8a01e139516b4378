"""Cuts sound at pauses: voice activity and segments, as a function of samples alone."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import webrtcvad

SAMPLE_RATE = 16_000
FRAME = 480
"""Samples of one decision: 30 ms."""

_FRAME_S = FRAME / SAMPLE_RATE
_PRE_ROLL = 10
_START_WINDOW = 6
_START_VOICED = 4
_QUIET_AFTER = 10
_PAUSE = 20
_KEEP_TAIL = 8
_MIN_VOICED = 6
_MIN_VOICED_CONTINUED = 1
_MAX_FRAMES = 400
_CUT_SEARCH = 100
_FLOOR_START_DB = -60.0
_ABSOLUTE_FLOOR_DB = -55.0
_ABOVE_FLOOR_DB = 6.0
_FLOOR_RISE_DB = 0.05

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Segment:
    """Speech between two pauses: 16-bit mono PCM at 16 kHz; `start_s` counts from the first sample that was fed."""

    start_s: float
    pcm: bytes

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / 2 / SAMPLE_RATE


@dataclass(slots=True)
class _Frame:
    index: int
    pcm: bytes
    voiced: bool
    level_db: float


class VoiceDetector:
    """Says whether 30 ms of sound are voice: WebRTC's detector and a level above the room's own noise."""

    def __init__(self) -> None:
        self._vad = webrtcvad.Vad(2)
        self._floor_db = _FLOOR_START_DB

    def judge(self, pcm: bytes, level_db: float) -> bool:
        """Return whether the frame is voice, and learn the noise floor from it."""
        voiced = level_db > max(self._floor_db + _ABOVE_FLOOR_DB, _ABSOLUTE_FLOOR_DB) and bool(
            self._vad.is_speech(pcm, SAMPLE_RATE)
        )
        if level_db < self._floor_db:
            self._floor_db = max(level_db, -90.0)
        elif not voiced:
            self._floor_db += _FLOOR_RISE_DB
        return voiced


class Segmenter:
    """Collects speech from a little before its first sound to its pause of 600 ms; at most 12 s in one piece.

    A longer stretch is cut at its quietest moment of the last three seconds. Sounds of less than 180 ms of voice are
    no speech.
    """

    def __init__(self, detector: VoiceDetector | None = None) -> None:
        self._detector = detector or VoiceDetector()
        self._rest = np.empty(0, dtype=np.int16)
        self._index = 0
        self._recent: deque[_Frame] = deque(maxlen=_PRE_ROLL)
        self._speech: list[_Frame] = []
        self._quiet = 0
        self._continued = False
        self.last_voice_s: float | None = None
        """End of the last voiced frame, in seconds from the first sample."""

    @property
    def speaking(self) -> bool:
        """Whether speech goes on; it counts as over after 300 ms without voice."""
        return bool(self._speech) and self._quiet < _QUIET_AFTER

    @property
    def fed_s(self) -> float:
        """Seconds of sound that were judged."""
        return self._index * _FRAME_S

    def feed(self, samples: Samples) -> list[Segment]:
        """Take samples; return the segments that they finish."""
        sound = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(sound) // FRAME
        self._rest = sound[whole * FRAME :].copy()
        if not whole:
            return []
        frames = sound[: whole * FRAME].reshape(whole, FRAME)
        power = np.mean(np.square(frames, dtype=np.float32), axis=1)
        levels = 10.0 * np.log10(power / (32768.0 * 32768.0) + 1e-10)
        finished: list[Segment] = []
        for row, level in zip(frames, levels, strict=True):
            pcm = row.tobytes()
            segment = self._take(_Frame(self._index, pcm, self._detector.judge(pcm, float(level)), float(level)))
            self._index += 1
            if segment is not None:
                finished.append(segment)
        return finished

    def flush(self) -> Segment | None:
        """End the speech that goes on, as at the end of an answer."""
        frames, self._speech, self._quiet = self._speech, [], 0
        self._recent.clear()
        return self._make(frames)

    def _take(self, frame: _Frame) -> Segment | None:
        if frame.voiced:
            self.last_voice_s = (frame.index + 1) * _FRAME_S
        if not self._speech:
            self._recent.append(frame)
            window = list(self._recent)[-_START_WINDOW:]
            if sum(f.voiced for f in window) >= _START_VOICED:
                self._speech = list(self._recent)
                self._recent.clear()
                self._quiet = 0
            return None
        self._speech.append(frame)
        self._quiet = 0 if frame.voiced else self._quiet + 1
        if self._quiet >= _PAUSE:
            return self._end_at_pause()
        if len(self._speech) >= _MAX_FRAMES:
            return self._cut_at_quietest()
        return None

    def _end_at_pause(self) -> Segment | None:
        frames, self._speech = self._speech, []
        self._recent.extend(frames[-_PAUSE + _KEEP_TAIL :])
        self._quiet = 0
        return self._make(frames[: len(frames) - _PAUSE + _KEEP_TAIL])

    def _cut_at_quietest(self) -> Segment | None:
        tail = self._speech[-_CUT_SEARCH:]
        quietest = min(range(len(tail)), key=lambda i: tail[i].level_db)
        at = len(self._speech) - len(tail) + quietest + 1
        frames, self._speech = self._speech[:at], self._speech[at:]
        segment = self._make(frames)
        self._continued = True
        return segment

    def _make(self, frames: list[_Frame]) -> Segment | None:
        least = _MIN_VOICED_CONTINUED if self._continued else _MIN_VOICED
        self._continued = False
        if sum(frame.voiced for frame in frames) < least:
            return None
        return Segment(frames[0].index * _FRAME_S, b"".join(frame.pcm for frame in frames))
