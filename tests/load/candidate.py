"""A simulated candidate: the REST API, the event stream, and answers of every kind."""

import asyncio
import io
import json
import random
import time
import wave
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import aiohttp

from tests.load import voice
from tests.load.browsers import Browsers
from tests.load.measures import Measures
from tests.load.peers import PAUSE_S, SENTENCES

Json = dict[str, Any]

THINKING_S = (3.0, 7.0)
_PATIENCE_S = 30.0
_WEB_RATE = 16_000

TYPED = {
    "en": (
        "When our order service slowed down last spring, I profiled it and added an index. Latency fell by 40%.",
        "A customer could not log in before a deadline. I called them and reset the account within ten minutes.",
        "I decided to ship the smaller fix first because the release was two days away, and told the team why.",
        "Our team disagreed about the schedule, so I listed the risks and we agreed on a plan with three milestones.",
    ),
    "ko": (
        "작년 봄 주문 서비스가 느려졌을 때 쿼리를 분석해 인덱스를 추가했고 지연 시간을 40% 줄였습니다.",
        "마감 직전에 고객이 로그인하지 못해 직접 전화를 드리고 10분 안에 계정을 복구했습니다.",
        "배포가 이틀 남아 작은 수정부터 먼저 내보내기로 결정하고 팀에 그 이유를 설명했습니다.",
        "일정에 대한 의견이 달라 위험 요소를 정리하고 세 단계의 계획에 합의했습니다.",
    ),
}
PATTERN = {"en": ("typed", "typed", "live", "typed", "typed", "upload"), "ko": ("typed",)}
"""Kinds of answers in turn. Korean speech needs model weights, so these candidates type."""


def _order(position: str) -> tuple[int, int]:
    milliseconds, _, sequence = position.partition("-")
    return (int(milliseconds), int(sequence)) if milliseconds.isdigit() and sequence.isdigit() else (0, 0)


def spoken_file() -> bytes:
    """Return the spoken answer as a WAV file, as another program would have recorded it."""
    sound = voice.sentences(SENTENCES, PAUSE_S, _WEB_RATE)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_WEB_RATE)
        file.writeframes(sound.tobytes())
    return buffer.getvalue()


