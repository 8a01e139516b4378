"""Command line of the doctor."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from ai_worker.doctor.apart import examine_apart
from ai_worker.doctor.findings import Machine, Report
from ai_worker.doctor.table import as_text
from ai_worker.hardware import hardware
from ai_worker.settings import WorkerSettings
from interview_contracts.vocabulary import Capability

_DESCRIPTION = (
    "Tells for each capability which engine is used on this machine with the settings of the environment, loads it, "
    "asks it for something small, and says why a better one is not used. Exit code 1: something that is configured or "
    "installed does not work. Exit code 2: the settings cannot be read."
)
_ORDER = (
    Capability.LLM,
    Capability.TTS,
    Capability.STT,
    Capability.EMBEDDINGS,
    Capability.FACE,
    Capability.EMOTION,
)
"""The voice speaks the sentence that the recogniser then hears."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Examine and print; returns the exit code."""
    names = [capability.value for capability in _ORDER]
    parser = argparse.ArgumentParser(prog="doctor", description=_DESCRIPTION)
    parser.add_argument(
        "capability",
        nargs="*",
        choices=[*names, []],
        metavar="CAPABILITY",
        help=f"only these of {', '.join(names)} (default: all)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.add_argument(
        "--timeout", type=float, default=180.0, metavar="SECONDS", help="for each engine (default: 180)"
    )
    options = parser.parse_args(arguments)
    try:
        settings = WorkerSettings()
    except ValidationError as error:
        # The text of a validation error repeats values, which may be secrets.
        wrong = ", ".join(sorted({str(item["loc"][0]).upper() for item in error.errors()}))
        sys.stderr.write(f"These settings cannot be read: {wrong}\n")
        return 2
    wanted = [capability for capability in _ORDER if not options.capability or capability.value in options.capability]
    report = _report(settings, wanted, options.timeout)
    sys.stdout.write(report.model_dump_json(indent=2) + "\n" if options.json else as_text(report))
    return 0 if report.healthy else 1


def _report(settings: WorkerSettings, wanted: Sequence[Capability], timeout_s: float) -> Report:
    found = hardware()
    machine = Machine(
        cores=found.cores,
        memory_mb=found.memory_mb,
        gpus=tuple(f"{gpu.name} ({gpu.memory_mb / 1024:.0f} GiB, {gpu.free_mb} MiB free)" for gpu in found.gpus),
        models_dir=str(settings.models_dir),
    )
    with tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True) as folder:
        findings = tuple(examine_apart(settings, each, Path(folder), timeout_s) for each in wanted)
    return Report(machine=machine, findings=findings)


if __name__ == "__main__":
    sys.exit(main())
