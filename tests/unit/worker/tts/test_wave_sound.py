"""Sound as servers send it."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.engines.tts.wave_sound import read_sound

pytestmark = pytest.mark.unit

SAMPLES = np.array([0, 1000, -1000, 32767, -32768], dtype="<i2")


def riff(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    """Return a WAV file of these chunks; `size` is what the header says of the samples."""
    parts = []
    for name, content in chunks:
        told = len(content) if name != b"data" or size is None else size
        parts.append(name + struct.pack("<I", told) + content + b"\0" * (len(content) % 2))
    return b"RIFF" + struct.pack("<I", 0) + b"WAVE" + b"".join(parts)


def form(coding: int = 1, channels: int = 1, rate: int = 24_000, bits: int = 16) -> bytes:
    return struct.pack("<HHIIHH", coding, channels, rate, 0, 0, bits)


EXTENSIBLE = form(0xFFFE) + struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)


@pytest.mark.parametrize(
    "file",
    [
        riff((b"fmt ", form()), (b"data", SAMPLES.tobytes())),
        riff((b"LIST", b"abc"), (b"fmt ", form()), (b"data", SAMPLES.tobytes()), (b"LIST", b"later")),
        riff((b"fmt ", EXTENSIBLE), (b"data", SAMPLES.tobytes())),
        riff((b"fmt ", form()), (b"data", SAMPLES.tobytes()), size=0),
        riff((b"fmt ", form()), (b"data", SAMPLES.tobytes()), size=0xFFFF_FFFF),
        riff((b"fmt ", form(channels=2)), (b"data", np.repeat(SAMPLES, 2).tobytes())),
    ],
)
def test_files_are_read(file: bytes) -> None:
    speech = read_sound(file, "")
    assert speech.sample_rate_hz == 24_000
    assert speech.samples.tolist() == SAMPLES.tolist()


def test_floats_become_integers() -> None:
    values = np.array([0.0, 0.5, -1.0, 2.0], dtype="<f4")
    speech = read_sound(riff((b"fmt ", form(3, bits=32)), (b"data", values.tobytes())), "")
    assert speech.samples.tolist() == [0, 16384, -32767, 32767]


@pytest.mark.parametrize(("kind", "rate"), [("audio/pcm", 24_000), ("audio/L16; rate=16000; channels=1", 16_000)])
def test_bare_samples_are_read_by_their_content_type(kind: str, rate: int) -> None:
    speech = read_sound(SAMPLES.tobytes(), kind)
    assert (speech.sample_rate_hz, speech.samples.tolist()) == (rate, SAMPLES.tolist())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "audio/wav"),
        (b"<html>", "text/html"),
        (SAMPLES.tobytes(), "audio/wav"),
        (SAMPLES.tobytes()[:-1], "audio/pcm"),
        (SAMPLES.tobytes(), "audio/pcm; rate=8000"),
        (riff((b"fmt ", form())), ""),
        (riff((b"data", SAMPLES.tobytes())), ""),
        (riff((b"fmt ", b"short"), (b"data", SAMPLES.tobytes())), ""),
        (riff((b"fmt ", form()), (b"data", SAMPLES.tobytes()), size=100), ""),
        (riff((b"fmt ", form(coding=7)), (b"data", SAMPLES.tobytes())), ""),
        (riff((b"fmt ", form(channels=6)), (b"data", SAMPLES.tobytes())), ""),
        (riff((b"fmt ", form(rate=4_000)), (b"data", SAMPLES.tobytes())), ""),
        (riff((b"fmt ", form(3, bits=32)), (b"data", np.array([np.nan], dtype="<f4").tobytes())), ""),
        (riff((b"LIST", b"abcd"))[:-2], ""),
    ],
)
def test_everything_else_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(ValueError):
        read_sound(body, kind)


@given(st.binary(max_size=200), st.sampled_from(["audio/pcm", "audio/wav", ""]))
def test_no_other_error_leaves_it(body: bytes, kind: str) -> None:
    for content in (body, b"RIFF0000WAVE" + body):
        try:
            read_sound(content, kind)
        except ValueError:
            continue
