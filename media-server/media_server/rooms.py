"""All rooms: one media session per interview, a new one replaces the old."""

import asyncio
import time
from uuid import UUID

import structlog

from interview_contracts.room_token import RoomClaims
from media_server import metrics
from media_server.ending import end_tasks
from media_server.frames import FrameBatcher
from media_server.ports import PortRange
from media_server.room import Room, Shared
from media_server.sdp import ice_credentials
from media_server.sender import Sender
from media_server.settings import Settings
from media_server.stream import ActivityPublisher, make_redis

log = structlog.get_logger(__name__)

_TICK_S = 0.25
_DRAIN_S = 2.0
_CLOSE_S = 3.0


class Rooms:
    """Owns everything that outlives a single session. `start` and `stop` run on the event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        redis = make_redis(settings.redis_url)
        sender = Sender(settings.redis_url)
        self.shared = Shared(
            settings=settings,
            ports=PortRange(settings.udp_ports),
            redis=redis,
            sender=sender,
            frames=FrameBatcher(settings.uploads_dir, sender),
            activity=ActivityPublisher(redis),
        )
        self._rooms: dict[UUID, Room] = {}
        self._locks: dict[UUID, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._background: list[asyncio.Task[None]] = []

    def __len__(self) -> int:
        return len(self._rooms)

    async def start(self) -> None:
        """Start the sender, the frame ticks and the loops."""
        self.shared.sender.start()
        self.shared.frames.start()
        self._background = [asyncio.create_task(self.shared.activity.run()), asyncio.create_task(self._tick())]

    async def stop(self) -> None:
        """End every session, send what waits, and stop."""
        await end_tasks(self._background)
        rooms, self._rooms = list(self._rooms.values()), {}
        closing = [asyncio.create_task(room.close()) for room in rooms]
        if closing or self._tasks:
            _, late = await asyncio.wait([*closing, *self._tasks], timeout=_CLOSE_S)
            if late:
                log.warning("sessions_left_behind", count=len(late))
        for room in rooms:
            room.release()
        await asyncio.to_thread(self.shared.frames.stop)
        await asyncio.to_thread(self.shared.sender.stop, _DRAIN_S)
        await self.shared.redis.aclose()
        metrics.SESSIONS.set(0)

    async def admit(self, claims: RoomClaims, offer: str) -> tuple[Room, str]:
        """Open a session for the interview and return it with the answer; an older session ends first."""
        async with self._locks.setdefault(claims.sub, asyncio.Lock()):
            older = self._rooms.pop(claims.sub, None)
            if older is not None:
                await older.close()
            room = Room(claims, self.shared, self._ended)
            try:
                answer = await room.open(offer)
            except BaseException:
                self._locks.pop(claims.sub, None)
                room.release()
                raise
            room.offer_credentials = ice_credentials(offer)
            self._rooms[claims.sub] = room
        metrics.SESSIONS.set(len(self._rooms))
        return room, answer

    def find(self, interview_id: UUID, session: str) -> Room | None:
        """Return a live session by its address."""
        room = self._rooms.get(interview_id)
        return room if room is not None and room.session == session else None

    async def end(self, room: Room) -> None:
        """End a session."""
        if self._rooms.get(room.interview_id) is room:
            del self._rooms[room.interview_id]
            lock = self._locks.get(room.interview_id)
            if lock is not None and not lock.locked():
                del self._locks[room.interview_id]
        metrics.SESSIONS.set(len(self._rooms))
        await room.close()

    def _ended(self, room: Room) -> None:
        task = asyncio.get_running_loop().create_task(self.end(room))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tick(self) -> None:
        due = time.monotonic() + _TICK_S
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            now = time.monotonic()
            metrics.LOOP_LAG.observe(max(0.0, now - due))
            due = now + _TICK_S
            for room in list(self._rooms.values()):
                if room.tick(now):
                    log.info("media_session_lost", interview_id=str(room.interview_id))
                    self._ended(room)
