"""Tokens of one kind used as another, cookies sent by other pages, guesses made all at once, roles that grow."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jose import jwt
from sqlalchemy import func, select, update

from backend_core.auth import cookie
from backend_core.auth.tokens import new_secret
from backend_core.events import stream as event_stream
from backend_core.interviews.room_token import make_room_token
from backend_core.models import AuthSession, Interview, Invitation, UserAccount
from backend_core.models.vocabulary import InvitationState, UserRole
from interview_contracts.vocabulary import Language
from media_server.tokens import TokenInvalid, read_token
from tests.support.core import PASSWORD, Api
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

LOGIN, ME, REFRESH = "/api/v1/auth/login", "/api/v1/auth/me", "/api/v1/auth/refresh"


async def invitation(api: Api) -> tuple[Invitation, str]:
    """Return an invitation and the token of its link."""
    from backend_core.auth.tokens import digest

    job, token = await api.rows.job(await api.rows.company()), new_secret()
    row = Invitation(
        company_id=job.company_id,
        job_id=job.id,
        candidate_name="초대받은 사람",
        candidate_email="invited@test.example",
        language=Language.KO,
        token_hash=digest(token),
        state=InvitationState.INVITED,
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    await api.rows.save(row)
    return row, token


def registration(token: str, **changes: Any) -> dict[str, Any]:
    """Return a registration that is accepted."""
    values = {"name": "김하늘", "email": "new@test.example", "password": "a long safe phrase", "locale": "ko"}
    return {"token": token, **values, **changes}


async def test_a_room_token_is_no_access_token_and_the_other_way_round(api: Api, stage: Stage) -> None:
    secret = api.resources.settings.media_secret.get_secret_value()
    room, _ = make_room_token(secret, stage.interview.id, language=Language.EN, face=False)
    async with api.client(room) as client:
        assert (await client.get(ME)).status_code == 401
    access = str(stage.candidate.headers["Authorization"])
    for key in (secret, api.resources.settings.auth_secret.get_secret_value()):
        with pytest.raises(TokenInvalid):
            read_token(access, stage.interview.id, key)


async def test_a_token_of_a_candidate_is_no_token_of_staff(api: Api) -> None:
    person = await api.rows.person()
    token = await api.token(person)
    async with api.resources.sessions.begin() as session:
        company = await api.rows.company()
        await session.execute(
            update(UserAccount).where(UserAccount.id == person.id).values(role=UserRole.ADMIN, company_id=company.id)
        )
    async with api.client(token) as client:
        assert (await client.get(ME)).status_code == 401
    claims = jwt.get_unverified_claims(token)
    forged = str(jwt.encode({**claims, "aud": "staff"}, "x" * 64, algorithm="HS256"))
    async with api.client(forged) as client:
        assert (await client.get(ME)).status_code == 401


async def test_a_registration_makes_candidates_only(api: Api) -> None:
    _, token = await invitation(api)
    company = await api.rows.company()
    more = {"role": "admin", "company_id": str(company.id), "user": {"role": "admin"}}
    async with api.client() as client:
        answer = await client.post("/api/v1/auth/invitations/register", json=registration(token, **more))
        assert answer.status_code == 201
        assert answer.json()["user"]["role"] == "candidate"
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert (await client.get("/api/v1/candidates", headers=headers)).status_code == 403


async def test_staff_do_not_become_candidates_by_a_link(api: Api) -> None:
    _, token = await invitation(api)
    staff = await api.rows.staff(await api.rows.company())
    async with api.client() as client:
        wanted = registration(token, email=staff.email, password=PASSWORD)
        answer = await client.post("/api/v1/auth/invitations/register", json=wanted)
    assert answer.status_code == 409


async def test_an_invitation_used_many_times_at_once_registers_one_person(api: Api) -> None:
    row, token = await invitation(api)

    async def register(number: int) -> int:
        async with api.client() as client:
            wanted = registration(token, email=f"racer-{number}@test.example")
            answer = await client.post("/api/v1/auth/invitations/register", json=wanted)
            if answer.status_code != 201:
                assert answer.json()["code"] == "invitation_used"
            return answer.status_code

    assert sorted(await asyncio.gather(*(register(number) for number in range(4)))) == [201, 409, 409, 409]
    async with api.resources.sessions() as session:
        interviews = await session.scalar(select(func.count()).where(Interview.invitation_id == row.id))
        accounts = await session.scalar(select(func.count()).where(UserAccount.email.like("racer-%")))
    assert (interviews, accounts) == (1, 1)


async def test_guesses_made_all_at_once_are_counted_too(api: Api) -> None:
    person = await api.rows.person()

    async def guess(number: int) -> int:
        async with api.client() as client:
            wrong = {"email": person.email, "password": f"guess number {number}"}
            return (await client.post(LOGIN, json=wrong)).status_code

    attempts = api.resources.settings.login_attempts
    statuses = await asyncio.gather(*(guess(number) for number in range(3 * attempts)))
    assert statuses.count(401) <= attempts
    assert statuses.count(429) >= 2 * attempts


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_other_pages_cannot_use_the_cookie(api: Api, site: str) -> None:
    person = await api.rows.person()
    async with api.client() as client:
        login = await client.post(LOGIN, json={"email": person.email, "password": PASSWORD})
        token = client.cookies[cookie.NAME]
        sent = {"Cookie": f"{cookie.NAME}={token}", "Sec-Fetch-Site": site, "Accept-Language": "en"}
        for path in (REFRESH, "/api/v1/auth/logout"):
            refused = await client.post(path, headers=sent)
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        bearer = {"Authorization": f"Bearer {login.json()['access_token']}"}
        assert (await client.get(ME, headers=bearer)).status_code == 200
        own = await client.post(REFRESH, headers={**sent, "Sec-Fetch-Site": "same-origin"})
        assert own.status_code == 200
        assert "access-control-allow-origin" not in own.headers


async def test_a_form_of_another_page_logs_nobody_in(api: Api) -> None:
    person = await api.rows.person()
    body = json.dumps({"email": person.email, "password": PASSWORD})
    async with api.client() as client:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
            answer = await client.post(LOGIN, content=body, headers={"Content-Type": kind})
            assert answer.status_code == 422, kind
            assert "set-cookie" not in answer.headers


async def test_a_stream_ends_when_its_login_does(api: Api, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend_core.auth.current_user import CurrentUser
    from backend_core.events.sse import browser_events

    monkeypatch.setattr(event_stream, "_ASK_AFTER_S", 0.0)
    monkeypatch.setattr(event_stream, "_BLOCK_MS", 20)
    async with api.resources.sessions() as session:
        login = (await session.scalars(select(AuthSession).order_by(AuthSession.id.desc()))).first()
        assert login is not None
        account = await session.get_one(UserAccount, login.user_account_id)
    user = CurrentUser(
        id=account.id,
        role=account.role,
        company_id=None,
        name=account.name,
        email=account.email,
        locale=account.locale,
        session_id=login.id,
    )
    listening = browser_events(api.resources, user, stage.interview.id, None)
    assert (await anext(listening)).raw_data
    async with api.resources.sessions.begin() as session:
        await session.execute(update(AuthSession).values(revoked_at=datetime.now(UTC)))
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(listening), timeout=10)


async def test_a_position_that_no_stream_can_have_does_no_harm() -> None:
    assert event_stream.valid_position(f"{2**64}-0") is None
    assert event_stream.valid_position(f"{2**64 - 1}-1") is not None
    assert event_stream.valid_position("1-0\n") is None
