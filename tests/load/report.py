"""The table that people read, and how far the figures are from their goals."""

from collections.abc import Callable
from typing import Any

Run = dict[str, Any]

GOALS: tuple[tuple[str, str, float, Callable[[Run], float | None]], ...] = (
    ("next question, typed, p95", "ms", 1000.0, lambda run: run["next_question_ms"]["typed"]["p95"]),
    ("  of it in queues, p95", "ms", 100.0, lambda run: run["next_question_queue_ms"]["p95"]),
    ("media-server per candidate", "cores", 0.06, lambda run: run["media_cores_per_candidate"]),
    ("face observation stored, p95", "ms", 150.0, lambda run: run["face_ms"]["p95"]),
    ("API answer, p95", "ms", 50.0, lambda run: run["api_ms"]["p95"]),
    ("event pushed, p95", "ms", 30.0, lambda run: run["push_ms"]["p95"]),
    ("media connection, p95", "ms", 1000.0, lambda run: run["connect_ms"]["p95"]),
)
"""Name, unit, goal and where the figure stands. Goals hold for 10 interviews on two cores."""

_OTHERS: tuple[tuple[str, str, Callable[[Run], float | None]], ...] = (
    ("answers", "", lambda run: run["answers"]),
    ("next question, typed, p50", "ms", lambda run: run["next_question_ms"]["typed"]["p50"]),
    ("next question, spoken live, p95", "ms", lambda run: run["next_question_ms"]["live"]["p95"]),
    ("next question, uploaded sound, p95", "ms", lambda run: run["next_question_ms"]["upload"]["p95"]),
    ("transcript, spoken live, p50", "ms", lambda run: run["transcript_ms"]["live"]["p50"]),
    ("transcript, spoken live, p95", "ms", lambda run: run["transcript_ms"]["live"]["p95"]),
    ("transcript, uploaded sound, p95", "ms", lambda run: run["transcript_ms"]["upload"]["p95"]),
    ("event pushed, p50", "ms", lambda run: run["push_ms"]["p50"]),
    ("face observation stored, p50", "ms", lambda run: run["face_ms"]["p50"]),
    ("frames observed a second per candidate", "", lambda run: run["faces_per_candidate_and_second"]),
    ("all programs", "cores", lambda run: run["cores"]["platform"]),
    ("load generator", "cores", lambda run: run["cores"]["load generator"]),
    ("other processes of this machine", "cores", lambda run: run["cores"]["others"]),
    (
        "spoken answers with an empty transcript",
        "",
        lambda run: sum(s["empty"] for s in run["spoken_answers"].values()),
    ),
    ("memory of all programs", "MiB", lambda run: run["memory_mib"]["total"]),
    ("errors", "", lambda run: sum(run["errors"].values())),
)


def ratios(run: Run) -> dict[str, float | None]:
    """Return measured / goal per goal: at most 1 is good."""
    found: dict[str, float | None] = {}
    for name, _, goal, read in GOALS:
        value = read(run)
        found[name.strip()] = None if value is None else round(value / goal, 3)
    return found


def table(runs: list[Run]) -> str:
    """Return all runs side by side, with the ratio to the goal where there is one."""
    head = ["", "goal", *(f"{run['interviews']} interviews" for run in runs)]
    rows = [head]
    for name, unit, goal, read in GOALS:
        cells = [_cell(read(run), goal) for run in runs]
        rows.append([name, f"{goal:g} {unit}", *cells])
    for name, unit, read in _OTHERS:
        rows.append([f"{name}{f' ({unit})' if unit else ''}", "", *(_cell(read(run), None) for run in runs)])
    for program in sorted(runs[-1]["memory_mib"]):
        if program != "total":
            rows.append(
                [f"  memory {program} (MiB)", "", *(_cell(run["memory_mib"].get(program), None) for run in runs)]
            )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cell(value: float | None, goal: float | None) -> str:
    if value is None:
        return "-"
    digits = 0 if value >= 10 or value == int(value) else 3 if value < 1 else 1
    shown = f"{value:.{digits}f}"
    return f"{shown} (x{value / goal:.2f})" if goal else shown