class SimulatedCandidate:
    """One interview. `prepare` brings it to its first question, `run` answers until it is cancelled or over."""

    def __init__(
        self, *, number: int, base_url: str, measures: Measures, browsers: Browsers, recording: bytes, language: str
    ) -> None:
        self.name = f"candidate-{number}"
        self.language = language
        self.interview_id = ""
        self._measures = measures
        self._browsers = browsers
        self._recording = recording
        self._random = random.Random(number)
        self._api = f"{base_url}/api/v1"
        self._http = aiohttp.ClientSession(headers={"Accept-Language": language})
        self._arrived: dict[tuple[str, str], float] = {}
        self._news = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None

    async def prepare(self, link: str) -> None:
        """Register, consent, have the questions planned, start, connect camera and microphone."""
        account = {"name": "Jordan Lee", "email": f"{uuid4().hex}@candidate.example", "password": uuid4().hex}
        body = {"token": link.partition("#")[2], "locale": self.language, **account}
        session = await self._call("POST", "/auth/invitations/register", body)
        self.interview_id = session["interview_id"]
        tab = uuid4().hex
        self._http.headers.update({"Authorization": f"Bearer {session['access_token']}", "X-Tab-Id": tab})
        notice = await self._call("GET", f"/notice?language={self.language}")
        decisions = [{"purpose": purpose["purpose"], "granted": True} for purpose in notice["purposes"]]
        consents = {"version": notice["version"], "language": self.language, "decisions": decisions}
        await self._mine("PUT", "/consents", consents)
        await self._mine("POST", "/resume/skip")
        await self._mine("POST", "/seat", {"tab_id": tab})
        await self._mine("POST", "/prepare", {"language": self.language})
        self._listener = asyncio.create_task(self._listen())
        await self._wait(self._is_in("ready"), "the plan")
        media = await self._mine("POST", "/media-token")
        url = f"{media['url']}/whip/{self.interview_id}"
        self._measures.connect.append(await self._browsers.join(self.name, url, media["token"]))

    async def start(self) -> None:
        """Begin the interview."""
        await self._mine("POST", "/start")
        await self._wait(self._is_in("asking"), "the first question")

    async def run(self) -> None:
        """Answer question after question."""
        count = self._random.randrange(len(PATTERN["en"]))
        now = await self._mine("GET", "")
        while now["state"] == "asking":
            kind = PATTERN[self.language][count % len(PATTERN[self.language])]
            try:
                await self._answer(now["turn"]["id"], kind, count)
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
                self._measures.errors[f"{kind}: {type(error).__name__}"] += 1
                await asyncio.sleep(1)
            count += 1
            now = await self._mine("GET", "")

    async def close(self) -> None:
        """Withdraw, so that nothing of this interview is worked on any longer."""
        with suppress(aiohttp.ClientError, TimeoutError):
            if self.interview_id:
                await self._mine("POST", "/withdraw")
        if self._listener is not None:
            self._listener.cancel()
        await self._http.close()

    async def _answer(self, turn: str, kind: str, count: int) -> None:
        await self._mine("POST", f"/turns/{turn}/open")
        end: Json = {"mode": "typed" if kind == "typed" else "spoken", "reason": "candidate"}
        if kind == "live":
            await self._browsers.speak(self.name)
        else:
            await asyncio.sleep(self._random.uniform(*THINKING_S))
        if kind == "typed":
            end["text"] = TYPED[self.language][count % 4]
        else:
            form = aiohttp.FormData()
            form.add_field("file", self._recording, filename="answer.wav", content_type="audio/wav")
            part = await self._mine("POST", f"/turns/{turn}/audio", form)
            end["parts"] = [{"part": part["part"], "chunks": 1}]
        ended = time.monotonic()
        asked = asyncio.create_task(self._wait(lambda: self._asked_after(ended), "the next question"))
        ready = asyncio.create_task(
            self._wait(lambda: self._arrived.get(("answer.transcript_ready", turn)), "the transcript")
        )
        await self._mine("POST", f"/turns/{turn}/end", end)
        try:
            self._measures.add(self._measures.next_question[kind], await asked - ended)
            self._measures.add(self._measures.transcript[kind], await ready - ended)
        finally:
            asked.cancel()
            ready.cancel()

    def _asked_after(self, moment: float) -> float | None:
        times = [
            at
            for (event, detail), at in self._arrived.items()
            if at > moment and (event == "question.asked" or (event, detail) == ("interview.state", "evaluating"))
        ]
        return min(times, default=None)

    def _is_in(self, state: str) -> Callable[[], float | None]:
        return lambda: self._arrived.get(("interview.state", state))

    async def _wait(self, look: Callable[[], float | None], what: str) -> float:
        async with asyncio.timeout(_PATIENCE_S):
            while (at := look()) is None:
                self._news.clear()
                await self._news.wait()
            return at
        raise TimeoutError(what)

    async def _listen(self) -> None:
        url = f"{self._api}/interviews/{self.interview_id}/events"
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
                async with self._http.get(url, timeout=timeout) as response:
                    await self._read_events(response.content)
            await asyncio.sleep(0.2)

    async def _read_events(self, lines: aiohttp.StreamReader) -> None:
        fields: dict[str, str] = {}
        newest = (0, 0)
        async for raw in lines:
            name, _, value = raw.decode().rstrip("\r\n").partition(":")
            if name:
                fields[name] = value.strip()
                continue
            if "data" in fields:
                order = _order(fields.get("id", ""))
                self._take(json.loads(fields["data"]), order[0] / 1000 if (0, 0) < newest < order else None)
                newest = max(newest, order)
            fields = {}

    def _take(self, event: Json, published: float | None) -> None:
        """Note an event; `published` is None for what is told again, as at the start of a connection."""
        if published is not None:
            self._measures.add(self._measures.push, max(0.0, time.time() - published))
        detail = event.get("state") if event["type"] == "interview.state" else event.get("turn_id")
        self._arrived.setdefault((event["type"], str(detail)), time.monotonic())
        self._news.set()

    def _mine(self, method: str, path: str, body: Json | aiohttp.FormData | None = None) -> Awaitable[Json]:
        return self._call(method, f"/interviews/{self.interview_id}{path}", body)

    async def _call(self, method: str, path: str, body: Json | aiohttp.FormData | None = None) -> Json:
        content: Json = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        began = time.monotonic()
        async with self._http.request(method, self._api + path, **content) as response:
            text = await response.text()
            self._measures.add(self._measures.api, time.monotonic() - began)
            if response.status >= 400:
                self._measures.errors[f"HTTP {response.status}"] += 1
                response.raise_for_status()
        return dict(json.loads(text)) if text else {}
