"""Counts attempts per account and address in Redis; a right one is not held against anybody."""

import hashlib
import time
from collections import OrderedDict

import structlog
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from backend_core.auth.errors import TooManyLoginsError

_UNREACHABLE = (RedisConnectionError, RedisTimeoutError, OSError)

log = structlog.get_logger(__name__)


class _LocalCounts:
    """Counts of this process: what is left when Redis cannot be reached, so that failing open is not failing blind."""

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, key: str) -> int:
        ends, failures = self._windows.get(key, (0.0, 0))
        return failures if ends > time.monotonic() else 0

    def add(self, key: str, window_s: int) -> None:
        failures = self.count(key)
        ends = self._windows[key][0] if failures else time.monotonic() + window_s
        self._windows[key] = (ends, failures + 1)
        self._windows.move_to_end(key)
        while len(self._windows) > self._size:
            self._windows.popitem(last=False)

    def take_back(self, key: str) -> None:
        if self.count(key) > 0:
            ends, failures = self._windows[key]
            self._windows[key] = (ends, failures - 1)

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)


_local = _LocalCounts()


class AttemptLimit:
    """Refuses further attempts after too many failures of one account from one address.

    Other addresses are not affected, so nobody can lock somebody else out. Keys hold digests, no addresses.
    """

    def __init__(self, redis: Redis, *, purpose: str, attempts: int, window_s: int) -> None:
        self._redis = redis
        self._purpose = purpose
        self._attempts = attempts
        self._window_s = window_s

    def _key(self, account: str, address: str) -> str:
        value = hashlib.sha256(f"{account.casefold()}\x00{address}".encode()).hexdigest()[:32]
        return f"attempts:{self._purpose}:{value}"

    async def begin(self, account: str, address: str) -> None:
        """Count an attempt before it is made, so that many at once count too. Raises `TooManyLoginsError`."""
        key = self._key(account, address)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(key, 0, ex=self._window_s, nx=True)
                pipe.incr(key)
                pipe.ttl(key)
                _, made, ttl = await pipe.execute()
            left = max(int(ttl), 1)
        except _UNREACHABLE:
            log.warning("attempts are counted by this process only")
            _local.add(key, self._window_s)
            made, left = _local.count(key), self._window_s
        if made > self._attempts:
            raise TooManyLoginsError(headers={"Retry-After": str(left)})

    async def take_back(self, account: str, address: str) -> None:
        """Do not count an attempt that turned out to be right; earlier failures still count."""
        key = self._key(account, address)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(key, 0, ex=self._window_s, nx=True)
                pipe.decr(key)
                await pipe.execute()
        except _UNREACHABLE:
            _local.take_back(key)

    async def succeeded(self, account: str, address: str) -> None:
        """Forget the attempts."""
        key = self._key(account, address)
        _local.clear(key)
        try:
            await self._redis.delete(key)
        except _UNREACHABLE:
            log.warning("attempts could not be cleared")
