"""A candidate's sound while an answer is open: speech segments as files and tasks, and who is heard.

Runs in the audio track's thread. While no answer is open nothing is decoded; the last half second is kept encoded, so
that the first word after the start of an answer is whole.
"""

import hashlib
import queue
import threading
import time
import wave
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import numpy as np
import structlog
from aiortc.codecs import get_decoder
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from interview_contracts.files import FileRef
from interview_contracts.payloads.speech import TranscribeSegmentPayload
from interview_contracts.reports import SpeechClosed
from interview_contracts.vocabulary import Language
from media_server import metrics
from media_server.receiving import Inbox
from media_server.reorder import EncodedFrames
from media_server.segmenter import SAMPLE_RATE, Samples, Segment, Segmenter
from media_server.sender import Sender

log = structlog.get_logger(__name__)

_NAP_S = 0.04
_TAIL_S = 0.25
_BEFORE_S = 0.5
_MAX_GAP_S = 30.0
_MISSING_S = 0.5
_MISSING_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """Command: an answer is open since `age_s` seconds."""

    turn_id: UUID
    language: Language
    age_s: float


@dataclass(frozen=True, slots=True)
class CloseAnswer:
    """Command: the answer has ended. `aborted`: by the end of the session, so its sound is not whole."""

    turn_id: UUID
    aborted: bool = False


class _Answer:
    """Sound of one open answer."""

    def __init__(self, command: OpenAnswer) -> None:
        self.turn_id = command.turn_id
        self.language = command.language
        self.opened = time.monotonic() - command.age_s
        self.segmenter = Segmenter()
        self.segments = 0
        self.speech_s = 0.0
        self.received_s = 0.0
        self.base_s: float | None = None
        self.next_pts: int | None = None
        self.close_at: float | None = None
        self.aborted = False
        self.speaking = False


