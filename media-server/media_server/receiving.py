"""The one place that touches aiortc's insides: what happens to received media.

aiortc decodes every packet in a thread per track and hands each frame to the event loop, one task a frame. Here the
same thread runs a `TrackSink` instead, which takes encoded frames and gives the loop only results: it can leave
sound undecoded while no answer is open, and pictures unconverted that are no samples. Nothing can pile up unread.
A unit test holds the names that this module relies on against the installed aiortc.
"""

import asyncio
import queue
import threading
from typing import Any, Protocol

from aiortc import rtcrtpreceiver
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtcrtpreceiver import RTCRtpReceiver

from media_server.reorder import AudioBuffer, EncodedFrames, VideoBuffer

Inbox = queue.Queue[tuple[RTCRtpCodecParameters, EncodedFrames] | object | None]
"""Encoded frames and commands for a sink; None ends it."""


class TrackSink(Protocol):
    """Consumer of one track, in the track's own thread."""

    inbox: Inbox
    alive: bool
    """Whether the sink's thread runs; set by this module."""

    def run(self, key_frame_wanted: threading.Event) -> None:
        """Consume `inbox` until None comes. Setting `key_frame_wanted` asks the browser for a whole picture."""


class _SinkQueue:
    """Stands where a track keeps its queue of decoded frames, and carries the sink to the decoder thread."""

    def __init__(self, sink: TrackSink) -> None:
        self.sink = sink

    async def put(self, frame: object) -> None:
        """Take nothing: a sink produces no frames for the track."""

    async def get(self) -> None:
        """Tell a reader that the track has ended."""


_decode_as_before = rtcrtpreceiver.decoder_worker


def _work(loop: asyncio.AbstractEventLoop, inbox: Any, output: Any, decode_error: threading.Event) -> None:
    if isinstance(output, _SinkQueue):
        output.sink.alive = True
        try:
            output.sink.run(decode_error)
        finally:
            output.sink.alive = False
    else:
        _decode_as_before(loop, inbox, output, decode_error)


rtcrtpreceiver.decoder_worker = _work  # type: ignore[assignment]


def attach(receiver: RTCRtpReceiver, track: MediaStreamTrack, sink: TrackSink) -> None:
    """Send what the receiver gets to the sink. Must be called before the connection starts."""
    track._queue = _SinkQueue(sink)  # type: ignore[attr-defined]
    buffer = AudioBuffer() if track.kind == "audio" else VideoBuffer()
    receiver._RTCRtpReceiver__jitter_buffer = buffer  # type: ignore[attr-defined]
    receiver._RTCRtpReceiver__decoder_queue = sink.inbox  # type: ignore[attr-defined]
