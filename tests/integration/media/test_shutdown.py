"""SIGTERM ends the process in time, whatever its connections are doing."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from jose import jwt

from interview_embedded.ports import free_tcp_port
from tests.integration.media.conftest import PICTURES, ROOM_SOUND, SECRET, free_range
from tests.integration.media.waiting import until
from tests.load.peer import WhipPeer, audio_track, video_track

pytestmark = pytest.mark.integration

TRIALS = 3
PEERS = 3
ENDS_WITHIN_S = 8.0
"""What the supervisor waits before it kills."""


@asynccontextmanager
async def serving(redis_url: str, uploads: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the media server as the product starts it."""
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "MEDIA_SECRET": SECRET,
        "UPLOADS_DIR": str(uploads),
        "MEDIA_HTTP_HOST": "127.0.0.1",
        "MEDIA_HTTP_PORT": str(port),
        "MEDIA_ADVERTISED_IP": "127.0.0.1",
        "MEDIA_UDP_PORTS": free_range(PEERS + 1),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "media_server", env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(http: aiohttp.ClientSession, port: int) -> None:
    async def look() -> bool:
        try:
            async with http.get(f"http://127.0.0.1:{port}/health/ready") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    await until(look, within_s=30, what="the media server")


def _peer(http: aiohttp.ClientSession) -> WhipPeer:
    return WhipPeer(http, audio=audio_track(ROOM_SOUND), video=video_track(PICTURES, 10))


async def _join(peer: WhipPeer, port: int) -> None:
    room, now = str(uuid4()), int(time.time())
    claims = {"sub": room, "aud": "media", "exp": now + 120, "iat": now, "jti": uuid4().hex}
    token = jwt.encode({**claims, "language": "en", "face": True}, SECRET, algorithm="HS256")
    assert await peer.post(f"http://127.0.0.1:{port}/whip/{room}", token) == 201


async def _connected(peers: list[WhipPeer], port: int) -> None:
    await asyncio.gather(*(_join(peer, port) for peer in peers))


async def _connecting(peers: list[WhipPeer], port: int) -> None:
    """Return while the connections are being made."""
    joining = [asyncio.ensure_future(_join(peer, port)) for peer in peers]
    await until(lambda: _any_answer(peers), within_s=5, what="an answer to an offer")
    for task in joining:
        task.cancel()
    await asyncio.gather(*joining, return_exceptions=True)


async def _any_answer(peers: list[WhipPeer]) -> bool:
    return any(peer.answer for peer in peers)


@pytest.mark.parametrize("moment", [_connected, _connecting])
async def test_sigterm_ends_the_process_in_time(
    redis_url: str, tmp_path: Path, moment: Callable[[list[WhipPeer], int], "asyncio.Future[None]"]
) -> None:
    for trial in range(TRIALS):
        port = free_tcp_port()
        async with serving(redis_url, tmp_path, port) as process, aiohttp.ClientSession() as http:
            await _ready(http, port)
            peers = [_peer(http) for _ in range(PEERS)]
            try:
                await moment(peers, port)
                process.send_signal(signal.SIGTERM)
                code = await asyncio.wait_for(process.wait(), timeout=ENDS_WITHIN_S)
            finally:
                for peer in peers:
                    await peer.close()
        assert code == 0, f"trial {trial}"
