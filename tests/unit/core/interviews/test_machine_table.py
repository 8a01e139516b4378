"""Every cell of the machine's table, illegal ones too."""

from dataclasses import replace
from uuid import UUID

import pytest

from backend_core.interviews.machine import TABLE, decide
from backend_core.interviews.machine.decision import Rejected
from backend_core.interviews.machine.events import KINDS, EventKind
from backend_core.interviews.machine.examples import example_events, example_snapshots
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.machine.table import IGNORE, Reject
from interview_contracts.vocabulary import InterviewState

pytestmark = pytest.mark.unit

INTERVIEW = UUID("0193a000-0000-7000-8000-000000000001")
COMMANDS = {
    EventKind.PREPARE,
    EventKind.START,
    EventKind.ANSWER_OPENED,
    EventKind.ANSWER_ENDED,
    EventKind.EVALUATION_RETRIED,
    EventKind.WITHDRAW,
}

# One letter a cell, in the order of EventKind: T a transition or a guarded repetition, . ignored, R rejected.
EXPECTED = {
    InterviewState.CREATED: "T..RRR........RTT",
    InterviewState.PLANNING: "TTTRRR........RTT",
    InterviewState.READY: "T..TRR........RTT",
    InterviewState.ASKING: "R...TTTT......RTT",
    InterviewState.ANSWERING: "R...TTTT...T..RTT",
    InterviewState.THINKING: "R...RTTTTTT...RTT",
    InterviewState.EVALUATING: "R..RRTTT....TT.T.",
    InterviewState.EVALUATION_FAILED: "R..RRT........TT.",
    InterviewState.REPORTED: "R..RRR........RR.",
    InterviewState.WITHDRAWN: "R..RRR........R..",
    InterviewState.EXPIRED: "R..RRR........RR.",
}

CELLS = [
    pytest.param(state, kind, EXPECTED[state][column], id=f"{state}-{kind}")
    for state in InterviewState
    for column, kind in enumerate(EventKind)
]


def test_table_is_total() -> None:
    assert set(TABLE) == set(InterviewState)
    assert all(list(row) == list(EventKind) for row in TABLE.values())
    assert set(KINDS.values()) == set(EventKind)
    assert all(len(row) == len(EventKind) for row in EXPECTED.values())


@pytest.mark.parametrize(("state", "kind", "expected"), CELLS)
def test_cell(state: InterviewState, kind: EventKind, expected: str) -> None:
    cell = TABLE[state][kind]
    found = "R" if isinstance(cell, Reject) else "." if cell is IGNORE else "T"
    assert found == expected


@pytest.mark.parametrize(("state", "kind", "expected"), CELLS)
def test_cell_decides_as_the_table_says(state: InterviewState, kind: EventKind, expected: str) -> None:
    for snapshot in (item for item in example_snapshots(INTERVIEW) if item.state is state):
        for event in (event for example, event in example_events(snapshot) if example is kind):
            cell = TABLE[state][kind]
            if isinstance(cell, Reject):
                with pytest.raises(Rejected) as caught:
                    decide(snapshot, event)
                assert caught.value.code is cell.code
            elif expected == ".":
                decision = decide(snapshot, event)
                assert decision.snapshot is snapshot
                assert decision.effects == ()


def test_only_commands_are_rejected() -> None:
    rejected = {kind for row in TABLE.values() for kind, cell in row.items() if isinstance(cell, Reject)}
    assert rejected == COMMANDS


def test_closed_states_have_no_way_out() -> None:
    for state in CLOSED_STATES:
        assert all(cell is IGNORE or isinstance(cell, Reject) for cell in TABLE[state].values())


def test_a_decision_is_repeatable() -> None:
    for snapshot in example_snapshots(INTERVIEW):
        for _, event in example_events(snapshot):
            try:
                first = decide(snapshot, event)
            except Rejected:
                continue
            assert decide(replace(snapshot), event) == first
