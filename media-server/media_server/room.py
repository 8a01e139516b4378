"""One candidate's media session: the connection, its two tracks, and the answer that is open."""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis

from interview_contracts.events import ConsentsChanged, SpeechActivity
from interview_contracts.reports import MediaSessionChanged
from interview_contracts.room_token import RoomClaims
from media_server import metrics
from media_server.ending import end_tasks
from media_server.frames import FrameBatcher, Sample
from media_server.peer import Peer
from media_server.ports import PortRange
from media_server.receiving import TrackSink
from media_server.sender import Sender
from media_server.settings import Settings
from media_server.speech import CloseAnswer, OpenAnswer, SpeechSink
from media_server.stream import ActivityPublisher, Follower
from media_server.video import CLOCK_RATE, VideoSink

log = structlog.get_logger(__name__)

_CONNECT_WITHIN_S = 15.0
_NOTHING_HEARD_S = 12.0
_SILENCE_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Shared:
    """What all rooms of the process use."""

    settings: Settings
    ports: PortRange
    redis: Redis
    sender: Sender
    frames: FrameBatcher
    activity: ActivityPublisher


class Room:
    """Begins with `open`, ends with `close`; `on_ended` is called once when the connection ends by itself."""

    def __init__(self, claims: RoomClaims, shared: Shared, on_ended: Callable[["Room"], None]) -> None:
        self.interview_id: UUID = claims.sub
        self.session = secrets.token_hex(16)
        self.offer_credentials: tuple[str, str] | None = None
        self._claims = claims
        self._shared = shared
        self._on_ended = on_ended
        self._loop = asyncio.get_running_loop()
        self._began = time.monotonic()
        self._first_pts: int | None = None
        self._sampled = 0
        self._connected = False
        self._closed = False
        self._silence_told = 0.0
        self._speech = SpeechSink(
            interview_id=claims.sub,
            media_session=self.session,
            uploads=shared.settings.uploads_dir,
            sender=shared.sender,
            on_activity=self._heard,
        )
        self._video = VideoSink(self._sample) if claims.face else None
        self._emotion = claims.emotion
        sinks: dict[str, TrackSink] = {"audio": self._speech}
        if self._video is not None:
            sinks["video"] = self._video
        self._peer = Peer(settings=shared.settings, ports=shared.ports, sinks=sinks, on_state=self._state_changed)
        self._follower: asyncio.Task[None] | None = None

    async def open(self, offer: str) -> str:
        """Return the answer to an offer. Raises what `Peer.answer` raises."""
        answer = await self._peer.answer(offer)
        follower = Follower(
            self._shared.redis, self.interview_id, self._claims.language, self._answer_changed, self._consent_changed
        )
        self._follower = asyncio.create_task(follower.run())
        return answer

    async def close(self) -> None:
        """End the session: cut the open answer's last segment, free the port, report."""
        if self._closed:
            return
        self._closed = True
        if self._follower is not None:
            await end_tasks([self._follower])
        await self._peer.close()
        dropped = self._shared.frames.forget(self.session)
        self._shared.activity.forget(self.interview_id)
        if self._connected:
            self._report(connected=False, dropped=dropped)

    def release(self) -> None:
        """Let the threads of the tracks end, whatever became of the connection: they would hold up the process."""
        self._peer.release()

    def tick(self, now: float) -> bool:
        """Publish silence that goes on; return whether the session is dead and must be closed."""
        turn_id, voice = self._speech.open_turn, self._speech.last_voice
        if turn_id is not None and voice is not None:
            silence = now - voice
            if silence >= _SILENCE_EVERY_S and now - self._silence_told >= _SILENCE_EVERY_S:
                self._silence_told = now
                self._publish(turn_id, speaking=False, silence_s=silence)
        if not self._connected:
            return now - self._began > _CONNECT_WITHIN_S
        last = max(self._speech.last_packet, self._video.last_packet if self._video else 0.0, self._began)
        return now - last > _NOTHING_HEARD_S

    def _answer_changed(self, change: OpenAnswer | CloseAnswer) -> None:
        self._speech.inbox.put(change)

    def _consent_changed(self, change: ConsentsChanged) -> None:
        """Honour consents that were withdrawn, or given again. What the token did not allow is never begun."""
        if self._video is None:
            return
        emotion = self._claims.emotion and change.emotion
        withdrawn = (self._video.sampling and not change.face) or (self._emotion and not emotion)
        self._emotion = emotion
        self._video.sampling = change.face
        if withdrawn:
            # What waits was taken under what does not hold any more.
            self._shared.frames.withhold(self.session)

    def _heard(self, turn_id: UUID, speaking: bool) -> None:
        silence = 0.0 if speaking or self._speech.last_voice is None else time.monotonic() - self._speech.last_voice
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell_activity, turn_id, speaking, max(0.0, silence))

    def _tell_activity(self, turn_id: UUID, speaking: bool, silence_s: float) -> None:
        self._silence_told = time.monotonic()
        self._publish(turn_id, speaking=speaking, silence_s=silence_s)

    def _publish(self, turn_id: UUID, *, speaking: bool, silence_s: float) -> None:
        event = SpeechActivity(
            interview_id=self.interview_id, turn_id=turn_id, speaking=speaking, silence_s=round(silence_s, 2)
        )
        self._shared.activity.publish(event)

    def _sample(self, timestamp: int, arrived: float, jpeg: bytes) -> None:
        if self._first_pts is None:
            self._first_pts = timestamp - int((arrived - self._began) * CLOCK_RATE)
        captured_at = datetime.now(UTC) - timedelta(seconds=time.monotonic() - arrived)
        sample = Sample(
            interview_id=self.interview_id,
            media_session=self.session,
            sequence=self._sampled,
            presentation_s=round(max(0.0, (timestamp - self._first_pts) / CLOCK_RATE), 3),
            captured_at=captured_at,
            jpeg=jpeg,
            emotion=self._emotion,
        )
        self._sampled += 1
        self._shared.frames.offer(sample)

    def _state_changed(self, state: str) -> None:
        if state == "connected" and not self._connected:
            self._connected = True
            metrics.SETUP_SECONDS.observe(time.monotonic() - self._began)
            self._began = time.monotonic()
            self._report(connected=True)
        elif state in ("failed", "closed") and not self._closed:
            self._on_ended(self)

    def _report(self, *, connected: bool, dropped: int = 0) -> None:
        self._shared.sender.report(
            MediaSessionChanged(
                interview_id=self.interview_id,
                media_session=self.session,
                connected=connected,
                audio="audio" in self._peer.kinds,
                video="video" in self._peer.kinds,
                at=datetime.now(UTC),
                frames_sampled=self._sampled,
                frames_dropped=dropped,
            )
        )
        log.info("media_session", interview_id=str(self.interview_id), connected=connected)
