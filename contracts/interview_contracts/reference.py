"""`python -m interview_contracts.reference` prints docs/reference/tasks.md."""

import sys

from interview_contracts.queues import Queue
from interview_contracts.registry import ALL_TASKS, CORE_RECORD_RESULT

_HEAD = """# Tasks

Generated from `interview_contracts.registry` by `script/generate`; do not edit.

Every task takes one keyword argument, `envelope`. Times are in seconds. Priority 0 is served first.
A task with a record is sent again by the core when its lease runs out.
"""

_ROUTED = (
    f"`{CORE_RECORD_RESULT.name}` of some kinds, as `interview_contracts.routing` says; it also sets the priority."
)


def text() -> str:
    """Return the page: one table a queue."""
    parts = [_HEAD]
    for queue in Queue:
        rows = [
            f"| `{spec.name}` | `{spec.payload.__name__}` | `{spec.result.__name__}` | {spec.priority} "
            f"| {spec.time_limit_s:g} | {spec.lease_s:g} | {spec.max_attempts} | {'yes' if spec.recorded else 'no'} |"
            for spec in ALL_TASKS
            if spec.queue is queue
        ]
        if not rows:
            parts.append(f"## Queue `{queue}`\n\n{_ROUTED}\n")
            continue
        head = "| task | payload | result | priority | time limit | lease | attempts | record |"
        parts.append("\n".join([f"## Queue `{queue}`", "", head, "| --- " * 8 + "|", *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(text())
