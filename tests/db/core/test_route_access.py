"""Every route of the application refuses strangers: nobody, a foreign candidate, a foreign company's staff.

The routes come from the application itself, so a new route is covered by being there.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from backend_core.models import Interview, Invitation, Job
from backend_core.models.vocabulary import InvitationState, UserRole
from interview_contracts.vocabulary import Language
from tests.support.core import Api
from tests.support.json_samples import sample

pytestmark = pytest.mark.db

REFUSED = {401, 403, 404}

PUBLIC = {
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/invitations/lookup",
    "POST /api/v1/auth/invitations/register",
    "GET /api/v1/notice",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
}
"""Routes that need no login. They show nothing about a person, or the request itself proves the right to it."""

OWN = {
    "GET /api/v1/auth/me",
    "GET /api/v1/me/interviews",
    "GET /api/v1/notice",
    "GET /api/v1/company",
    "GET /api/v1/jobs",
    "GET /api/v1/candidates",
    "GET /api/v1/audit",
    "GET /api/v1/engines",
}
"""Routes without an object in their path: they answer with the caller's own things."""


@dataclass
class Victim:
    """One company's data, whose ids strangers use in their requests."""

    job: Job
    interview: Interview
    invitation: Invitation

    @property
    def ids(self) -> set[str]:
        return {str(self.job.id), str(self.interview.id), str(self.invitation.id), str(self.job.company_id)}

    def path(self, template: str) -> str:
        values = {
            "interview_id": self.interview.id,
            "job_id": self.job.id,
            "invitation_id": self.invitation.id,
            "turn_id": UUID(int=1),
            "turn": UUID(int=1),
            "part": 0,
            "seq": 0,
            "clip": 0,
            "signature": "x" * 43,
            "token": "x" * 43,
        }
        return template.format(**values)


@pytest.fixture
async def victim(api: Api) -> Victim:
    job = await api.rows.job(await api.rows.company())
    invitation = Invitation(
        company_id=job.company_id,
        job_id=job.id,
        candidate_name="피해자",
        candidate_email="victim@test.example",
        language=Language.KO,
        token_hash="0" * 64,
        state=InvitationState.INVITED,
        expires_at=(await api.rows.interview(job, await api.rows.person())).expires_at,
    )
    await api.rows.save(invitation)
    interview = await api.rows.interview(job, await api.rows.person())
    return Victim(job=job, interview=interview, invitation=invitation)


def routes(api: Api) -> list[tuple[str, str]]:
    """Return method and path template of every route."""
    found = [
        (method, str(context.path))
        for context in iter_route_contexts(api.app.routes)
        if isinstance(context.original_route, APIRoute)
        for method in sorted(context.original_route.methods or ())
        if method not in {"HEAD", "OPTIONS"}
    ]
    assert len(found) > 15
    return found


async def call(api: Api, client: httpx.AsyncClient, method: str, template: str, path: str) -> httpx.Response:
    """Call a route with a body that it accepts."""
    document = api.app.openapi()
    operation = document["paths"].get(template, {}).get(method.lower(), {})
    content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    components = document["components"]["schemas"]
    query = {
        parameter["name"]: sample(parameter["schema"], components)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter.get("required")
    }
    headers = {
        parameter["name"]: sample(parameter["schema"], components)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header" and parameter.get("required")
    }
    if "application/json" in content:
        body = sample(content["application/json"]["schema"], components)
        return await client.request(method, path, params=query, headers=headers, json=body)
    if "multipart/form-data" in content:
        file = {"file": ("a.pdf", b"%PDF-1.7", "application/pdf")}
        return await client.request(method, path, params=query, headers=headers, files=file)
    return await client.request(method, path, params=query, headers=headers)


async def test_nobody_gets_in_without_a_token(api: Api, victim: Victim) -> None:
    let_in = []
    async with api.client() as client:
        for method, template in routes(api):
            if f"{method} {template}" in PUBLIC:
                continue
            response = await call(api, client, method, template, victim.path(template))
            if response.status_code not in REFUSED:
                let_in.append((method, template, response.status_code))
    assert let_in == []


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
async def test_nobody_gets_in_with_a_bad_token(api: Api, victim: Victim, token: str) -> None:
    async with api.client(token) as client:
        for method, template in routes(api):
            if f"{method} {template}" not in PUBLIC:
                response = await call(api, client, method, template, victim.path(template))
                assert response.status_code in REFUSED, (method, template)


@pytest.mark.parametrize("role", [UserRole.CANDIDATE, UserRole.RECRUITER, UserRole.ADMIN])
async def test_strangers_reach_nothing_of_others(api: Api, victim: Victim, role: UserRole) -> None:
    if role is UserRole.CANDIDATE:
        stranger = await api.rows.person()
        await api.rows.interview(await api.rows.job(await api.rows.company()), stranger)
    else:
        stranger = await api.rows.staff(await api.rows.company(), role)
    let_in, leaks = [], []
    async with await api.client_of(stranger) as client:
        for method, template in routes(api):
            name = f"{method} {template}"
            if name in PUBLIC:
                continue
            response = await call(api, client, method, template, victim.path(template))
            if name in OWN:
                leaks += [(name, key) for key in victim.ids if key in response.text]
            elif response.status_code not in REFUSED:
                let_in.append((name, response.status_code, response.text[:200]))
    assert let_in == []
    assert leaks == []


async def test_candidates_are_kept_out_of_everything_for_staff(api: Api, victim: Victim) -> None:
    async with await api.client_of(await api.rows.person()) as client:
        for template in ("/company", "/jobs", "/candidates", "/engines", "/audit"):
            response = await client.get(f"/api/v1{template}")
            assert (response.status_code, response.json()["code"]) == (403, "forbidden"), template


async def test_recruiters_do_not_read_the_audit_log(api: Api) -> None:
    company = await api.rows.company()
    async with await api.client_of(await api.rows.staff(company)) as client:
        assert (await client.get("/api/v1/audit")).status_code == 403
    async with await api.client_of(await api.rows.staff(company, UserRole.ADMIN)) as client:
        entries = (await client.get("/api/v1/audit")).json()["items"]
    assert [entry["action"] for entry in entries] == ["session.opened", "session.opened"]
