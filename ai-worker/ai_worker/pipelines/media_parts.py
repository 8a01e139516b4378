"""Uploaded recordings: parts of chunks read as one file, and opened without trusting what they claim to be.

A part is a whole media file that the browser cut into chunks (MediaRecorder's WebM, Safari's MP4) or a file that was
uploaded at once. A new part begins when the recorder was started anew.
"""

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ai_worker.files import Uploads
from interview_contracts.files import FileRef

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer

_OPTIONS = {
    # A media library opens playlists and remote addresses as well; a recording is none of these.
    "format_whitelist": "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,wav,mp3,ogg,aac,flac",
    "protocol_whitelist": "",
}


class ChunkedFile(io.RawIOBase):
    """The chunks of one part as one seekable file. Holds one chunk in memory and checks each by its digest."""

    def __init__(self, chunks: Sequence[FileRef], uploads: Uploads) -> None:
        self._chunks = chunks
        self._uploads = uploads
        self._starts = [0]
        for chunk in chunks:
            self._starts.append(self._starts[-1] + chunk.size)
        self._position = 0
        self._held: tuple[int, bytes] | None = None

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; positions outside the file are moved to its edge."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._starts[-1]}[whence]
        self._position = max(0, min(base + offset, self._starts[-1]))
        return self._position

    def readinto(self, target: Any) -> int:
        """Fill `target`, at most to the end of a chunk; returns the number of bytes, 0 at the end of the file."""
        index = bisect_right(self._starts, self._position) - 1
        if index >= len(self._chunks):
            return 0
        if self._held is None or self._held[0] != index:
            self._held = (index, self._uploads.read(self._chunks[index]))
        start = self._position - self._starts[index]
        data = self._held[1][start : start + len(target)]
        target[: len(data)] = data
        self._position += len(data)
        return len(data)


@contextmanager
def opened(chunks: Sequence[FileRef], uploads: Uploads) -> Iterator["InputContainer"]:
    """Open a part. Raises `av.error.FFmpegError` where it is no recording, `WorkError` where a chunk is missing."""
    import av

    for chunk in chunks:
        uploads.present(chunk)
    with av.open(ChunkedFile(chunks, uploads), mode="r", options=_OPTIONS) as container:
        yield container


class PartClock:
    """The time line of one part: it begins at the first packet of any track and ends with the last one's end."""

    def __init__(self) -> None:
        self._first_s: float | None = None
        self._end_s = 0.0

    def see(self, packet: "Packet[Any]") -> None:
        """Take a packet into account; those without a time stamp (end of stream) are none."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or packet.time_base is None:
            return
        start_s = float(stamp * packet.time_base)
        if self._first_s is None:
            self._first_s = start_s
        duration = float((packet.duration or 0) * packet.time_base)
        self._end_s = max(self._end_s, start_s + duration)

    @property
    def first_s(self) -> float:
        """Return the time stamp, in seconds, at which the part begins."""
        return self._first_s or 0.0

    def length_s(self) -> float:
        """Return the length of what was seen so far."""
        return max(0.0, self._end_s - self.first_s)

    def gap_s(self, stamp_s: float | None, filled_s: float) -> float:
        """Return how far a time stamp lies ahead of what was filled; 0 where it has none."""
        return 0.0 if stamp_s is None else stamp_s - self.first_s - filled_s
