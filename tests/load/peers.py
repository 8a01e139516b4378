"""The browsers' media in a process of its own: `python -m tests.load.peers`.

Commands come as JSON lines on standard input, answers go as JSON lines to standard output:
`{"join": id, "url": …, "token": …}` → `{"joined": id, "connect_s": …}` and `{"speak": id}` → `{"spoken": id}`.
The end of the input ends all sessions.
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp

from tests.load import voice
from tests.load.peer import ReplayTrack, WhipPeer, audio_track, video_track

FPS = 10
SENTENCES = (
    "I profiled the order service and found one slow query.",
    "We added an index and cut the latency by forty percent.",
)
PAUSE_S = 0.8
"""A pause between sentences in which the one before is sent to be transcribed, and a look at the button at the end."""


class Peers:
    """All sessions of this process; sound and pictures are encoded once."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._answer = voice.encode_opus(voice.sentences(SENTENCES, PAUSE_S, voice.OPUS_RATE))
        self._quiet = voice.encode_opus(voice.silence(4.0))
        self._pictures = voice.encode_vp8(FPS)
        self._http = http
        self._peers: dict[str, WhipPeer] = {}

    async def join(self, name: str, url: str, token: str) -> float:
        """Open a session; return the seconds from the offer to the connection."""
        audio, video = audio_track(self._quiet), video_track(self._pictures, FPS)
        peer = WhipPeer(self._http, audio=audio, video=video)
        status = await peer.post(url, token)
        if status != 201:
            raise ConnectionError(f"WHIP answered {status}")
        self._peers[name] = peer
        return peer.connect_s

    async def speak(self, name: str) -> None:
        """Say the answer and wait for its end."""
        track = self._peers[name].audio
        assert isinstance(track, ReplayTrack)
        track.play(self._answer)
        while track.playing:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """End all sessions."""
        await asyncio.gather(*(peer.close() for peer in self._peers.values()))
        self._peers.clear()


async def serve() -> None:
    """Obey until the input ends."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    tasks: set[asyncio.Task[None]] = set()
    async with aiohttp.ClientSession() as http:
        peers = Peers(http)
        _say({"ready": True})
        while line := await reader.readline():
            task = asyncio.create_task(_obey(peers, json.loads(line)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await peers.close()


async def _obey(peers: Peers, command: dict[str, Any]) -> None:
    try:
        if "join" in command:
            seconds = await peers.join(command["join"], command["url"], command["token"])
            _say({"joined": command["join"], "connect_s": seconds})
        elif "speak" in command:
            await peers.speak(command["speak"])
            _say({"spoken": command["speak"]})
    except (aiohttp.ClientError, ConnectionError, TimeoutError, KeyError) as error:
        _say({"failed": command.get("join") or command.get("speak"), "error": repr(error)})


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
