"""MediaPipe reports its use to its maker; here it cannot: no thread of it may open a connection."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.models import MODELS

pytestmark = pytest.mark.models

FILE = "face/face_detection_short_range.tflite"
PROGRAM = """
import sys
from pathlib import Path
from ai_worker.engines.face.mediapipe_detector import MediapipeEngine

tasks = Path("/proc/self/task")
before = set(tasks.iterdir())
engine = MediapipeEngine(Path(sys.argv[1]), sys.argv[2])
engine.load()
for task in set(tasks.iterdir()) - before:
    print([line for line in (task / "status").read_text().splitlines() if line.startswith("Seccomp:")][0])
"""


def test_every_thread_of_mediapipe_is_offline() -> None:
    if not (MODELS / FILE).is_file() or not Path("/proc/self/task").is_dir():
        pytest.skip("needs the fetched face detector and Linux")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(MODELS), FILE], capture_output=True, text=True, check=True, timeout=120
    )
    modes = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("Seccomp:")]
    assert len(modes) > 1
    assert set(modes) == {"2"}, "2 is a filter that the kernel holds"
