"""The messages are what was committed, and messages of earlier versions are still understood."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from interview_contracts import snapshots
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.events import BrowserEvent
from interview_contracts.registry import ALL_TASKS, BY_NAME, CORE_RECORD_RESULT
from interview_contracts.reports import Report
from interview_contracts.room_token import RoomClaims

pytestmark = pytest.mark.contracts

SNAPSHOTS = Path(__file__).parent / "snapshots"
OLD_MESSAGES = Path(__file__).parent / "old_messages"


def model_of(name: str) -> type[BaseModel]:
    """Return the model that reads a stored message; its file name tells which."""
    if name == "envelope":
        return TaskEnvelope
    if name == "room_token":
        return RoomClaims
    task, _, side = name.rpartition(".")
    if task in BY_NAME:
        return BY_NAME[task].payload if side == "payload" else BY_NAME[task].result
    return BrowserEvent if name.startswith("event.") else Report


def test_schemas_equal_the_committed_snapshots() -> None:
    committed = {file.name: file.read_text(encoding="utf-8") for file in SNAPSHOTS.glob("*.json")}
    assert snapshots.texts() == committed, "run script/generate and review what changed on the wire"


@pytest.mark.parametrize(
    "file", sorted(OLD_MESSAGES.glob("*/*.json")), ids=lambda file: f"{file.parent.name}/{file.stem}"
)
def test_an_old_message_is_still_understood(file: Path) -> None:
    message = json.loads(file.read_text(encoding="utf-8"))
    parsed = model_of(file.stem).model_validate_json(json.dumps(message))
    assert parsed.model_dump(mode="json") == parsed.model_validate(parsed.model_dump(mode="json")).model_dump(
        mode="json"
    )


def test_every_task_has_an_old_message() -> None:
    stems = {file.stem for file in OLD_MESSAGES.glob("v1/*.json")}
    wanted = {f"{spec.name}.{side}" for spec in ALL_TASKS for side in ("payload", "result")}
    assert wanted - stems == {f"{CORE_RECORD_RESULT.name}.{side}" for side in ("payload", "result")}


def test_a_newer_sender_may_add_fields() -> None:
    message = json.loads((OLD_MESSAGES / "v1" / "envelope.json").read_text(encoding="utf-8"))
    assert TaskEnvelope.model_validate({**message, "added_later": 1}) == TaskEnvelope.model_validate(message)


def test_names_are_unique_and_time_limits_positive() -> None:
    assert len(BY_NAME) == len(ALL_TASKS)
    for spec in ALL_TASKS:
        assert spec.time_limit_s > 0
        assert spec.lease_s > 0
        assert 0 <= spec.priority <= 9
