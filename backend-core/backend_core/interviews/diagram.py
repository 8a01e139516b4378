"""Draws the machine from its table: `python -m backend_core.interviews.diagram` prints the reference page."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from backend_core.interviews.machine.decision import Rejected
from backend_core.interviews.machine.events import EventKind
from backend_core.interviews.machine.examples import example_events, example_snapshots
from backend_core.interviews.machine.table import TABLE, Cell, Ignore, Reject, decide
from interview_contracts.vocabulary import InterviewState

INTERVIEW = UUID(int=0)


def transitions() -> list[tuple[InterviewState, EventKind, InterviewState]]:
    """Return every change of state, found by deciding example events on example snapshots of each state."""
    found: dict[tuple[InterviewState, EventKind, InterviewState], None] = {}
    for snapshot in example_snapshots(INTERVIEW):
        for kind, event in example_events(snapshot):
            try:
                after = decide(replace(snapshot), event).snapshot
            except Rejected:
                continue
            if after != snapshot:
                found[snapshot.state, kind, after.state] = None
    order = list(InterviewState)
    kinds = list(EventKind)
    return sorted(found, key=lambda item: (order.index(item[0]), order.index(item[2]), kinds.index(item[1])))


def describe(cell: Cell) -> str:
    """Return a cell in words."""
    if isinstance(cell, Reject):
        return f"reject `{cell.code}`"
    if isinstance(cell, Ignore):
        return "–"
    return f"**{getattr(cell, '__name__', '?')}**"


def mermaid() -> Iterator[str]:
    """Yield the lines of the state diagram. Events with the same way share an arrow."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> created"
    ways: dict[tuple[InterviewState, InterviewState], list[str]] = {}
    for before, kind, after in transitions():
        ways.setdefault((before, after), []).append(kind)
    for (before, after), kinds in ways.items():
        yield f"    {before} --> {after} : {', '.join(kinds)}"
    for state in InterviewState:
        if not any(before is state for before, _ in ways):
            yield f"    {state} --> [*]"
    yield "```"


def cells() -> Iterator[str]:
    """Yield the lines of the table of cells: a row an event, a column a state."""
    yield "| event | " + " | ".join(InterviewState) + " |"
    yield "| --- |" + " --- |" * len(InterviewState)
    for kind in EventKind:
        yield f"| {kind} | " + " | ".join(describe(TABLE[state][kind]) for state in InterviewState) + " |"


def page() -> str:
    """Return the reference page of the machine as Markdown."""
    head = [
        "# The interview machine",
        "",
        "Generated from `backend_core.interviews.machine` by `python -m backend_core.interviews.diagram`.",
        "",
    ]
    middle = [
        "",
        "A cell names the handler that is called, or the code with which a command is rejected; `–` means that the"
        " event changes nothing there.",
        "",
    ]
    return "\n".join([*head, *mermaid(), *middle, *cells()]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