class SpeechSink:
    """Consumer of the audio track. `on_activity(turn_id, speaking)` is called in the track's thread at changes."""

    def __init__(
        self,
        *,
        interview_id: UUID,
        media_session: str,
        uploads: Path,
        sender: Sender,
        on_activity: Callable[[UUID, bool], None],
    ) -> None:
        self.inbox: Inbox = queue.Queue()
        self.alive = False
        self.last_packet = 0.0
        self.last_voice: float | None = None
        """Monotonic time of the last voice in the open answer; None before the first."""
        self._interview_id = interview_id
        self._session = media_session
        self._uploads = uploads
        self._sender = sender
        self._on_activity = on_activity
        self._answer: _Answer | None = None
        self._recent: deque[tuple[int, bytes]] = deque()
        self._decoder: _Decoder | None = None
        self._codec: RTCRtpCodecParameters | None = None

    @property
    def open_turn(self) -> UUID | None:
        """The turn whose sound is being listened to."""
        answer = self._answer
        return answer.turn_id if answer else None

    def run(self, _key_frame_wanted: threading.Event) -> None:
        """Consume frames and commands until None comes, then end the open answer as not whole."""
        ended = False
        while not ended:
            for task in self._batch():
                ended = ended or task is None
                if task is not None:
                    self._handle(task)
            self._close_when_due()
        self.finish()

    def finish(self) -> None:
        """End an open answer at the end of the session."""
        if self._answer is not None:
            self._answer.aborted = self._answer.close_at is None
            self._close()

    def _batch(self) -> list[object]:
        """Wait for something to do; let packets gather a little, which spares a thread switch for each of them."""
        answer = self._answer
        try:
            first = self.inbox.get(timeout=_NAP_S if answer and answer.close_at else None)
        except queue.Empty:
            return []
        batch = [first]
        if isinstance(first, tuple):
            time.sleep(_NAP_S)
        while True:
            try:
                batch.append(self.inbox.get_nowait())
            except queue.Empty:
                return batch

    def _handle(self, task: object) -> None:
        if isinstance(task, tuple):
            codec, frames = task
            self._codec = codec
            self._sound(frames)
        elif isinstance(task, OpenAnswer):
            self._open(task)
        elif isinstance(task, CloseAnswer) and self._answer and self._answer.turn_id == task.turn_id:
            self._answer.aborted = task.aborted
            wait = _TAIL_S if self._answer.segmenter.speaking else 0.0
            self._answer.close_at = time.monotonic() + wait

    def _open(self, command: OpenAnswer) -> None:
        if self._answer is not None:
            self._answer.aborted = self._answer.close_at is None
            self._close()
        self._answer = _Answer(command)
        self._decoder = None
        self.last_voice = None
        for timestamp, data in self._recent:
            self._decode(self._answer, timestamp, data)
        if self._recent:
            self._answer.base_s = command.age_s - self._answer.received_s
        self._recent.clear()

    def _sound(self, frames: EncodedFrames) -> None:
        self.last_packet = frames.arrived
        for offset, data in frames.parts:
            timestamp = frames.timestamp + offset
            if self._answer is not None:
                self._decode(self._answer, timestamp, data)
                continue
            self._recent.append((timestamp, data))
            keep = int(_BEFORE_S * (self._codec.clockRate if self._codec else 48_000))
            while self._recent[0][0] < timestamp - keep:
                self._recent.popleft()

    def _decode(self, answer: _Answer, timestamp: int, data: bytes) -> None:
        if self._codec is None or not data:
            return
        if self._decoder is None or self._decoder.name != self._codec.name:
            self._decoder = _Decoder(self._codec)
        clock = self._codec.clockRate
        if answer.next_pts is None:
            answer.base_s = time.monotonic() - answer.opened
        else:
            self._fill_gap(answer, (timestamp - answer.next_pts) / clock)
        try:
            samples, duration = self._decoder.decode(timestamp, data)
        except av.FFmpegError:
            return
        answer.next_pts = timestamp + round(duration * clock)
        answer.received_s += duration
        self._listen(answer, samples)

    def _fill_gap(self, answer: _Answer, gap_s: float) -> None:
        if 0.005 < gap_s <= _MAX_GAP_S:
            self._listen(answer, np.zeros(int(gap_s * SAMPLE_RATE), dtype=np.int16))

    def _listen(self, answer: _Answer, samples: Samples) -> None:
        for segment in answer.segmenter.feed(samples):
            self._emit(answer, segment)
        if answer.segmenter.last_voice_s is not None:
            ago = answer.segmenter.fed_s - answer.segmenter.last_voice_s
            self.last_voice = time.monotonic() - ago
        if answer.segmenter.speaking != answer.speaking:
            answer.speaking = answer.segmenter.speaking
            self._on_activity(answer.turn_id, answer.speaking)

    def _close_when_due(self) -> None:
        answer = self._answer
        if answer and answer.close_at is not None:
            over = not answer.segmenter.speaking
            if over or time.monotonic() >= answer.close_at:
                self._close()

    def _close(self) -> None:
        answer, self._answer = self._answer, None
        if answer is None:
            return
        self._decoder = None
        last = answer.segmenter.flush()
        if last is not None:
            self._emit(answer, last)
        length = time.monotonic() - answer.opened
        missing = max(0.0, length - answer.received_s)
        self._sender.report(
            SpeechClosed(
                interview_id=self._interview_id,
                turn_id=answer.turn_id,
                media_session=self._session,
                segments=answer.segments,
                speech_s=round(answer.speech_s, 3),
                complete=not answer.aborted and missing <= max(_MISSING_S, _MISSING_SHARE * length),
            )
        )

    def _emit(self, answer: _Answer, segment: Segment) -> None:
        index = answer.segments
        data = _wav(segment.pcm)
        path = f"live/{self._interview_id}/{answer.turn_id}/{self._session}-{index}.wav"
        target = self._uploads / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            log.error("segment_not_written", error=type(error).__name__, interview_id=str(self._interview_id))
            answer.aborted = True
            return
        answer.segments += 1
        answer.speech_s += segment.duration_s
        payload = TranscribeSegmentPayload(
            interview_id=self._interview_id,
            turn_id=answer.turn_id,
            media_session=self._session,
            index=index,
            offset_s=round(max(0.0, (answer.base_s or 0.0) + segment.start_s), 3),
            language=answer.language,
            file=FileRef(path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest(), mime="audio/wav"),
        )
        key = f"segment:{answer.turn_id}:{self._session}:{index}"
        self._sender.segment(payload, key=key, correlation_id=str(self._interview_id))
        metrics.SEGMENTS_SENT.inc()


class _Decoder:
    """Decodes to 16 kHz mono. Opus is decoded to one channel at once."""

    def __init__(self, codec: RTCRtpCodecParameters) -> None:
        self.name = codec.name
        self._clock_rate = codec.clockRate
        self._resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        if codec.name.lower() == "opus":
            self._context: Any = av.CodecContext.create("libopus", "r")
            self._context.format, self._context.layout, self._context.sample_rate = "s16", "mono", 48_000
        else:
            self._context = get_decoder(codec).codec  # type: ignore[attr-defined]

    def decode(self, timestamp: int, data: bytes) -> tuple[Samples, float]:
        """Return the samples and the length in seconds that the packet stands for."""
        packet = av.Packet(data)
        packet.pts, packet.time_base = timestamp, Fraction(1, self._clock_rate)
        blocks: list[Samples] = []
        duration = 0.0
        for frame in self._context.decode(packet):
            frame.pts = None
            duration += frame.samples / frame.sample_rate
            blocks.extend(out.to_ndarray().reshape(-1) for out in self._resampler.resample(frame))
        return (np.concatenate(blocks) if blocks else np.empty(0, dtype=np.int16)), duration


def _wav(pcm: bytes) -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm)
    return buffer.getvalue()
