"""Where each cell of the machine's table that is no refusal leads, over all examples: no cell is left unasserted."""

from uuid import UUID

import pytest

from backend_core.interviews.machine import TABLE, decide
from backend_core.interviews.machine.decision import Rejected
from backend_core.interviews.machine.events import EventKind
from backend_core.interviews.machine.examples import example_events, example_snapshots
from backend_core.interviews.machine.table import IGNORE, Reject
from interview_contracts.vocabulary import InterviewState

pytestmark = pytest.mark.unit

INTERVIEW = UUID("0193a000-0000-7000-8000-000000000001")

# For each state: event and the states that it leads to; "!" stands for the refusal of a guard.
TARGETS = {
    "created": "prepare>planning withdraw>withdrawn expire>expired",
    "planning": "prepare>planning plan_ready>ready plan_failed>ready withdraw>withdrawn expire>expired",
    "ready": "prepare>ready start>asking withdraw>withdrawn expire>expired",
    "asking": "answer_opened>answering answer_ended>!answer_not_open transcript_ready>asking "
    "transcript_failed>asking withdraw>withdrawn expire>expired",
    "answering": "answer_opened>answering answer_ended>asking,evaluating,thinking transcript_ready>answering "
    "transcript_failed>answering answer_time_limit>evaluating,thinking withdraw>withdrawn expire>expired",
    "thinking": "answer_ended>thinking transcript_ready>asking,evaluating,thinking "
    "transcript_failed>asking,evaluating follow_up_ready>asking,evaluating follow_up_failed>asking,evaluating "
    "next_question_deadline>asking,evaluating withdraw>withdrawn expire>expired",
    "evaluating": "answer_ended>evaluating transcript_ready>evaluating transcript_failed>evaluating "
    "evaluation_ready>reported evaluation_failed>evaluation_failed withdraw>withdrawn",
    "evaluation_failed": "answer_ended>evaluation_failed evaluation_retried>evaluating withdraw>withdrawn",
    "reported": "",
    "withdrawn": "",
    "expired": "",
}


def found(state: InterviewState) -> dict[str, str]:
    """Return what the examples of a state lead to."""
    targets: dict[str, set[str]] = {}
    for snapshot in (item for item in example_snapshots(INTERVIEW) if item.state is state):
        for kind, event in example_events(snapshot):
            cell = TABLE[state][kind]
            if isinstance(cell, Reject) or cell is IGNORE:
                continue
            try:
                target = decide(snapshot, event).snapshot.state.value
            except Rejected as refusal:
                target = f"!{refusal.code.value}"
            targets.setdefault(kind.value, set()).add(target)
    return {kind: ",".join(sorted(states)) for kind, states in targets.items()}


@pytest.mark.parametrize("state", InterviewState)
def test_every_transition_leads_where_it_should(state: InterviewState) -> None:
    assert found(state) == dict(part.split(">") for part in TARGETS[state.value].split())


def test_every_cell_has_an_example() -> None:
    tried = {(item.state, kind) for item in example_snapshots(INTERVIEW) for kind, _ in example_events(item)}
    assert tried == {(state, kind) for state in InterviewState for kind in EventKind}
