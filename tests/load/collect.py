"""What the running instance tells about itself: processor time, memory, task records, face observations."""

import os
import platform as machine
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.support.platform import Platform

_TASKS = """
SELECT name, count(*),
  percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - sent_at)),
  percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at)),
  percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - finished_at)),
  percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP
    (ORDER BY extract(epoch FROM started_at - sent_at + (received_at - finished_at)))
FROM task_record WHERE sent_at BETWEEN %s AND %s AND received_at IS NOT NULL AND started_at IS NOT NULL
GROUP BY name ORDER BY name
"""
_FACES = """
SELECT count(*), percentile_cont(ARRAY[0.5, 0.95, 1.0])
  WITHIN GROUP (ORDER BY extract(epoch FROM created_at - captured_at))
FROM frame_observation WHERE captured_at BETWEEN %s AND %s
"""


_SPOKEN = """
SELECT coalesce(transcript_source, 'none'), count(*), count(*) FILTER (WHERE NOT EXISTS (
  SELECT 1 FROM transcript_entry WHERE transcript_entry.answer_id = answer.id))
FROM answer WHERE mode = 'spoken' AND transcript_ready_at BETWEEN %s AND %s GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class CpuReading:
    """Processor seconds of each program so far, and the moment of the reading."""

    at: float
    seconds: dict[str, float]
    machine: float
    """Processor seconds of the whole machine."""

    def since(self, earlier: "CpuReading") -> dict[str, float]:
        """Return the cores that each program used on average."""
        span = self.at - earlier.at
        return {name: (value - earlier.seconds.get(name, 0.0)) / span for name, value in self.seconds.items()}


def read_cpu(platform: Platform, others: Iterable[tuple[str, psutil.Process]] = ()) -> CpuReading:
    """Read the processor time of every program, its children included."""
    found = {name: _seconds(psutil.Process(pid)) for name, pid in platform.control.pids().items() if pid}
    found.update({name: _seconds(process) for name, process in others})
    whole: Any = psutil.cpu_times()
    return CpuReading(time.monotonic(), found, sum(whole) - whole.idle - getattr(whole, "iowait", 0.0))


def _seconds(process: psutil.Process) -> float:
    total = 0.0
    for part in [process, *process.children(recursive=True)]:
        try:
            times = part.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def task_times(connection: "psycopg.Connection[Any]", begin: datetime, end: datetime) -> dict[str, dict[str, Any]]:
    """Return per task how long it waited for a worker, ran, and its result waited for the core.

    Each is (p50, p95) in milliseconds; `waits_ms` is both waits together.
    """
    rows = connection.execute(_TASKS, (begin, end)).fetchall()
    return {
        name: {
            "n": count,
            "queue_ms": _ms(queue),
            "work_ms": _ms(work),
            "result_ms": _ms(result),
            "waits_ms": _ms(both),
        }
        for name, count, queue, work, result, both in rows
    }


def face_times(connection: "psycopg.Connection[Any]", begin: datetime, end: datetime) -> dict[str, Any]:
    """Return how long it took from a frame's capture until its observation was stored, in milliseconds."""
    row = connection.execute(_FACES, (begin, end)).fetchone()
    if row is None or not row[0]:
        return {"n": 0, "p50": None, "p95": None, "max": None}
    p50, p95, most = _ms(row[1])
    return {"n": row[0], "p50": p50, "p95": p95, "max": most}


def spoken_answers(connection: "psycopg.Connection[Any]", begin: datetime, end: datetime) -> dict[str, Any]:
    """Return how many spoken answers have a transcript from each source, and how many of them are empty."""
    rows = connection.execute(_SPOKEN, (begin, end)).fetchall()
    return {source: {"n": count, "empty": empty} for source, count, empty in rows}


def _ms(seconds: list[Any]) -> list[float]:
    return [round(float(value) * 1000, 1) for value in seconds]


def describe_machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        )
        model = next(lines, "")
    return {
        "processor": model or machine.processor() or machine.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{machine.system()} {machine.release()}",
        "python": machine.python_version(),
    }
