"""Serves the built frontend: files with long-lived names, and its start page for every other path."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from backend_core.settings import Settings

log = structlog.get_logger(__name__)

_NOT_PAGES = ("api/", "health/", "metrics", "assets/")


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every response. Scripts come from our own origin only, and nobody may frame us."""
    media = urlsplit(settings.media_public_url)
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob: data: mediastream:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "connect-src": f"'self' {media.scheme}://{media.netloc}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=()",
    }
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def mount_frontend(app: FastAPI, dist: Path) -> None:
    """Serve `dist`. It has to be mounted after all routes of the API."""
    root = dist.resolve()
    start_page = root / "index.html"
    if not start_page.is_file():
        log.warning("no frontend is served: the folder holds no build")
        return
    if (root / "assets").is_dir():
        app.mount("/assets", _Assets(directory=root / "assets"), name="assets")

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(path: str) -> FileResponse:
        """Return the file of this name, else the start page: the browser's router knows the rest."""
        if path.startswith(_NOT_PAGES):
            raise HTTPException(404)
        file = (root / path).resolve()
        if path and file.is_relative_to(root) and file.is_file():
            return FileResponse(file, headers={"Cache-Control": "public, max-age=3600"})
        return FileResponse(start_page, headers={"Cache-Control": "no-cache"})


class _Assets(StaticFiles):
    """Files whose names change with their content."""

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return a file that browsers may keep for good."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
