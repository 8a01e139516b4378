"""A media server on free ports, and browsers for it."""

import base64
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import numpy as np
import pytest
import redis.asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from jose import jwt

from interview_contracts.events import STREAM_FIELD, AnswerClosed, AnswerOpened, ConsentsChanged, stream_key
from media_server.app import create_app
from media_server.settings import Settings
from media_server.whip import ROOMS
from tests.integration.media.waiting import until
from tests.load import voice
from tests.load.peer import WhipPeer, audio_track, video_track

SECRET = "a-secret-of-the-tests"


@dataclass
class MediaServer:
    """The server under test with its Redis and uploads."""

    app: web.Application
    server: TestServer
    http: aiohttp.ClientSession
    redis: Any
    uploads: Path
    peers: list[WhipPeer] = field(default_factory=list)

    def url(self, interview_id: UUID) -> str:
        return str(self.server.make_url(f"/whip/{interview_id}"))

    def token(self, interview_id: UUID, **changes: Any) -> str:
        now = int(time.time())
        claims = {"sub": str(interview_id), "aud": "media", "exp": now + 120, "iat": now, "jti": uuid4().hex}
        return str(jwt.encode({**claims, "language": "en", "face": True, **changes}, SECRET, algorithm="HS256"))

    def peer(self, *, video: bool = True) -> WhipPeer:
        peer = WhipPeer(self.http, audio=audio_track(ROOM_SOUND), video=video_track(PICTURES, 10) if video else None)
        self.peers.append(peer)
        return peer

    async def join(self, interview_id: UUID, *, video: bool = True, **claims: Any) -> WhipPeer:
        peer = self.peer(video=video)
        assert await peer.post(self.url(interview_id), self.token(interview_id, **claims)) == 201
        return peer

    async def open_answer(self, interview_id: UUID, *, ago_s: float = 0.0) -> UUID:
        turn = uuid4()
        await self.publish(AnswerOpened(interview_id=interview_id, turn_id=turn, language="en"), ago_s=ago_s)
        return turn

    async def close_answer(self, interview_id: UUID, turn: UUID) -> None:
        await self.publish(AnswerClosed(interview_id=interview_id, turn_id=turn))

    async def sound_arrives(self, interview_id: UUID) -> None:
        """Wait until the server receives the candidate's sound."""
        speech = self.app[ROOMS]._rooms[interview_id]._speech

        async def look() -> bool:
            return speech.last_packet > 0

        await until(look, within_s=5, what="sound")

    async def listens(self, interview_id: UUID, turn: UUID) -> None:
        """Wait until the server knows that this answer is open."""
        speech = self.app[ROOMS]._rooms[interview_id]._speech

        async def look() -> bool:
            return bool(speech.open_turn == turn)

        await until(look, within_s=5, what="the open answer")

    async def hears_speech(self, interview_id: UUID) -> None:
        """Wait until the server has told that the candidate speaks."""

        async def look() -> bool:
            return any(e["type"] == "speech.activity" and e["speaking"] for e in await self.events(interview_id))

        await until(look, within_s=10, what="speech")

    async def publish(self, event: AnswerOpened | AnswerClosed | ConsentsChanged, *, ago_s: float = 0.0) -> None:
        """Put an event into the stream; it happened `ago_s` seconds ago by the server's clock."""
        place = f"{int((time.time() - ago_s) * 1000)}-0" if ago_s else "*"
        await self.redis.xadd(stream_key(event.interview_id), {STREAM_FIELD: event.model_dump_json()}, id=place)

    async def events(self, interview_id: UUID) -> list[dict[str, Any]]:
        return [json.loads(fields[b"event"]) for _, fields in await self.redis.xrange(stream_key(interview_id))]

    async def messages(self, task: str) -> list[dict[str, Any]]:
        """Return the envelopes of a task's messages that wait in the broker."""
        found: list[dict[str, Any]] = []
        for key in await self.redis.keys("*"):
            if await self.redis.type(key) != b"list":
                continue
            for raw in await self.redis.lrange(key, 0, -1):
                message = json.loads(raw)
                if message["headers"]["task"] == task:
                    _, kwargs, _ = json.loads(base64.b64decode(message["body"]))
                    found.append(kwargs["envelope"])
        return list(reversed(found))

    async def reports(self, kind: str) -> list[dict[str, Any]]:
        return [e["body"] for e in await self.messages("core.record_result") if e["body"]["kind"] == kind]


PICTURES = voice.encode_vp8(10, 2.0)
ROOM_SOUND = voice.encode_opus(voice.silence(2.0))


@pytest.fixture(scope="session")
def sentence() -> list[bytes]:
    """One spoken sentence of some seconds as Opus packets, with a second of silence after it."""
    sound, rate = voice.speak("I led a team of four engineers and we rebuilt the payment service.")
    return voice.encode_opus(np.concatenate([voice.resample(sound, rate, voice.OPUS_RATE), voice.silence(1.0)]))


MakeServer = Callable[..., Any]


@pytest.fixture
async def make_server(redis_url: str, tmp_path: Path) -> AsyncIterator[MakeServer]:
    """Start media servers; all of them end with the test."""
    made: list[MediaServer] = []

    async def make(**settings: Any) -> MediaServer:
        values: dict[str, Any] = {
            "media_secret": SECRET,
            "redis_url": redis_url,
            "uploads_dir": tmp_path,
            "media_udp_ports": free_range(settings.pop("ports", 4)),
            **settings,
        }
        app = create_app(Settings(**values))
        server = TestServer(app)
        await server.start_server()
        client = redis.asyncio.Redis.from_url(redis_url)
        media = MediaServer(app, server, aiohttp.ClientSession(), client, tmp_path)
        made.append(media)
        return media

    yield make
    for media in made:
        for peer in media.peers:
            await peer.close()
        await media.http.close()
        await media.server.close()
        await media.redis.aclose()


@pytest.fixture
async def media(make_server: MakeServer) -> MediaServer:
    """A media server with four UDP ports."""
    server: MediaServer = await make_server()
    return server


def free_range(size: int) -> str:
    """Return a range of UDP ports of which each is free now."""
    for first in range(21_000, 29_000, size):
        sockets = []
        try:
            for port in range(first, first + size):
                sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                sockets.append(sock)
                sock.bind(("0.0.0.0", port))
            return f"{first}-{first + size - 1}"
        except OSError:
            continue
        finally:
            for sock in sockets:
                sock.close()
    raise RuntimeError("no free UDP ports")


__all__ = ["ROOMS", "MediaServer"]
