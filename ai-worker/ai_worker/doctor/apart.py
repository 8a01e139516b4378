"""Examinations in processes of their own: a library that crashes, hangs or fills the memory ends only its own."""

import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from ai_worker.doctor.examination import examine, lost
from ai_worker.doctor.findings import Finding
from ai_worker.settings import WorkerSettings
from interview_contracts.vocabulary import Capability

_MARGIN_S = 10.0
_FIRST_WORD_S = 60.0


def examine_apart(settings: WorkerSettings, capability: Capability, folder: Path, timeout_s: float) -> Finding:
    """Examine a capability in a new process and return what was found, or how that process ended."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_examine, args=(sender, settings, capability, folder, timeout_s), name=f"doctor-{capability.value}"
    )
    # A process that ends at once leaves libraries' semaphores behind; that their tracker says so is no finding.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    process.start()
    sender.close()
    try:
        if receiver.poll(timeout_s + _FIRST_WORD_S + _MARGIN_S):
            return Finding.model_validate_json(receiver.recv_bytes())
        return lost(capability, settings, f"It did not answer within {timeout_s:.0f} s.")
    except EOFError:
        process.join(_MARGIN_S)
        return lost(capability, settings, f"Its process ended while it was examined ({_end(process.exitcode)}).")
    finally:
        receiver.close()
        if process.is_alive():
            process.kill()
        process.join(_MARGIN_S)


def _examine(
    sender: Connection, settings: WorkerSettings, capability: Capability, folder: Path, timeout_s: float
) -> None:
    # What libraries print would stand between the lines of the report.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sender.send_bytes(examine(settings, capability, folder, timeout_s).model_dump_json().encode())
    sender.close()
    # A library's thread may still load a model; it must not hold the process back.
    os._exit(0)


def _end(exit_code: int | None) -> str:
    if exit_code is None:
        return "it hangs"
    return signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
