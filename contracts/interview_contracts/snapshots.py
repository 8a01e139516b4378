"""JSON Schemas of every message, as committed in `tests/contracts/snapshots`.

`python -m interview_contracts.snapshots` prints one JSON object, file name to text.
"""

import json
import sys

from pydantic import BaseModel

from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.events import BrowserEvent
from interview_contracts.registry import ALL_TASKS
from interview_contracts.reports import Report
from interview_contracts.room_token import RoomClaims


def texts() -> dict[str, str]:
    """Return the snapshot files, name to text."""
    files = {
        "envelope.json": _text({"envelope": TaskEnvelope}),
        "events.json": _text({"event": BrowserEvent}),
        "reports.json": _text({"report": Report}),
        "room_token.json": _text({"claims": RoomClaims}),
    }
    for spec in ALL_TASKS:
        files[f"task.{spec.name}.json"] = _text({"payload": spec.payload, "result": spec.result})
    return files


def _text(models: dict[str, type[BaseModel]]) -> str:
    schemas = {name: model.model_json_schema() for name, model in models.items()}
    return json.dumps(schemas, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(texts(), ensure_ascii=False))
