"""The API process: `uvicorn backend_core.app:create_app --factory`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI

from backend_core import error_handlers
from backend_core.error_texts import error_texts
from backend_core.frontend import mount_frontend, security_headers
from backend_core.logging import configure_logging
from backend_core.middleware import (
    BodyLimitMiddleware,
    ObservationMiddleware,
    SecurityHeadersMiddleware,
    UnexpectedErrorMiddleware,
)
from backend_core.openapi import build_openapi, operation_id
from backend_core.resources import open_resources
from backend_core.routers import API_PREFIX, API_ROUTERS, ROOT_ROUTERS, STREAMED_UPLOADS
from backend_core.settings import Settings, get_settings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build_app(lifespan: Lifespan | None = None) -> FastAPI:
    """Return the application with all routes; without `lifespan` it has no connections and only describes itself."""
    app = FastAPI(
        title="AI interview platform",
        version="1",
        description="Interviews in which a local model asks, people answer, and people decide.",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API_PREFIX}/openapi.json",
        generate_unique_id_function=operation_id,
        lifespan=lifespan,
    )
    error_handlers.install(app)
    for router in API_ROUTERS:
        app.include_router(router, prefix=API_PREFIX)
    for router in ROOT_ROUTERS:
        app.include_router(router)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = build_openapi(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    return app


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application as it runs: connections, middleware, and the frontend where one is built."""
    settings = settings or get_settings()
    configure_logging(settings.log_level)
    error_texts()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_resources(settings) as resources:
            app.state.resources = resources
            yield

    app = build_app(lifespan)
    if settings.frontend_dist is not None:
        mount_frontend(app, settings.frontend_dist)
    app.add_middleware(UnexpectedErrorMiddleware)
    app.add_middleware(BodyLimitMiddleware, streamed=STREAMED_UPLOADS)
    app.add_middleware(SecurityHeadersMiddleware, headers=security_headers(settings))
    app.add_middleware(ObservationMiddleware)
    return app
