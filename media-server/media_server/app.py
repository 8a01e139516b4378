"""The HTTP application: WHIP, health and metrics."""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from media_server.rooms import Rooms
from media_server.sdp import MAX_SDP_BYTES
from media_server.settings import Settings
from media_server.whip import ROOMS, SETTINGS, cors, problems, routes

log = structlog.get_logger(__name__)

_END_WITHIN_S = 7.0


def create_app(settings: Settings) -> web.Application:
    """Return the application; its rooms start and stop with it."""
    app = web.Application(middlewares=[cors, problems], client_max_size=MAX_SDP_BYTES)
    app[SETTINGS] = settings
    app[ROOMS] = Rooms(settings)
    app.cleanup_ctx.append(_rooms)
    app.add_routes(routes())
    app.add_routes(
        [
            web.get("/health/live", live),
            web.get("/health/ready", ready),
            web.get("/metrics", show_metrics),
        ]
    )
    return app


def run() -> None:
    """Serve until SIGTERM or SIGINT; sessions end in order then."""
    settings = Settings()
    configure_logging(settings.log_level)
    app = create_app(settings)
    app.on_shutdown.append(_end_in_time)
    web.run_app(
        app,
        host=settings.media_http_host,
        port=settings.media_http_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
        handle_signals=True,
    )


async def _end_in_time(_: web.Application) -> None:
    """Let nothing, no thread of a library either, keep the process longer than a supervisor waits."""

    def end() -> None:
        log.error("shutdown_overdue")
        os._exit(1)

    timer = threading.Timer(_END_WITHIN_S, end)
    timer.daemon = True
    timer.start()


def configure_logging(level: str) -> None:
    """One JSON line an event on standard output."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(level=max(number, logging.WARNING), format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
    )


async def live(_request: web.Request) -> web.Response:
    """Say that the event loop turns."""
    return web.json_response({"status": "live"})


async def ready(request: web.Request) -> web.Response:
    """Say whether sessions would be of use: Redis answers and the uploads can be written."""
    rooms = request.app[ROOMS]
    checks = {"redis": await _redis_answers(rooms), "uploads": os.access(rooms.settings.uploads_dir, os.W_OK)}
    ok = all(checks.values())
    body = {"status": "ready" if ok else "not_ready", "checks": checks, "sessions": len(rooms)}
    return web.json_response(body, status=200 if ok else 503)


async def show_metrics(_request: web.Request) -> web.Response:
    """Return metrics in Prometheus' text format."""
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _redis_answers(rooms: Rooms) -> bool:
    try:
        return bool(await asyncio.wait_for(rooms.shared.redis.ping(), timeout=1.0))
    except (RedisError, OSError, TimeoutError):
        return False


async def _rooms(app: web.Application) -> AsyncIterator[None]:
    await app[ROOMS].start()
    yield
    await app[ROOMS].stop()
