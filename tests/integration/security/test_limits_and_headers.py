"""Sizes are limited while bytes arrive, and every answer carries its headers, also the ones nobody expected."""

import errno
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from backend_core.answers import files as answer_files
from backend_core.answers import service as answers
from tests.support.core import Api, core_settings, running_api
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

MEGABYTE = b"0" * 1024 * 1024
LOGIN = "/api/v1/auth/login"


class Flood:
    """A body that goes on as long as somebody takes it, up to a limit that no test reaches when all is well."""

    def __init__(self, start: bytes = b"", *, megabytes: int = 200) -> None:
        self._start = start
        self._megabytes = megabytes
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._start:
            yield self._start
        for _ in range(self._megabytes):
            self.sent += 1
            yield MEGABYTE


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON",
        "application/x+json",
        "text/plain",
        "video/webm",
        "multipart/form-data",
        "",
    ],
)
async def test_nobody_fills_the_memory_without_a_login(api: Api, kind: str) -> None:
    flood = Flood()
    async with api.client() as client:
        answer = await client.post(LOGIN, content=flood, headers={"Content-Type": kind, "Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert flood.sent <= 3


FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.webm"\r\nContent-Type: audio/webm\r\n\r\n'
FORM_TYPE = "multipart/form-data; boundary=b"


async def test_nobody_fills_the_disk_without_a_login(api: Api, stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    async with api.client() as nobody, await api.client_of(await api.rows.person()) as stranger:
        for client, status in ((nobody, 401), (stranger, 404)):
            for path in (f"/turns/{turn}/audio", "/resume"):
                flood = Flood(FORM)
                answer = await client.post(f"{stage.path}{path}", content=flood, headers={"Content-Type": FORM_TYPE})
                assert answer.status_code == status, path
                assert flood.sent == 0, path


async def test_a_recording_is_refused_as_soon_as_it_is_too_large(
    api: Api, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "AUDIO_MAX_BYTES", 2 * 1024 * 1024)
    await stage.start()
    turn = await stage.open()
    for path, start, kind in (
        (f"/turns/{turn}/audio", FORM, FORM_TYPE),
        (f"/turns/{turn}/chunks/0/0", b"", "video/webm"),
    ):
        flood = Flood(start)
        answer = await stage.candidate.request(
            "POST" if start else "PUT",
            f"{stage.path}{path}",
            content=flood,
            headers={"Content-Type": kind, "X-Content-SHA256": "0" * 64, "Accept-Language": "ko"},
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "answer_too_large")
        assert answer.json()["title"] == "답변 파일이 너무 큽니다"
        assert flood.sent <= (68 if start else 6)
    assert [file for file in api.resources.settings.uploads_dir.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
async def test_a_full_disk_is_a_clear_error_and_loses_nothing(
    api: Api, stage: Stage, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    await stage.start()
    turn = await stage.open()
    assert (await stage.chunk(turn, 0, 0, b"first")).status_code == 200

    def full(_target: Path, _content: bytes) -> None:
        raise OSError(code, "a private text")

    with monkeypatch.context() as patch:
        patch.setattr(answer_files, "_write", full)
        refused = await stage.chunk(turn, 0, 1, b"second", **{"Accept-Language": "en"})
        assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
        assert "private" not in refused.text
        assert "retry-after" in refused.headers
        assert "content-security-policy" in refused.headers
    assert (await stage.snapshot())["turn"]["uploaded"] == [{"part": 0, "next_seq": 1}]
    again = await stage.chunk(turn, 0, 1, b"second")
    assert again.json()["next_seq"] == 2


async def test_what_nobody_expected_has_its_headers_and_no_text(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("홍길동 said something private")

    monkeypatch.setattr("backend_core.auth.service.AuthService.login", broken)
    async with api.client() as client:
        answer = await client.post(LOGIN, json={"email": "a@test.example", "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    for name in ("content-security-policy", "x-content-type-options", "x-request-id", "cache-control"):
        assert name in answer.headers, name
    assert "홍길동" not in answer.text
    assert "홍길동" not in caplog.text


async def test_every_answer_has_its_headers(database_url: str, redis_url: str, tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html>")
    (dist / "assets" / "app.js").write_text("1")
    settings = core_settings(database_url, redis_url, tmp_path, frontend_dist=dist)
    calls = [
        ("GET", "/", b""),
        ("GET", "/invite", b""),
        ("GET", "/assets/app.js", b""),
        ("GET", "/assets/none.js", b""),
        ("GET", "/api/v1/none", b""),
        ("GET", "/api/v1/auth/me", b""),
        ("PATCH", "/api/v1/auth/login", b""),
        ("POST", LOGIN, b"{"),
        ("POST", LOGIN, b"x" * 1_100_000),
        ("OPTIONS", LOGIN, b""),
        ("GET", "/health/ready", b""),
        ("GET", "/metrics", b""),
        ("GET", "/api/v1/recordings/x", b""),
    ]
    async with running_api(settings) as api, api.client() as client:
        for method, path, body in calls:
            answer = await client.request(method, path, content=body, headers={"Content-Type": "application/json"})
            policy = answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert answer.headers["referrer-policy"] == "no-referrer", path
            assert "access-control-allow-origin" not in answer.headers, path
            assert "server" not in answer.headers, path
            directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
            assert directives["script-src"] == "'self'"
            assert directives["connect-src"] == "'self' http://localhost:8081"
            assert set(directives["media-src"].split()) >= {"'self'", "blob:"}
            assert {directives[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}


async def test_recordings_are_played_and_never_run(api: Api, stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    html = await stage.chunk(turn, 0, 0, b"<script>alert(1)</script>", **{"Content-Type": "text/html"})
    assert (html.status_code, html.json()["code"]) == (415, "answer_media_type")
