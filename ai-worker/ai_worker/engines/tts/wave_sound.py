"""Reads sound that a speech server sent: a WAV file, or bare samples (`audio/pcm`)."""

import re
import struct
from typing import Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.tts.port import Speech

PCM_RATE_HZ: Final = 24_000
"""Rate of bare samples whose content type names none."""

RATES_HZ: Final = range(16_000, 48_001)

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN_SIZE: Final = 0x7FFF_F000
"""A server that streams does not know the size of its file when it writes the header: it leaves 0 or a huge number."""


def read_sound(body: bytes, content_type: str) -> Speech:
    """Return the sound as mono. Raises `ValueError` for anything that is not a whole WAV file or bare samples."""
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return _wav(body)
    kind, _, parameters = content_type.lower().partition(";")
    if kind.strip() in {"audio/pcm", "audio/l16"}:
        named = re.search(r"rate\s*=\s*(\d{4,6})\b", parameters)
        return _speech(_integers(body), 1, int(named[1]) if named else PCM_RATE_HZ)
    raise ValueError("neither a WAV file nor bare samples")


def _wav(body: bytes) -> Speech:
    layout: tuple[int, int, int, int] | None = None
    at = 12
    while at + 8 <= len(body):
        name, size = struct.unpack_from("<4sI", body, at)
        at += 8
        if name == b"data":
            return _data(body[at:], size, layout)
        if size > len(body) - at:
            raise ValueError("the file ends within a chunk")
        if name == b"fmt ":
            layout = _layout(body[at : at + size])
        at += size + size % 2
    raise ValueError("the file has no samples")


def _layout(chunk: bytes) -> tuple[int, int, int, int]:
    """Return coding, channels, rate and bits of a sample."""
    if len(chunk) < 16:
        raise ValueError("the format is cut off")
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if coding == _EXTENSIBLE and len(chunk) >= 26:
        coding = struct.unpack_from("<H", chunk, 24)[0]
    return coding, channels, rate, bits


def _data(rest: bytes, size: int, layout: tuple[int, int, int, int] | None) -> Speech:
    if layout is None:
        raise ValueError("the samples come before their format")
    if 0 < size < _UNKNOWN_SIZE:
        if size > len(rest):
            raise ValueError("the file ends within its samples")
        rest = rest[:size]
    coding, channels, rate, bits = layout
    if (coding, bits) == (_PCM, 16):
        return _speech(_integers(rest), channels, rate)
    if (coding, bits) == (_FLOAT, 32):
        return _speech(_from_floats(rest), channels, rate)
    raise ValueError("the samples are neither 16-bit integers nor 32-bit floats")


def _integers(raw: bytes) -> npt.NDArray[np.int16]:
    return np.frombuffer(raw, dtype="<i2").astype(np.int16)


def _from_floats(raw: bytes) -> npt.NDArray[np.int16]:
    values = np.frombuffer(raw, dtype="<f4")
    if not np.isfinite(values).all():
        raise ValueError("a sample is not a number")
    return np.asarray((np.clip(values, -1.0, 1.0) * 32767.0).round(), dtype=np.int16)


def _speech(samples: npt.NDArray[np.int16], channels: int, rate: int) -> Speech:
    if rate not in RATES_HZ or channels not in {1, 2} or len(samples) % channels:
        raise ValueError("not one or two channels at a usual rate")
    mono = samples if channels == 1 else samples.reshape(-1, 2).mean(axis=1).round().astype(np.int16)
    return Speech(samples=mono, sample_rate_hz=rate)
