"""The machine's reference page is drawn from the table."""

import pytest

from backend_core.interviews.diagram import page, transitions
from backend_core.interviews.machine import TABLE
from backend_core.interviews.machine.events import EventKind
from backend_core.interviews.machine.table import IGNORE, Reject
from interview_contracts.vocabulary import InterviewState

pytestmark = pytest.mark.unit

REPETITIONS = {"plan_again", "open_again", "end_again"}


def test_every_transition_of_the_table_is_drawn() -> None:
    drawn = {(before, kind) for before, kind, _ in transitions()}
    expected = {
        (state, kind)
        for state, row in TABLE.items()
        for kind, cell in row.items()
        if cell is not IGNORE and not isinstance(cell, Reject) and getattr(cell, "__name__", "") not in REPETITIONS
    }
    # A transcript that is not waited for changes the interview without changing its state, and needs an older turn.
    late = {(InterviewState.ASKING, kind) for kind in (EventKind.TRANSCRIPT_READY, EventKind.TRANSCRIPT_FAILED)}
    late |= {(InterviewState.ANSWERING, kind) for _, kind in late}
    assert drawn == expected - late


def test_page_names_every_state_and_event() -> None:
    text = page()
    assert all(f"| {kind} |" in text for kind in EventKind)
    assert all(state in text for state in InterviewState)
    assert page() == text
