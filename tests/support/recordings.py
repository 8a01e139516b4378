"""Sound, speech and recordings as a browser would upload them."""

import hashlib
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from ai_worker.engines.tts.espeak import EspeakEngine
from ai_worker.engines.tts.port import SpeakRequest
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import Language

Samples = npt.NDArray[np.int16]

_FPS = 10


def speech(text: str, language: Language = Language.EN) -> Samples:
    """Return spoken text at 16 kHz."""
    spoken = EspeakEngine().synthesize(SpeakRequest(text=text, language=language))
    wanted = int(len(spoken.samples) * SAMPLE_RATE_HZ / spoken.sample_rate_hz)
    places = np.arange(wanted) * spoken.sample_rate_hz / SAMPLE_RATE_HZ
    return np.interp(places, np.arange(len(spoken.samples)), spoken.samples).astype(np.int16)


def silence(seconds: float) -> Samples:
    """Return digital silence at 16 kHz."""
    return np.zeros(int(seconds * SAMPLE_RATE_HZ), dtype=np.int16)


def hiss(seconds: float, level: float) -> Samples:
    """Return white noise at 16 kHz."""
    noise = np.random.default_rng(7).normal(0.0, level, int(seconds * SAMPLE_RATE_HZ))
    return np.clip(noise, -32768, 32767).astype(np.int16)


def tone(seconds: float, hertz: float, level: float) -> Samples:
    """Return a steady tone at 16 kHz."""
    time = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


def recording(
    sound: Samples | None,
    *,
    video_s: float = 0.0,
    size: tuple[int, int] = (64, 48),
    kind: str = "webm",
    sound_codec: str = "",
    rate: int = 48_000,
) -> bytes:
    """Return a recording as MediaRecorder writes it, a live stream without length and index (WebM) or a fragmented
    MP4, or a file of another `kind` with its `sound_codec`."""
    target = io.BytesIO()
    options = {"webm": {"live": "1"}, "mp4": {"movflags": "frag_keyframe+empty_moov+default_base_moof"}}.get(kind, {})
    codecs = ("libvpx", "libopus") if kind == "webm" else ("libx264", "aac")
    with av.open(target, "w", format=kind, options=options) as output:
        video: Any = output.add_stream(codecs[0], rate=_FPS) if video_s else None
        audio = output.add_stream(sound_codec or codecs[1], rate=rate, layout="mono") if sound is not None else None
        packets: list[Any] = []
        if video is not None:
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            packets += _pictures(video, video_s, size)
        if audio is not None and sound is not None:
            packets += _sound(audio, sound, rate)
        for packet in sorted(packets, key=lambda each: each.dts * each.time_base):
            output.mux(packet)
    return target.getvalue()


def _pictures(track: Any, seconds: float, size: tuple[int, int]) -> list[Any]:
    packets: list[Any] = []
    for number in range(int(seconds * _FPS)):
        pixels = np.full((size[1], size[0], 3), number * 5 % 256, dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, _FPS)
        packets += track.encode(frame)
    return [*packets, *track.encode(None)]


def _sound(track: Any, sound: Samples, rate: int) -> list[Any]:
    resampler = av.AudioResampler(format=track.format, layout="mono", rate=rate, frame_size=track.frame_size or 960)
    frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, 0, Fraction(1, SAMPLE_RATE_HZ)
    packets: list[Any] = []
    for piece in (frame, None):
        for resampled in resampler.resample(piece):
            packets += track.encode(resampled)
    return [*packets, *track.encode(None)]


def stored(root: Path, path: str, content: bytes, mime: str = "application/octet-stream") -> FileRef:
    """Write a file under the uploads root and return its reference."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return FileRef(path=path, size=len(content), sha256=hashlib.sha256(content).hexdigest(), mime=mime)


def chunked(root: Path, path: str, content: bytes, size: int = 4000) -> tuple[FileRef, ...]:
    """Store a recording in chunks, as the browser uploads it."""
    return tuple(
        stored(root, f"{path}/{number:05d}", content[start : start + size])
        for number, start in enumerate(range(0, len(content), size))
    )
