"""The doctor's report as plain text of at most 100 columns."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from ai_worker.doctor.examination import SWITCHED_OFF
from ai_worker.doctor.findings import Finding, Machine, Report
from interview_contracts.vocabulary import EngineQuality

WIDTH: Final = 100

_COLUMNS: Final = (
    ("WHAT", 10),
    ("ENGINE", 22),
    ("MODEL", 22),
    ("DEVICE", 16),
    ("MEMORY", 8),
    ("PROBE", 8),
    ("STATE", 7),
)
_QUALITY: Final = {EngineQuality.PRODUCTION: "good", EngineQuality.BASIC: "basic", EngineQuality.DEMO: "demo"}
_INDENT: Final = " " * 11


def as_text(report: Report) -> str:
    """Return the report, ending in a newline."""
    lines = [*_machine(report.machine), "", _row([name for name, _ in _COLUMNS])]
    for finding in report.findings:
        lines += _finding(finding)
    problems = [finding for finding in report.findings if finding.problem]
    needs = "needs" if len(problems) == 1 else "need"
    lines += ["", f"{len(problems)} of {len(report.findings)} {needs} attention." if problems else "All is well."]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _machine(machine: Machine) -> Iterable[str]:
    memory = f"{machine.memory_mb / 1024:.1f} GiB of memory"
    yield from _wrapped(f"Machine: {machine.cores} cores, {memory}, {', '.join(machine.gpus) or 'no NVIDIA GPU'}", "")
    yield from _wrapped(f"Models:  {machine.models_dir}", "")


def _finding(finding: Finding) -> Iterable[str]:
    status = finding.status
    engine = status.engine
    latency = finding.probe.latency_ms if finding.probe else None
    yield _row(
        [
            finding.capability.value,
            f"{engine.name} {engine.version}".strip(),
            engine.model or "-",
            engine.device or "-",
            _megabytes(status.memory_mb, status.device_memory_mb),
            "-" if latency is None else _milliseconds(latency),
            _state(finding),
        ]
    )
    if finding.problem:
        yield from _wrapped(f"Problem: {finding.problem}", _INDENT)
    if finding.probe and finding.probe.outcome:
        yield from _wrapped(f"Probe: {finding.probe.outcome}. Files: {finding.files}.", _INDENT)
    for one in status.passed_over:
        yield from _wrapped(f"Not used: {one.engine}. {one.reason}", _INDENT)
    if status.note and not status.passed_over:
        yield from _wrapped(status.note, _INDENT)
    if finding.choice not in {"auto", SWITCHED_OFF}:
        yield from _wrapped(f"Set by ENGINE_{finding.capability.value.upper()}.", _INDENT)


def _state(finding: Finding) -> str:
    if finding.problem:
        return "PROBLEM"
    if finding.choice == SWITCHED_OFF:
        return "off"
    return _QUALITY[finding.status.engine.quality] if finding.status.available else "none"


def _megabytes(memory_mb: int | None, device_mb: int | None) -> str:
    if memory_mb is None:
        return "-"
    total = memory_mb + (device_mb or 0)
    return f"{total} MiB" if total < 10_000 else f"{total / 1024:.1f} GiB"


def _milliseconds(latency_ms: int) -> str:
    return f"{latency_ms} ms" if latency_ms < 10_000 else f"{latency_ms / 1000:.1f} s"


def _row(cells: Sequence[str]) -> str:
    return " ".join(_cut(cell, width).ljust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _wrapped(text: str, indent: str) -> Iterable[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)
