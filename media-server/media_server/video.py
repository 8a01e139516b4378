"""A candidate's picture: decode, take samples by the grid, make small JPEGs."""

import queue
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from aiortc.codecs import get_decoder
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from media_server import metrics
from media_server.receiving import Inbox
from media_server.reorder import EncodedFrames
from media_server.sampling import SamplingGrid

CLOCK_RATE = 90_000
_WIDTH = 320
_MAX_BACKLOG = 60
_KEY_FRAME_EVERY_S = 1.0
_TIME_BASE = Fraction(1, CLOCK_RATE)
_JPEG_TIME_BASE = Fraction(1, 5)

OnSample = Callable[[int, float, bytes], None]
"""Called in the track's thread with (presentation time in ticks, monotonic time of arrival, JPEG)."""


class JpegEncoder:
    """Makes JPEGs of about 320 pixels width from decoded frames, without a detour through RGB."""

    def __init__(self) -> None:
        self._codec: Any = None
        self._made = 0

    def encode(self, frame: av.VideoFrame) -> bytes:
        """Return the frame as a small JPEG."""
        width = min(_WIDTH, frame.width) & ~1
        height = max(2, round(frame.height * width / frame.width)) & ~1
        small = frame.reformat(width=width, height=height, format="yuvj420p", interpolation="FAST_BILINEAR")
        if self._codec is None or (self._codec.width, self._codec.height) != (width, height):
            self._codec = self._open(width, height)
        self._made += 1
        small.pts, small.time_base = self._made, _JPEG_TIME_BASE
        return b"".join(bytes(packet) for packet in self._codec.encode(small))

    @staticmethod
    def _open(width: int, height: int) -> Any:
        codec = av.CodecContext.create("mjpeg", "w")
        codec.width, codec.height, codec.pix_fmt = width, height, "yuvj420p"
        codec.time_base = _JPEG_TIME_BASE
        codec.options = {"qmin": "4", "qmax": "4", "flags": "+qscale", "global_quality": str(4 * 118), "threads": "1"}
        return codec


class VideoSink:
    """Decodes every frame (they depend on each other) and converts only samples."""

    def __init__(self, on_sample: OnSample) -> None:
        self.inbox: Inbox = queue.Queue()
        self.alive = False
        self.sampling = True
        """Whether samples are taken; set from the event loop while the track's thread decodes."""
        self.last_packet = 0.0
        self._on_sample = on_sample
        self._grid = SamplingGrid()
        self._jpeg = JpegEncoder()
        self._decoder: Any = None
        self._codec_name = ""
        self._asked = 0.0
        self._waiting_for_key = False

    def run(self, key_frame_wanted: threading.Event) -> None:
        """Consume encoded frames until None comes."""
        while (task := self.inbox.get()) is not None:
            if not isinstance(task, tuple):
                continue
            codec, frames = task
            if self.inbox.qsize() > _MAX_BACKLOG:
                self._waiting_for_key = True
                metrics.FRAMES_DROPPED.labels("backlog").inc()
                continue
            try:
                self._decode(codec, frames)
            except av.FFmpegError:
                self._want_key_frame(key_frame_wanted)
            if self._waiting_for_key:
                self._waiting_for_key = False
                self._want_key_frame(key_frame_wanted)
        self._decoder = None

    def _want_key_frame(self, wanted: threading.Event) -> None:
        now = time.monotonic()
        if now - self._asked >= _KEY_FRAME_EVERY_S:
            self._asked = now
            wanted.set()

    def _decode(self, codec: RTCRtpCodecParameters, frames: EncodedFrames) -> None:
        if codec.name != self._codec_name:
            self._decoder = _make_decoder(codec)
            self._codec_name = codec.name
        self.last_packet = frames.arrived
        for offset, data in frames.parts:
            if not data:
                continue
            timestamp = frames.timestamp + offset
            packet = av.Packet(data)
            packet.pts, packet.time_base = timestamp, _TIME_BASE
            for picture in self._decoder.decode(packet):
                metrics.FRAMES_DECODED.inc()
                if self.sampling and self._grid.take(timestamp):
                    metrics.FRAMES_SAMPLED.inc()
                    self._on_sample(timestamp, frames.arrived, self._jpeg.encode(picture))


def _make_decoder(codec: RTCRtpCodecParameters) -> Any:
    decoder: Any = get_decoder(codec).codec  # type: ignore[attr-defined]
    decoder.thread_count = 1
    return decoder
