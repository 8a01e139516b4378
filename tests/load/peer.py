"""A candidate's browser as the media server sees it: WHIP and pre-encoded sound and pictures."""

import asyncio
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import aiohttp
import av
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from yarl import URL

from tests.load.voice import OPUS_FRAME_S, OPUS_RATE, VIDEO_CLOCK


class ReplayTrack(MediaStreamTrack):
    """Sends encoded packets at a fixed pace, over and over. `play` puts other packets in once, at the next packet."""

    def __init__(self, kind: str, packets: Sequence[bytes], interval_s: float, clock_rate: int) -> None:
        super().__init__()
        self.kind = kind
        self.sent = 0
        self._packets = packets
        self._interval = interval_s
        self._clock = clock_rate
        self._began: float | None = None
        self._once: list[bytes] = []

    def play(self, packets: Sequence[bytes]) -> None:
        """Send these packets once, then go on with the loop."""
        self._once = list(reversed(packets))

    @property
    def playing(self) -> bool:
        """Whether packets given to `play` are left."""
        return bool(self._once)

    async def recv(self) -> Any:
        """Return the next packet at its time."""
        if self._began is None:
            self._began = time.monotonic()
        wait = self._began + self.sent * self._interval - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        data = self._once.pop() if self._once else self._packets[self.sent % len(self._packets)]
        packet = av.Packet(data)
        packet.pts = round(self.sent * self._interval * self._clock)
        packet.time_base = Fraction(1, self._clock)
        self.sent += 1
        return packet


def audio_track(packets: Sequence[bytes]) -> ReplayTrack:
    """Return a track of Opus packets of 20 ms."""
    return ReplayTrack("audio", packets, OPUS_FRAME_S, OPUS_RATE)


def video_track(packets: Sequence[bytes], fps: int) -> ReplayTrack:
    """Return a track of VP8 frames."""
    return ReplayTrack("video", packets, 1 / fps, VIDEO_CLOCK)


class WhipPeer:
    """One WHIP session from the browser's side."""

    def __init__(self, http: aiohttp.ClientSession, *, audio: ReplayTrack | None, video: ReplayTrack | None) -> None:
        self._http = http
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.audio, self.video = audio, video
        self.location = ""
        self.etag = ""
        self.answer = ""
        self.connect_s = 0.0
        for track in (audio, video):
            if track is not None:
                self._connection.addTransceiver(track, direction="sendonly")

    async def offer(self) -> str:
        """Return the offer."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def post(self, url: str, token: str) -> int:
        """Post the offer and take the answer; return the status."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
        began = time.monotonic()
        async with self._http.post(url, data=await self.offer(), headers=headers) as response:
            self.answer = await response.text()
            if response.status != 201:
                return response.status
            self.location = str(response.url.join(URL(response.headers["Location"])))
            self.etag = response.headers["ETag"]
        await self._connection.setRemoteDescription(RTCSessionDescription(self.answer, "answer"))
        await self._connected()
        self.connect_s = time.monotonic() - began
        return 201

    async def delete(self, token: str) -> int:
        """End the session at the server; return the status."""
        async with self._http.delete(self.location, headers={"Authorization": f"Bearer {token}"}) as response:
            return response.status

    async def close(self) -> None:
        """End the session at this side."""
        await self._connection.close()

    @property
    def state(self) -> str:
        """The connection's state."""
        return str(self._connection.connectionState)

    async def _connected(self) -> None:
        done = asyncio.Event()

        def look() -> None:
            if self.state in ("connected", "failed", "closed"):
                done.set()

        self._connection.on("connectionstatechange", look)
        look()
        await asyncio.wait_for(done.wait(), timeout=10)
        if self.state != "connected":
            raise ConnectionError(self.state)
