"""Joins an answer's recording into one file that a browser can seek in, without re-encoding.

MediaRecorder writes files without length and index, and starts a new file when it is started anew. The parts are
copied packet by packet into a container with both, each part's time stamps moved behind the part before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import structlog

from ai_worker.engines.base import Deadline
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pipelines.media_parts import PartClock, opened
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer, OutputContainer

log = structlog.get_logger(__name__)

_WEBM_CODECS = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})
_LOOK_EVERY = 256


@dataclass(slots=True)
class _Joined:
    """The file being written: its tracks by kind, where they end, and the time at which the next part begins."""

    output: "OutputContainer"
    tracks: dict[str, Any] = field(default_factory=dict)
    last_dts_s: dict[str, Fraction] = field(default_factory=dict)
    offset_s: float = 0.0


def assemble(payload: AssemblePayload, uploads: Uploads, deadline: Deadline) -> AssembleResult:
    """Write the joined recording at the payload's target: WebM, or MP4 where the browser recorded such codecs.

    A part that cannot be read is left out while another one can. Raises `WorkError(FILE_CORRUPT)` when none can, or
    when the parts' codecs differ: then the uploaded parts stay the recording.
    """
    codecs = _codecs(payload.parts, uploads)
    webm = set(codecs.values()) <= _WEBM_CODECS
    has_video = "video" in codecs
    with uploads.writing(payload.target) as part:
        duration_s = _write(payload.parts, uploads, str(part), webm=webm, kinds=tuple(codecs), deadline=deadline)
    mime = f"{'video' if has_video else 'audio'}/{'webm' if webm else 'mp4'}"
    return AssembleResult(
        file=uploads.reference(payload.target, mime), duration_s=round(duration_s, 3), has_video=has_video
    )


def _codecs(parts: Sequence[Sequence[FileRef]], uploads: Uploads) -> dict[str, str]:
    """Return the codec of each kind of track over all readable parts."""
    from av.error import FFmpegError

    codecs: dict[str, str] = {}
    for index, chunks in enumerate(parts):
        try:
            with opened(chunks, uploads) as container:
                for stream in _streams(container):
                    if codecs.setdefault(stream.type, stream.codec_context.name) != stream.codec_context.name:
                        log.warning("recording.parts_differ", part=index, track=stream.type)
                        raise WorkError(ErrorCode.FILE_CORRUPT)
        except FFmpegError:
            log.warning("recording.part_unreadable", part=index)
    if not codecs:
        raise WorkError(ErrorCode.FILE_CORRUPT)
    return dict(sorted(codecs.items(), reverse=True))


def _write(
    parts: Sequence[Sequence[FileRef]],
    uploads: Uploads,
    place: str,
    *,
    webm: bool,
    kinds: Sequence[str],
    deadline: Deadline,
) -> float:
    import av
    from av.error import FFmpegError

    options = (
        {"cues_to_front": "1", "fflags": "+bitexact"} if webm else {"movflags": "+faststart", "fflags": "+bitexact"}
    )
    with av.open(place, "w", format="webm" if webm else "mp4", options=options) as output:
        joined = _Joined(output)
        _add_tracks(joined, parts, uploads, kinds)
        for index, chunks in enumerate(parts):
            try:
                with opened(chunks, uploads) as container:
                    _append(joined, container, deadline)
            except FFmpegError:
                # What was copied before a cut-off end stays.
                log.warning("recording.part_incomplete", part=index)
        return joined.offset_s


def _add_tracks(joined: _Joined, parts: Sequence[Sequence[FileRef]], uploads: Uploads, kinds: Sequence[str]) -> None:
    """Declare all tracks before the first packet; a container's header cannot grow later."""
    from av.error import FFmpegError

    for chunks in parts:
        try:
            with opened(chunks, uploads) as container:
                for stream in _streams(container):
                    if stream.type not in joined.tracks:
                        joined.tracks[stream.type] = joined.output.add_stream_from_template(stream)
        except FFmpegError:
            continue
        if len(joined.tracks) == len(kinds):
            return


def _append(joined: _Joined, container: "InputContainer", deadline: Deadline) -> None:
    clock = PartClock()
    chosen = {stream.index: stream.type for stream in _streams(container)}
    try:
        for count, packet in enumerate(container.demux()):
            if count % _LOOK_EVERY == 0:
                deadline.check()
            kind = chosen.get(packet.stream.index)
            if kind is None or packet.dts is None or packet.time_base is None:
                continue
            clock.see(packet)
            _copy(joined, packet, kind, packet.time_base, joined.offset_s - clock.first_s)
    finally:
        joined.offset_s += clock.length_s()


def _copy(joined: _Joined, packet: "Packet[Any]", kind: str, time_base: Fraction, shift_s: float) -> None:
    shift = round(shift_s / float(time_base))
    dts = (packet.dts or 0) + shift
    pts = (packet.pts if packet.pts is not None else packet.dts or 0) + shift
    # Containers refuse time stamps that do not rise within a track.
    last_s = joined.last_dts_s.get(kind)
    if last_s is not None:
        dts = max(dts, int(last_s / time_base) + 1)
    joined.last_dts_s[kind] = dts * time_base
    packet.dts = dts
    packet.pts = max(pts, dts)
    packet.stream = joined.tracks[kind]
    joined.output.mux_one(packet)


def _streams(container: "InputContainer") -> list[Any]:
    """Return the first video and the first audio track."""
    return [*container.streams.video[:1], *container.streams.audio[:1]]
