"""The interview's Redis stream: which answer is open, and where speech activity is published."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from interview_contracts.events import (
    STREAM_FIELD,
    STREAM_MAX_LENGTH,
    AnswerClosed,
    AnswerOpened,
    BrowserEvent,
    ConsentsChanged,
    SpeechActivity,
    StateChanged,
    stream_key,
)
from interview_contracts.vocabulary import InterviewState, Language
from media_server.speech import CloseAnswer, OpenAnswer

log = structlog.get_logger(__name__)

_BLOCK_MS = 2000
_BATCH = 200
_BACKOFF_S = (0.1, 0.25, 0.5, 1.0)
_DECISIVE = (b'"answer.opened"', b'"answer.closed"', b'"interview.state"', b'"consents.changed"')
_START = "0-0"

OnChange = Callable[[OpenAnswer | CloseAnswer], None]
OnConsent = Callable[[ConsentsChanged], None]


def make_redis(url: str) -> Redis:
    """Return a client whose calls end within seconds when Redis is away."""
    return Redis.from_url(
        url,
        socket_timeout=_BLOCK_MS / 1000 + 2,
        socket_connect_timeout=1.0,
        socket_keepalive=True,
        health_check_interval=15,
    )


class OpenTurn:
    """Folds a stream's events into the turn whose answer is open. Duplicates and old events change nothing."""

    def __init__(self, language: Language) -> None:
        self._default = language
        self._version = -1
        self._closed: set[UUID] = set()
        self.turn_id: UUID | None = None
        self.language = language
        self.opened_ms = 0

    def apply(self, event: object, at_ms: int) -> bool:
        """Take an event published at `at_ms`; return whether another answer is open now, or none."""
        if isinstance(event, AnswerOpened):
            language = event.language if event.language in tuple(Language) else self._default
            return self._open(event.turn_id, Language(language), at_ms)
        if isinstance(event, AnswerClosed):
            return self._close(event.turn_id)
        if isinstance(event, StateChanged) and event.version >= self._version:
            self._version = event.version
            if event.state is not InterviewState.ANSWERING:
                return self._close(self.turn_id)
            if event.turn_id is not None:
                return self._open(event.turn_id, self._default, at_ms)
        return False

    def _open(self, turn_id: UUID, language: Language, at_ms: int) -> bool:
        if turn_id in self._closed or turn_id == self.turn_id:
            return False
        self._close(self.turn_id)
        self.turn_id, self.language, self.opened_ms = turn_id, language, at_ms
        return True

    def _close(self, turn_id: UUID | None) -> bool:
        if turn_id is None:
            return False
        self._closed.add(turn_id)
        if turn_id != self.turn_id:
            return False
        self.turn_id = None
        return True


class Follower:
    """Follows one interview's stream for as long as its media session lives.

    It begins with what the stream holds already, goes on after Redis was away, and begins anew when the stream was
    wiped. How long an answer has been open is measured by Redis's own clock.
    """

    def __init__(
        self, redis: Redis, interview_id: UUID, language: Language, on_change: OnChange, on_consent: OnConsent
    ) -> None:
        self._redis = redis
        self._key = stream_key(interview_id)
        self._turn = OpenTurn(language)
        self._on_change = on_change
        self._on_consent = on_consent
        self._cursor = _START

    async def run(self) -> None:
        """Follow until cancelled."""
        failures = 0
        while True:
            try:
                await self._step()
                failures = 0
            except (RedisError, OSError, TimeoutError) as error:
                if failures == 0:
                    log.warning("stream_unreachable", error=type(error).__name__)
                await asyncio.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
                failures += 1
                with suppress(RedisError, OSError, TimeoutError):
                    await self._begin_anew_if_wiped()

    async def _step(self) -> None:
        block = None if self._cursor == _START else _BLOCK_MS
        reply: Any = await self._redis.xread({self._key: self._cursor}, count=_BATCH, block=block)
        entries = reply[0][1] if reply else []
        before = self._turn.turn_id
        for entry_id, fields in entries:
            self._cursor = entry_id.decode()
            self._apply(fields.get(STREAM_FIELD.encode(), b""))
        if before != self._turn.turn_id:
            await self._tell(before)
        if not entries:
            if self._cursor == _START:
                self._cursor = "0-1"
            else:
                await self._begin_anew_if_wiped()

    def _apply(self, raw: bytes) -> None:
        if not any(mark in raw for mark in _DECISIVE):
            return
        try:
            event = BrowserEvent.model_validate_json(raw).root
        except ValidationError:
            return
        if isinstance(event, ConsentsChanged):
            self._on_consent(event)
        self._turn.apply(event, int(self._cursor.partition("-")[0]))

    async def _tell(self, before: UUID | None) -> None:
        if before is not None:
            self._on_change(CloseAnswer(before))
        turn = self._turn
        if turn.turn_id is not None:
            seconds, micros = await self._redis.time()
            age = max(0.0, seconds + micros / 1e6 - turn.opened_ms / 1000)
            self._on_change(OpenAnswer(turn.turn_id, turn.language, age))

    async def _begin_anew_if_wiped(self) -> None:
        """Read from the start when the stream's newest entry is older than what was read: Redis lost it."""
        info: Any = await self._redis.xrevrange(self._key, count=1)
        if info and _order(info[0][0].decode()) < _order(self._cursor):
            self._cursor = _START


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence or 0)


class ActivityPublisher:
    """Publishes speech activity: the newest state of each interview, at most four times a second.

    It is progress that nobody stores: what Redis does not take at once is dropped.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: dict[UUID, SpeechActivity] = {}
        self._sent: dict[UUID, float] = {}
        self._wake = asyncio.Event()

    def publish(self, event: SpeechActivity) -> None:
        """Publish soon; a newer state of the same interview replaces one that still waits."""
        self._waiting[event.interview_id] = event
        self._wake.set()

    def forget(self, interview_id: UUID) -> None:
        """Drop what is kept for an interview."""
        self._waiting.pop(interview_id, None)
        self._sent.pop(interview_id, None)

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            now = time.monotonic()
            held = 0.0
            for interview_id, event in list(self._waiting.items()):
                rest = self._sent.get(interview_id, 0.0) + 0.25 - now
                if rest > 0:
                    held = max(held, rest)
                    continue
                del self._waiting[interview_id]
                self._sent[interview_id] = now
                with suppress(RedisError, OSError, TimeoutError):
                    await self._redis.xadd(
                        stream_key(interview_id),
                        {STREAM_FIELD: event.model_dump_json()},
                        maxlen=STREAM_MAX_LENGTH,
                        approximate=True,
                    )
            if held:
                await asyncio.sleep(min(held, 0.05))
                self._wake.set()
