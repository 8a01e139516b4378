"""Speech and pictures for peers, encoded once."""

import ctypes
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import espeakng_loader
import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.int16]

OPUS_RATE = 48_000
OPUS_FRAME_S = 0.02
VIDEO_CLOCK = 90_000

_RETRIEVAL = 1
_UTF8 = 1


@cache
def _espeak() -> tuple[Any, int]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = Path(espeakng_loader.get_data_path())
    rate = library.espeak_Initialize(_RETRIEVAL, 500, str(data.parent).encode(), 0)
    if rate <= 0:
        rate = library.espeak_Initialize(_RETRIEVAL, 500, str(data).encode(), 0)
    return library, rate


def speak(text: str, language: str = "en") -> tuple[Sound, int]:
    """Return spoken text as samples with their rate."""
    library, rate = _espeak()
    pieces: list[Sound] = []
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

    def collect(samples: Any, count: int, _events: Any) -> int:
        if samples and count:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    callback = kind(collect)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetVoiceByName(language.encode())
    raw = text.encode()
    library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return (np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int16)), rate


def resample(sound: Sound, rate: int, target: int) -> Sound:
    """Return the sound at another rate."""
    length = int(len(sound) * target / rate)
    places = np.linspace(0, max(0, len(sound) - 1), length)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.int16)


def silence(seconds: float, rate: int = OPUS_RATE) -> Sound:
    """Return faint noise, as a quiet room sounds."""
    noise = np.random.default_rng(7).normal(0, 6, int(seconds * rate))
    return noise.astype(np.int16)


def sentences(texts: Sequence[str], pause_s: float, rate: int) -> Sound:
    """Return spoken sentences with a pause after each."""
    pieces: list[Sound] = []
    for text in texts:
        sound, own = speak(text)
        pieces += [resample(sound, own, rate), silence(pause_s, rate)]
    return np.concatenate(pieces)


def encode_opus(sound: Sound) -> list[bytes]:
    """Return Opus packets of 20 ms from samples at 48 kHz."""
    codec: Any = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format = OPUS_RATE, "mono", "s16"
    codec.bit_rate = 32_000
    codec.options = {"application": "voip"}
    codec.time_base = Fraction(1, OPUS_RATE)
    size = int(OPUS_RATE * OPUS_FRAME_S)
    packets: list[bytes] = []
    for start in range(0, len(sound) - size + 1, size):
        frame = av.AudioFrame.from_ndarray(sound[start : start + size].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = OPUS_RATE, start
        packets += [bytes(packet) for packet in codec.encode(frame)]
    return packets


def encode_vp8(fps: int = 10, seconds: float = 4.0, size: tuple[int, int] = (640, 480)) -> list[bytes]:
    """Return a loop of VP8 frames that begins with a key frame: a face that moves a little, or a pattern."""
    codec: Any = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = *size, "yuv420p"
    codec.bit_rate, codec.gop_size, codec.time_base = 300_000, 3000, Fraction(1, fps)
    codec.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    picture = _picture(size)
    frames: list[bytes] = []
    for number in range(int(fps * seconds)):
        shift = round(8 * np.sin(number / fps * 2 * np.pi / seconds))
        frame = av.VideoFrame.from_ndarray(np.roll(picture, shift, axis=1), format="rgb24")
        frame = frame.reformat(format="yuv420p")
        frame.pts = number
        frames += [bytes(packet) for packet in codec.encode(frame)]
    return frames


def _picture(size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    try:
        from skimage import data

        source = np.asarray(data.astronaut(), dtype=np.uint8)
    except ImportError:
        axis = np.arange(512)
        source = np.stack([np.add.outer(axis, axis * k) % 256 for k in (1, 2, 3)], axis=-1).astype(np.uint8)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(source), format="rgb24")
    return np.asarray(frame.reformat(width=size[0], height=size[1]).to_ndarray(), dtype=np.uint8)
