"""Invitations: from the recruiter's click to the candidate's first login."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, update

from backend_core.models import (
    Candidate,
    Company,
    Interview,
    Invitation,
    InvitationTransition,
    Job,
    UserAccount,
)
from backend_core.models.vocabulary import UserRole
from tests.support.core import PASSWORD, Api

pytestmark = pytest.mark.db

LOOKUP = "/api/v1/auth/invitations/lookup"
REGISTER = "/api/v1/auth/invitations/register"


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


class Office:
    """A company with a recruiter who is logged in, and a job."""

    def __init__(self, api: Api, company: Company, job: Job, client: httpx.AsyncClient) -> None:
        self.api, self.company, self.job, self.client = api, company, job, client

    @classmethod
    async def open(cls, api: Api) -> "Office":
        company = await api.rows.company()
        job = await api.rows.job(company)
        return cls(api, company, job, await api.client_of(await api.rows.staff(company)))

    async def try_to_invite(self, email: str = "minseo@test.example", **changes: Any) -> httpx.Response:
        wanted = {"candidate_name": "김민서", "candidate_email": email, "language": "ko", "expires_at": in_days(3)}
        return await self.client.post(f"/api/v1/jobs/{self.job.id}/invitations", json={**wanted, **changes})

    async def invite(self, email: str = "minseo@test.example", **changes: Any) -> tuple[dict[str, Any], str]:
        """Return the invitation and its token."""
        response = await self.try_to_invite(email, **changes)
        assert response.status_code == 201, response.text
        body = response.json()
        return body, body["link"].partition("#")[2]

    async def let_expire(self, invitation_id: str) -> None:
        async with self.api.resources.sessions.begin() as session:
            await session.execute(
                update(Invitation)
                .where(Invitation.id == UUID(invitation_id))
                .values(expires_at=datetime.now(UTC) - timedelta(minutes=1))
            )


@pytest.fixture
async def office(api: Api) -> Office:
    return await Office.open(api)


def registration(token: str, email: str = "minseo@test.example", **changes: str) -> dict[str, str]:
    return {"token": token, "name": "김민서", "email": email, "password": "a-good-long-one", "locale": "ko", **changes}


async def test_the_whole_way(api: Api, office: Office) -> None:
    invitation, token = await office.invite()
    assert invitation["state"] == "invited"
    assert invitation["link"].startswith("http://localhost:8000/invite#")
    assert len(token) >= 22  # 128 bits in base64
    async with api.client() as client:
        preview = (await client.post(LOOKUP, json={"token": token})).json()
        assert preview["candidate_name"] == "김민서"
        assert preview["job_title"] == {"ko": "백엔드 개발자", "en": "Backend engineer"}
        assert (preview["state"], preview["registered"], preview["languages"]) == ("opened", False, ["ko", "en"])
        registered = await client.post(REGISTER, json=registration(token))
        assert registered.status_code == 201, registered.text
        body = registered.json()
        assert body["user"]["role"] == "candidate"
        assert (await client.post("/api/v1/auth/refresh")).status_code == 200
        assert (await client.post(LOOKUP, json={"token": token})).json()["registered"] is True
    listed = (await office.client.get(f"/api/v1/jobs/{office.job.id}/invitations")).json()
    assert [(one["state"], one["interview_id"], one["interview_state"]) for one in listed] == [
        ("registered", body["interview_id"], "created")
    ]
    board = (await office.client.get("/api/v1/candidates", params={"q": "민서"})).json()
    assert board["total"] == 1
    assert board["items"][0]["interview_id"] == body["interview_id"]
    async with api.resources.sessions() as session:
        steps = (await session.execute(select(InvitationTransition.action).order_by(InvitationTransition.id))).scalars()
        assert list(steps) == ["created", "opened", "registered"]
        stored = (await session.execute(select(Invitation.token_hash))).scalar_one()
        assert token not in stored


@pytest.mark.parametrize("path", [LOOKUP, REGISTER])
async def test_a_wrong_link_is_named_in_the_readers_language(api: Api, path: str) -> None:
    async with api.client() as client:
        for language, detail in (
            ("ko", "올바르지 않은 초대 링크입니다."),
            ("en", "This invitation link is not valid."),
        ):
            response = await client.post(path, json=registration("nothing"), headers={"Accept-Language": language})
            assert response.status_code == 404
            assert response.json()["code"] == "invitation_unknown"
            assert response.json()["detail"].startswith(detail)


async def test_an_expired_link_works_again_after_an_extension(api: Api, office: Office) -> None:
    invitation, token = await office.invite()
    await office.let_expire(invitation["id"])
    async with api.client() as client:
        for path in (LOOKUP, REGISTER):
            response = await client.post(path, json=registration(token))
            assert (response.status_code, response.json()["code"]) == (410, "invitation_expired")
        listed = (await office.client.get(f"/api/v1/jobs/{office.job.id}/invitations")).json()
        assert listed[0]["state"] == "expired"
        extended = await office.client.post(
            f"/api/v1/invitations/{invitation['id']}/extend", json={"expires_at": in_days(2)}
        )
        assert extended.json()["state"] == "invited"
        assert (await client.post(REGISTER, json=registration(token))).status_code == 201


async def test_a_revoked_link_says_so(api: Api, office: Office) -> None:
    invitation, token = await office.invite()
    revoked = await office.client.post(f"/api/v1/invitations/{invitation['id']}/revoke")
    assert revoked.json()["state"] == "revoked"
    async with api.client() as client:
        for path in (LOOKUP, REGISTER):
            response = await client.post(path, json=registration(token))
            assert (response.status_code, response.json()["code"]) == (410, "invitation_revoked")
    again = await office.client.post(f"/api/v1/invitations/{invitation['id']}/reissue", json={})
    assert again.json()["code"] == "invitation_revoked"


async def test_a_new_link_replaces_the_old_one(api: Api, office: Office) -> None:
    invitation, old = await office.invite()
    reissued = (await office.client.post(f"/api/v1/invitations/{invitation['id']}/reissue", json={})).json()
    new = reissued["link"].partition("#")[2]
    assert new != old
    async with api.client() as client:
        assert (await client.post(LOOKUP, json={"token": old})).json()["code"] == "invitation_unknown"
        assert (await client.post(REGISTER, json=registration(new))).status_code == 201
        used = await client.post(REGISTER, json=registration(new))
        assert (used.status_code, used.json()["code"]) == (409, "invitation_used")
    for action in ("revoke", "reissue"):
        refused = await office.client.post(f"/api/v1/invitations/{invitation['id']}/{action}", json={})
        assert refused.json()["code"] == "invitation_used"


async def test_registering_twice_at_the_same_moment_makes_one_interview(api: Api, office: Office) -> None:
    _, token = await office.invite()

    async def register(number: int) -> int:
        async with api.client() as client:
            body = registration(token, f"minseo{number}@test.example")
            return (await client.post(REGISTER, json=body)).status_code

    assert sorted(await asyncio.gather(*(register(number) for number in range(4)))) == [201, 409, 409, 409]
    async with api.resources.sessions() as session:
        assert (await session.execute(select(func.count()).select_from(Interview))).scalar_one() == 1
        assert (await session.execute(select(func.count()).select_from(Candidate))).scalar_one() == 1


async def test_an_existing_candidate_joins_with_the_right_password_only(api: Api, office: Office) -> None:
    person = await api.rows.person()
    _, token = await office.invite(person.email)
    async with api.client() as client:
        wrong = await client.post(REGISTER, json=registration(token, person.email))
        assert (wrong.status_code, wrong.json()["code"]) == (409, "account_exists")
        right = await client.post(REGISTER, json=registration(token, person.email, password=PASSWORD))
        assert right.status_code == 201
        assert right.json()["user"]["id"] == str(person.id)
    async with api.resources.sessions() as session:
        people = select(func.count()).where(UserAccount.role == UserRole.CANDIDATE)
        assert (await session.execute(people)).scalar_one() == 1


async def test_one_person_may_register_for_two_jobs_at_the_same_moment(api: Api, office: Office) -> None:
    person = await api.rows.person()
    _, first = await office.invite(person.email)
    office.job = await api.rows.job(office.company)
    _, second = await office.invite(person.email)

    async def register(token: str) -> int:
        async with api.client() as client:
            return (await client.post(REGISTER, json=registration(token, person.email, password=PASSWORD))).status_code

    assert list(await asyncio.gather(register(first), register(second))) == [201, 201]
    async with api.resources.sessions() as session:
        assert (await session.execute(select(func.count()).select_from(Candidate))).scalar_one() == 1


async def test_staff_do_not_become_candidates_and_nobody_becomes_staff(api: Api, office: Office) -> None:
    recruiter = await api.rows.staff(office.company)
    _, token = await office.invite(recruiter.email)
    async with api.client() as client:
        refused = await client.post(REGISTER, json=registration(token, recruiter.email, password=PASSWORD))
        assert refused.json()["code"] == "account_exists"
        asked = await client.post(
            REGISTER, json={**registration(token), "role": "admin", "company_id": str(office.company.id)}
        )
        assert asked.status_code == 201
        assert asked.json()["user"]["role"] == "candidate"


@pytest.mark.parametrize("password", ["12345678", "minseo@test.example", "password1!", "aaaaaaaaaa"])
async def test_passwords_that_anybody_would_guess_are_refused(api: Api, office: Office, password: str) -> None:
    _, token = await office.invite()
    async with api.client() as client:
        response = await client.post(REGISTER, json=registration(token, password=password))
        assert (response.status_code, response.json()["code"]) == (422, "weak_password")


async def test_what_a_recruiter_may_not_invite(api: Api, office: Office) -> None:
    await office.invite()
    assert (await office.try_to_invite()).json()["code"] == "already_invited"
    for days in (-1, 400):
        response = await office.try_to_invite("other@test.example", expires_at=in_days(days))
        assert response.json()["code"] == "deadline_invalid"
    invalid = await office.try_to_invite("no address", candidate_name="")
    assert invalid.status_code == 422
    assert {one["field"]: one["code"] for one in invalid.json()["fields"]} == {
        "candidate_email": "field.invalid",
        "candidate_name": "field.too_short",
    }
    korean_only = await api.rows.job(office.company, languages=["ko"])
    office.job = korean_only
    assert (await office.try_to_invite("e@test.example", language="en")).json()["code"] == "language_not_offered"


async def test_guessing_links_is_limited(api: Api) -> None:
    async with api.client() as client:
        codes = [(await client.post(LOOKUP, json={"token": f"guess-{n}"})).status_code for n in range(31)]
    assert codes == [404] * 30 + [429]
