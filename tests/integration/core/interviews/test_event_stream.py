"""The event stream over HTTP: nothing is missed over reconnects, wipes and restarts."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from interview_contracts.events import stream_key
from interview_embedded.ports import free_tcp_port
from tests.support.core import Api
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

WITHIN_S = 15


@asynccontextmanager
async def served(api: Api) -> AsyncIterator[str]:
    """Serve the application on a port; its connections are those of `api`."""
    port = free_tcp_port()
    config = uvicorn.Config(api.app, host="127.0.0.1", port=port, lifespan="off", log_level="error", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        server.force_exit = True
        await task


class Listener:
    """A client of the stream."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.position = ""

    async def next(self) -> dict[str, Any]:
        """Return the next event."""
        async with asyncio.timeout(WITHIN_S):
            async for line in self._lines:
                if line.startswith("data: "):
                    self._event: dict[str, Any] = json.loads(line.removeprefix("data: "))
                elif line.startswith("id: "):
                    self.position = line.removeprefix("id: ")
                elif not line and hasattr(self, "_event"):
                    event = self._event
                    del self._event
                    return event
        raise AssertionError("the stream ended")


@asynccontextmanager
async def listening(stage: Stage, url: str, **headers: str) -> AsyncIterator[Listener]:
    own = {"Authorization": stage.candidate.headers["Authorization"], **headers}
    async with (
        httpx.AsyncClient(timeout=httpx.Timeout(30), headers=own) as client,
        client.stream("GET", f"{url}{stage.path}/events") as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Listener(answer.aiter_lines())


async def test_first_event_tells_where_the_interview_stands(stage: Stage) -> None:
    async with served(stage.api) as url:
        await stage.prepare()
        async with listening(stage, url) as listener:
            event = await listener.next()
            assert (event["type"], event["state"]) == ("interview.state", "ready")
            await stage.post("/start")
            await stage.publish()
            assert [(await listener.next())["type"] for _ in range(2)] == ["interview.state", "question.asked"]


async def test_reconnect_continues_where_it_broke_off(stage: Stage) -> None:
    async with served(stage.api) as url:
        await stage.prepare()
        async with listening(stage, url) as listener:
            await listener.next()
            position = listener.position
        await stage.post("/start")
        await stage.publish()
        async with listening(stage, url, **{"Last-Event-ID": position}) as listener:
            seen = [await listener.next() for _ in range(3)]
            assert [event["type"] for event in seen] == ["interview.state", "interview.state", "question.asked"]
            assert seen[0]["state"] == "asking"


async def test_listeners_hold_no_database_connection(stage: Stage) -> None:
    async with served(stage.api) as url, listening(stage, url) as one, listening(stage, url) as two:
        await one.next()
        await two.next()
        assert stage.api.resources.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_wiped_redis_is_noticed(stage: Stage) -> None:
    async with served(stage.api) as url:
        await stage.prepare()
        async with listening(stage, url) as listener:
            await listener.next()
            await stage.redis.flushall()
            await stage.post("/start")
            await stage.notice_wipe()
            states = [await listener.next()]
            while states[-1]["type"] != "question.asked":
                states.append(await listener.next())
            assert states[0]["state"] == "asking"


async def test_stream_that_began_anew_is_read_from_its_start(stage: Stage) -> None:
    """A wiped stream may count from an earlier time than the client's position, when the clock was set back."""
    async with served(stage.api) as url, listening(stage, url, **{"Last-Event-ID": "99999999999999-0"}) as listener:
        assert (await listener.next())["state"] == "created"
        event = json.dumps({"type": "resume.changed", "interview_id": str(stage.interview.id)})
        await stage.redis.xadd(stream_key(stage.interview.id), {"event": event})
        assert (await listener.next())["type"] == "interview.state"
        assert (await listener.next())["type"] == "resume.changed"


async def test_foreign_stream_is_not_found(stage: Stage) -> None:
    stranger = await stage.api.client_of(await stage.api.rows.person())
    assert (await stranger.get(f"{stage.path}/events")).status_code == 404
