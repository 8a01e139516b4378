"""The one place where an interview changes: lock the row, decide, save, and carry out the effects in one transaction.

Nothing here commits; the edge (request, results consumer, relay) does. Events that are late or repeated change nothing.
"""

from collections import deque
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews import timers
from backend_core.interviews.errors import REJECTIONS
from backend_core.interviews.execution import carry_out
from backend_core.interviews.machine import decide
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.decision import Decision, Rejected
from backend_core.interviews.machine.snapshot import Snapshot
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.storage import read_snapshot, write_snapshot


async def apply(
    session: AsyncSession, interview_id: UUID, event: ev.Event, *, typed_text: str | None = None
) -> Snapshot:
    """Let an event happen to an interview and return how it stands then.

    `typed_text` is the text of a typed answer that this event ends. Raises `NotFoundError` for an unknown interview,
    and the error of `interviews.errors` that words the machine's refusal of a command.
    """
    repository = InterviewRepository(session)
    interview = await repository.locked(interview_id)
    rows = await repository.rows(interview)
    snapshot = read_snapshot(rows)
    waiting: deque[ev.Event] = deque([event])
    first = True
    while waiting:
        happened = waiting.popleft()
        try:
            decision = decide(snapshot, happened)
        except Rejected as refusal:
            if first:
                raise REJECTIONS[refusal.code] from refusal
            decision = Decision(snapshot)
        text = typed_text if first else None
        first = False
        if decision.snapshot is snapshot:
            continue
        await write_snapshot(
            session,
            rows,
            snapshot,
            decision.snapshot,
            now=await timers.database_now(session),
            typed_text=text,
        )
        snapshot = decision.snapshot
        for effect in decision.effects:
            settled = await carry_out(session, rows, snapshot, effect)
            if settled is not None:
                waiting.append(settled)
    return snapshot
