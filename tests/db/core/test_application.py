"""What holds for every response: errors, headers, limits, the frontend, health and metrics."""

import json
from pathlib import Path

import pytest

from backend_core.errors import Problem
from tests.support.core import Api, core_settings, running_api

pytestmark = pytest.mark.db


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>start</title>")
    (folder / "assets" / "app-123.js").write_text("1")
    (folder / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


async def test_the_frontend_is_served_with_its_start_page_for_every_route(
    database_url: str, redis_url: str, dist: Path
) -> None:
    async with running_api(core_settings(database_url, redis_url, frontend_dist=dist)) as api, api.client() as client:
        for path in ("/", "/invite", "/interviews/1/room", "/%2e%2e/secret.txt", "/..%2fsecret.txt"):
            page = await client.get(path)
            assert page.status_code == 200
            assert "start" in page.text
            assert page.headers["cache-control"] == "no-cache"
        script = await client.get("/assets/app-123.js")
        assert "immutable" in script.headers["cache-control"]
        assert (await client.get("/icon.svg")).text == "<svg/>"
        for path in ("/api/v1/nothing", "/assets/nothing.js", "/health/nothing"):
            assert (await client.get(path)).status_code == 404, path
        missing = await client.get("/api/v1/nothing")
        assert missing.headers["content-type"] == "application/problem+json"


async def test_every_response_carries_the_security_headers(api: Api) -> None:
    async with api.client() as client:
        for path in ("/health/live", "/api/v1/auth/me", "/api/v1/nothing"):
            headers = (await client.get(path)).headers
            policy = headers["content-security-policy"]
            for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert part in policy
            assert "script-src 'self';" in policy
            assert "http://localhost:8081" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert "strict-transport-security" not in headers
        assert (await client.get("/api/v1/auth/me")).headers["cache-control"] == "no-store"


async def test_transport_security_is_asked_for_behind_tls(database_url: str, redis_url: str) -> None:
    settings = core_settings(database_url, redis_url, public_url="https://hr.example")
    async with running_api(settings) as api, api.client() as client:
        assert "max-age=31536000" in (await client.get("/health/live")).headers["strict-transport-security"]


async def test_bad_bodies_get_a_problem_that_repeats_nothing(api: Api) -> None:
    async with api.client() as client:
        bodies = (b"", b"{", b"[1]", b"null", json.dumps({"email": "secret-value", "password": 5}).encode())
        for body in bodies:
            response = await client.post(
                "/api/v1/auth/login", content=body, headers={"Content-Type": "application/json"}
            )
            assert response.status_code == 422
            problem = Problem.model_validate(response.json())
            assert problem.code == "invalid_request"
            assert "secret-value" not in response.text
        huge = await client.post(
            "/api/v1/auth/login", content=b" " * 2_000_000, headers={"Content-Type": "application/json"}
        )
        assert (huge.status_code, huge.json()["code"]) == (413, "body_too_large")


async def test_an_id_that_is_none_is_a_clear_error(api: Api) -> None:
    user = await api.rows.staff(await api.rows.company())
    async with await api.client_of(user) as client:
        response = await client.get("/api/v1/jobs/not-an-id")
        assert response.status_code == 422
        assert response.json()["fields"][0]["field"] == "job_id"
        assert (await client.delete("/api/v1/jobs")).json()["code"] == "method_not_allowed"


async def test_request_ids_are_taken_over_only_when_harmless(api: Api) -> None:
    async with api.client() as client:
        given = await client.get("/health/live", headers={"X-Request-Id": "abcdef-123456"})
        assert given.headers["x-request-id"] == "abcdef-123456"
        forged = await client.get("/health/live", headers={"X-Request-Id": 'a" injected="1'})
        assert len(forged.headers["x-request-id"]) == 32


async def test_health_and_metrics(api: Api) -> None:
    async with api.client() as client:
        assert (await client.get("/health/live")).json() == {"status": "ok"}
        assert (await client.get("/health/ready")).json() == {
            "status": "ok",
            "database": True,
            "redis": True,
            "migrated": True,
        }
        await client.get("/api/v1/auth/me")
        metrics = (await client.get("/metrics")).text
    assert 'http_requests_total{method="GET",route="/auth/me",status="401"}' in metrics
    assert "outbox_waiting 0.0" in metrics


async def test_a_database_that_is_away_is_said_to_be_away(redis_url: str) -> None:
    from backend_core.app import create_app

    settings = core_settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", redis_url)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        api = Api(app=app, resources=app.state.resources, rows=None)  # type: ignore[arg-type]
        async with api.client() as client:
            assert (await client.get("/health/live")).status_code == 200
            assert (await client.get("/health/ready")).json()["database"] is False
            login = {"email": "a@test.example", "password": "x"}
            response = await client.post("/api/v1/auth/login", json=login)
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")


async def test_the_document_names_its_operations_and_errors(api: Api) -> None:
    async with api.client() as client:
        document = (await client.get("/api/v1/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all("-" in name and "_" not in name for name in names)
    assert "HTTPValidationError" not in json.dumps(document)
    problem = {"$ref": "#/components/schemas/Problem"}
    login = document["paths"]["/api/v1/auth/login"]["post"]["responses"]
    assert login["401"]["content"]["application/problem+json"]["schema"] == problem
    assert login["422"]["content"]["application/problem+json"]["schema"] == problem
    assert {"Problem", "BrowserEvent", "QuestionAsked"} <= document["components"]["schemas"].keys()
