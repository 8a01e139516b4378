"""The other end of `tests.load.peers`: starts the process and speaks to it."""

import asyncio
import json
import sys
from typing import Any

import psutil

from interview_embedded.layout import ROOT


class Browsers:
    """The process with the candidates' media. Use as an asynchronous context."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Browsers":
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.load.peers",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        await asyncio.wait_for(self._process.stdout.readline(), timeout=60)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_exception: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), timeout=15)
        except TimeoutError:
            self._process.kill()
        if self._reader is not None:
            self._reader.cancel()

    @property
    def process(self) -> psutil.Process:
        """The process, for its CPU time."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    async def join(self, name: str, url: str, token: str) -> float:
        """Connect a candidate; return the seconds that it took."""
        answer = await self._ask(name, {"join": name, "url": url, "token": token})
        return float(answer["connect_s"])

    async def speak(self, name: str) -> None:
        """Have a candidate say the answer, and wait for its end."""
        await self._ask(name, {"speak": name})

    async def _ask(self, name: str, command: dict[str, Any]) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        self._waiting[name] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        answer = await asyncio.wait_for(self._waiting[name], timeout=30)
        if "failed" in answer:
            raise ConnectionError(answer["error"])
        return answer

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            answer = json.loads(line)
            name = answer.get("joined") or answer.get("spoken") or answer.get("failed")
            future = self._waiting.pop(name, None)
            if future is not None and not future.done():
                future.set_result(answer)
