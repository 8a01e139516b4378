"""Files that Chromium plays as a microphone and a camera."""

import wave
from pathlib import Path

import cv2
import numpy as np
from skimage.data import astronaut

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from tests.support.recordings import Samples, silence

_CAMERA_FPS = 10


def microphone(file: Path, *pieces: Samples) -> Path:
    """Write what a fake microphone plays over and over."""
    samples = np.concatenate(pieces) if pieces else silence(4)
    with wave.open(str(file), "wb") as output:
        output.setnchannels(1)
        output.setsampwidth(2)
        output.setframerate(SAMPLE_RATE_HZ)
        output.writeframes(samples.astype("<i2").tobytes())
    return file


def camera(file: Path, *, frames: int = 5) -> Path:
    """Write the picture of a person who moves a little, as a fake camera plays it over and over (YUV4MPEG2)."""
    portrait = cv2.resize(astronaut()[0:384], (320, 240))
    with file.open("wb") as output:
        output.write(f"YUV4MPEG2 W320 H240 F{_CAMERA_FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(frames):
            moved = np.roll(portrait, number, axis=1)
            output.write(b"FRAME\n" + cv2.cvtColor(moved, cv2.COLOR_RGB2YUV_I420).tobytes())
    return file
