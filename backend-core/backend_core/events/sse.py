"""An interview's stream as server-sent events. No database session is held while a client listens."""

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from backend_core.auth.current_user import CurrentUser, still_logged_in
from backend_core.events.stream import Entry, follow, last_position, valid_position
from backend_core.interviews.execution import state_changed
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.storage import read_snapshot
from backend_core.resources import Resources

_RETRY_MS = 1000


async def browser_events(
    resources: Resources, user: CurrentUser, interview_id: UUID, last_event_id: str | None
) -> AsyncIterator[ServerSentEvent]:
    """Yield where the interview stands, then everything that is published after that.

    The position is read before the state: what happens in between is told twice rather than not at all. The stream
    ends soon after the listener's login does.
    """

    async def allowed() -> bool:
        try:
            return await still_logged_in(resources, user)
        except (DBAPIError, PoolTimeoutError, OSError):
            # A database that is away for a moment shall not throw everybody out: the next question comes soon.
            return True

    async def current_state() -> Entry:
        position = await last_position(resources.redis, interview_id)
        return Entry(position, await _state(resources, interview_id))

    first = await current_state()
    position = valid_position(last_event_id) or first.position
    yield ServerSentEvent(raw_data=first.event, id=position, retry=_RETRY_MS)
    async for entry in follow(resources.redis, interview_id, position, recovered=current_state, allowed=allowed):
        yield ServerSentEvent(raw_data=entry.event, id=entry.position)


async def _state(resources: Resources, interview_id: UUID) -> str:
    async with resources.sessions() as session:
        repository = InterviewRepository(session)
        interview = await repository.shown(interview_id)
        snapshot = read_snapshot(await repository.rows(interview))
    return state_changed(snapshot).model_dump_json()
