"""Puts RTP packets in order and joins them to encoded frames, without waiting longer than needed.

aiortc's own buffer holds audio back for four packets, gives a frame out only when the next one begins, and after a
lost audio packet silences 320 ms and keeps 280 ms of delay. Here an audio packet in order leaves at once, a missing
one is waited for over four later ones, and a video frame leaves with its last packet.
"""

import time
from dataclasses import dataclass, field
from typing import Protocol

_AUDIO_WAIT = 4
_VIDEO_WAIT = 128
_RESET = 3000


class Packet(Protocol):
    """What is read of an RTP packet; `_data` is the depacketised payload."""

    sequence_number: int
    timestamp: int
    marker: int
    _data: bytes


@dataclass(slots=True)
class EncodedFrames:
    """Frames that became complete together.

    `timestamp` is the first frame's RTP time (aiortc maps it to one that starts at 0 and never wraps); each part is
    (ticks after the first frame, data). `arrived` is the monotonic time at which the first part was complete.
    """

    timestamp: int
    parts: list[tuple[int, bytes]]
    arrived: float = field(default_factory=time.monotonic)


def _ahead(a: int, b: int) -> int:
    """Return how far sequence number `a` is ahead of `b`; negative when it is behind."""
    return ((a - b + 0x8000) & 0xFFFF) - 0x8000


class _ReorderBuffer:
    def __init__(self) -> None:
        self._packets: dict[int, Packet] = {}
        self._origin: int | None = None

    def add(self, packet: Packet) -> tuple[bool, EncodedFrames | None]:
        """Take a packet; return (ask for a key frame, frames that are complete now)."""
        number = packet.sequence_number
        if self._origin is None:
            self._origin = number
        ahead = _ahead(number, self._origin)
        if abs(ahead) > _RESET:
            self._packets.clear()
            self._origin, ahead = number, 0
        if ahead < 0:
            return False, None
        self._packets[number] = packet
        frames: list[tuple[int, bytes]] = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        lost = False
        if not frames and self._overdue():
            lost = self._skip()
            while (frame := self._next()) is not None:
                frames.append(frame)
        if not frames:
            return lost, None
        first = frames[0][0]
        return lost, EncodedFrames(first, [((at - first) & 0xFFFFFFFF, data) for at, data in frames])

    def _next(self) -> tuple[int, bytes] | None:
        raise NotImplementedError

    def _overdue(self) -> bool:
        raise NotImplementedError

    def _skip(self) -> bool:
        raise NotImplementedError

    def _in_order(self) -> list[int]:
        origin = self._origin or 0
        return sorted(self._packets, key=lambda number: _ahead(number, origin))


class AudioBuffer(_ReorderBuffer):
    """Every packet is a frame. A packet that four later ones overtook counts as lost."""

    def _next(self) -> tuple[int, bytes] | None:
        assert self._origin is not None
        packet = self._packets.pop(self._origin, None)
        if packet is None:
            return None
        self._origin = (self._origin + 1) & 0xFFFF
        return packet.timestamp, packet._data

    def _overdue(self) -> bool:
        return len(self._packets) >= _AUDIO_WAIT

    def _skip(self) -> bool:
        self._origin = self._in_order()[0]
        return False


class VideoBuffer(_ReorderBuffer):
    """A frame is the packets of one timestamp; the last one carries the marker. Asks for a key frame after a loss."""

    def _next(self) -> tuple[int, bytes] | None:
        assert self._origin is not None
        number = self._origin
        packet = self._packets.get(number)
        if packet is None:
            return None
        timestamp = packet.timestamp
        parts: list[bytes] = []
        while packet is not None and packet.timestamp == timestamp:
            parts.append(packet._data)
            number = (number + 1) & 0xFFFF
            if packet.marker:
                break
            packet = self._packets.get(number)
        else:
            if packet is None:
                return None
        while self._origin != number:
            del self._packets[self._origin]
            self._origin = (self._origin + 1) & 0xFFFF
        return timestamp, b"".join(parts)

    def _overdue(self) -> bool:
        return len(self._packets) >= _VIDEO_WAIT

    def _skip(self) -> bool:
        """Drop the broken frame and go on with the next one that begins after the gap."""
        numbers = self._in_order()
        broken = True
        previous: Packet | None = None
        for number in numbers:
            packet = self._packets[number]
            starts = (
                previous is not None
                and (previous.marker or packet.timestamp != previous.timestamp)
                and previous.sequence_number == (number - 1) & 0xFFFF
            )
            if starts and packet.timestamp != self._packets[numbers[0]].timestamp:
                broken = False
            if not broken:
                self._origin = number
                break
            previous = packet
        else:
            self._origin = (numbers[-1] + 1) & 0xFFFF
        for number in numbers:
            if _ahead(number, self._origin) < 0:
                del self._packets[number]
        return True
