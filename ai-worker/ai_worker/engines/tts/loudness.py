"""Joins spoken sentences into one even, unhurried stretch of sound."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

PAUSE_S = 0.38
"""Silence between sentences."""

LEAD_S = 0.12
"""Silence before the first word: some audio outputs swallow the first tenth of a second."""

TAIL_S = 0.15
_FADE_S = 0.008
_TARGET_RMS = 2600.0
_PEAK = 0.85 * 32767
_SILENT = 40


def join_calmly(
    parts: Sequence[npt.NDArray[np.int16]], sample_rate_hz: int, *, pause_s: float
) -> npt.NDArray[np.int16]:
    """Return the parts at one loudness, with soft edges and pauses of `pause_s` seconds; empty without sound."""
    trimmed = [_trim(part) for part in parts]
    voiced = [part.astype(np.float32) for part in trimmed if len(part)]
    if not voiced:
        return np.zeros(0, dtype=np.int16)
    rms = float(np.sqrt(np.mean(np.concatenate(voiced) ** 2)))
    peak = max(float(np.abs(part).max()) for part in voiced)
    gain = min(_TARGET_RMS / max(rms, 1.0), _PEAK / max(peak, 1.0))
    pieces: list[npt.NDArray[np.float32]] = [_silence(LEAD_S, sample_rate_hz)]
    for index, part in enumerate(voiced):
        if index:
            pieces.append(_silence(pause_s, sample_rate_hz))
        pieces.append(_soften(part * np.float32(gain), sample_rate_hz))
    pieces.append(_silence(TAIL_S, sample_rate_hz))
    return np.concatenate(pieces).round().astype(np.int16)


def _trim(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENT)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def _soften(samples: npt.NDArray[np.float32], sample_rate_hz: int) -> npt.NDArray[np.float32]:
    length = min(int(_FADE_S * sample_rate_hz), len(samples) // 2)
    if length == 0:
        return samples
    ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
    samples[:length] *= ramp
    samples[-length:] *= ramp[::-1]
    return samples


def _silence(seconds: float, sample_rate_hz: int) -> npt.NDArray[np.float32]:
    return np.zeros(int(seconds * sample_rate_hz), dtype=np.float32)
