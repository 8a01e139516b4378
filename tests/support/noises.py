"""Sounds of a room in which nobody speaks, at 16 kHz; the same in every run."""

import numpy as np
import numpy.typing as npt

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from tests.support.recordings import Samples, hiss, silence, tone

_Sound = npt.NDArray[np.float64]


def noises() -> dict[str, Samples]:
    """Return all of them by name."""
    return {
        "nothing": silence(0),
        "a few samples": silence(0.01),
        "silence": silence(3),
        "a constant": np.full(3 * SAMPLE_RATE_HZ, 3000, dtype=np.int16),
        "faint hiss": hiss(3, 30),
        "hiss": hiss(3, 300),
        "loud hiss": hiss(3, 3000),
        "overdriven hiss": hiss(3, 20_000),
        "a long hiss": hiss(40, 500),
        "tone": tone(3, 440, 3000),
        "whistle": tone(3, 3000, 8000),
        "hum": tone(3, 100, 3000),
        "mains": _clip(sum((_sine(60 * n, 3) / n for n in range(1, 12)), np.zeros(3 * SAMPLE_RATE_HZ)) * 3000),
        "fan": coloured(5, 2000, falls=0.5),
        "traffic": coloured(5, 3000, falls=1.0),
        "breath": breath(6, 1500),
        "loud breath": breath(6, 6000),
        "typing": typing(5, 8000),
        "a wavering hiss": _clip(hiss(5, 4000) * (1 + _sine(4, 5)) / 2),
        "a melody": melody(8, 4000, seed=1),
        "another melody": melody(8, 4000, seed=2, trembling=True),
    }


def coloured(seconds: float, level: float, *, falls: float) -> Samples:
    """Return noise whose amplitude falls with this power of the frequency."""
    spectrum = np.fft.rfft(_random(seconds, 11))
    shaped = np.fft.irfft(spectrum / np.maximum(20, np.arange(len(spectrum))) ** falls, int(seconds * SAMPLE_RATE_HZ))
    return _clip(shaped / shaped.std() * level)


def breath(seconds: float, level: float) -> Samples:
    """Return the sound of calm breathing: noise around 1.5 kHz that comes and goes."""
    spectrum = np.fft.rfft(_random(seconds, 12))
    hertz = np.fft.rfftfreq(int(seconds * SAMPLE_RATE_HZ), 1 / SAMPLE_RATE_HZ)
    shaped = np.fft.irfft(spectrum * np.exp(-(((hertz - 1500) / 1200) ** 2)), int(seconds * SAMPLE_RATE_HZ))
    return _clip(shaped / shaped.std() * np.maximum(0, _sine(0.4, seconds)) ** 1.5 * level)


def typing(seconds: float, level: float) -> Samples:
    """Return the sound of keys, six a second."""
    sound = np.zeros(int(seconds * SAMPLE_RATE_HZ))
    generator = np.random.default_rng(13)
    for place in generator.integers(0, len(sound) - 400, int(seconds * 6)):
        sound[place : place + 400] += generator.normal(size=400) * np.exp(-np.arange(400) / 60)
    return _clip(sound * level)


def melody(seconds: float, level: float, *, seed: int, trembling: bool = False) -> Samples:
    """Return a plucked instrument with a second voice."""
    generator = np.random.default_rng(seed)
    played: list[_Sound] = []
    while sum(map(len, played)) < seconds * SAMPLE_RATE_HZ:
        length = float(generator.choice([0.25, 0.5]))
        hertz = float(generator.choice([220, 247, 262, 294, 330, 349, 392, 440, 494, 523]))
        time = np.arange(int(length * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
        phase = 2 * np.pi * hertz * time + (4 * np.sin(2 * np.pi * 5.5 * time) if trembling else 0)
        voices = sum((np.sin(n * phase) / n for n in range(1, 8)), np.zeros_like(time))
        second = sum((np.sin(n * phase * 1.5) / n for n in range(1, 4)), np.zeros_like(time))
        played.append((voices + second / 2) * np.exp(-3 * time))
    return _clip(np.concatenate(played)[: int(seconds * SAMPLE_RATE_HZ)] * level)


def _random(seconds: float, seed: int) -> _Sound:
    return np.random.default_rng(seed).normal(size=int(seconds * SAMPLE_RATE_HZ))


def _sine(hertz: float, seconds: float) -> _Sound:
    return np.asarray(np.sin(2 * np.pi * hertz * np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ))


def _clip(sound: _Sound) -> Samples:
    return np.clip(sound, -32768, 32767).astype(np.int16)
