"""`celery -A tests.integration.worker.gated worker -Q gpu_worker`: speech that is made when a test opens the gate.

Until then the pool process is deep in C code and does not let Python run, as a vendor's library may do for minutes.
"""

import ctypes
import os
from typing import Any

from ai_worker.app import build_app
from ai_worker.engines.base import Deadline
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.use import Made
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.queues import Queue
from interview_contracts.registry import SPEECH_SYNTHESIZE

STARTS, GATE = "starts", "gate"


def _speak(payload: SynthesizePayload, tools: Toolbox, _: Deadline) -> Made[SynthesizeResult]:
    with tools.uploads.path(STARTS).open("a", encoding="utf-8") as starts:
        starts.write(f"{payload.target}\n")
    gate = os.open(tools.uploads.path(GATE), os.O_RDWR)
    # A call through PyDLL keeps the interpreter's lock for as long as it takes.
    ctypes.PyDLL(None).read(gate, ctypes.create_string_buffer(1), 1)
    os.close(gate)
    with tools.uploads.writing(payload.target) as part:
        part.write_bytes(b"sound")
    return Made(SynthesizeResult(file=tools.uploads.reference(payload.target, "audio/wav"), duration_s=1.0))


JOBS: tuple[Job[Any, Any], ...] = (Job(spec=SPEECH_SYNTHESIZE, handle=_speak),)

celery_app = build_app("gated", (Queue.GPU,), JOBS)
