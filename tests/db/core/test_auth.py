"""Logging in, staying logged in, and how a login ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from backend_core.auth import cookie
from backend_core.models import AuthSession, RefreshToken, UserAccount
from tests.support.core import PASSWORD, Api

pytestmark = pytest.mark.db

LOGIN = "/api/v1/auth/login"
REFRESH = "/api/v1/auth/refresh"
ME = "/api/v1/auth/me"


async def login(api: Api, user: UserAccount) -> tuple[str, str]:
    """Return access and refresh token."""
    async with api.client() as client:
        response = await client.post(LOGIN, json={"email": user.email, "password": PASSWORD})
        assert response.status_code == 200, response.text
        return response.json()["access_token"], client.cookies[cookie.NAME]


async def refresh(api: Api, token: str) -> tuple[int, str | None, str | None]:
    """Return status, refresh token and error code."""
    async with api.client() as client:
        response = await client.post(REFRESH, headers={"Cookie": f"{cookie.NAME}={token}"})
        body = response.json()
        return response.status_code, response.cookies.get(cookie.NAME), body.get("code")


async def test_login_gives_a_session_and_a_strict_cookie(api: Api) -> None:
    user = await api.rows.person()
    async with api.client() as client:
        response = await client.post(LOGIN, json={"email": user.email.upper(), "password": PASSWORD})
        assert response.status_code == 200
        body = response.json()
        assert body["expires_in"] <= 600
        assert body["user"] == {
            "id": str(user.id),
            "role": "candidate",
            "name": user.name,
            "email": user.email,
            "locale": "ko",
        }
        attributes = response.headers["set-cookie"].lower()
        assert "httponly" in attributes
        assert "samesite=strict" in attributes
        assert "path=/api/v1/auth" in attributes
        me = await client.get(ME, headers={"Authorization": f"Bearer {body['access_token']}"})
        assert me.json() == body["user"]


async def test_wrong_and_unknown_look_the_same_in_both_languages(api: Api) -> None:
    user = await api.rows.person()
    answers = []
    async with api.client() as client:
        for email in (user.email, "nobody@test.example"):
            response = await client.post(
                LOGIN, json={"email": email, "password": "wrong"}, headers={"Accept-Language": "en-GB,ko;q=0.5"}
            )
            assert response.headers["content-type"] == "application/problem+json"
            answers.append((response.status_code, response.json()))
        korean = await client.post(LOGIN, json={"email": user.email, "password": "wrong"})
    assert answers[0] == answers[1]
    assert answers[0][0] == 401
    assert answers[0][1]["detail"] == "The email address or the password is not right."
    assert korean.json()["detail"] == "이메일 또는 비밀번호가 올바르지 않습니다."


async def test_a_disabled_account_cannot_log_in_and_loses_access_at_once(api: Api) -> None:
    user = await api.rows.person()
    access, token = await login(api, user)
    async with api.resources.sessions.begin() as session:
        await session.execute(
            update(UserAccount).where(UserAccount.id == user.id).values(disabled_at=datetime.now(UTC))
        )
    async with api.client(access) as client:
        assert (await client.get(ME)).status_code == 401
        assert (await client.post(LOGIN, json={"email": user.email, "password": PASSWORD})).status_code == 401
    assert (await refresh(api, token))[0] == 401


async def test_too_many_failures_have_to_wait_but_only_from_that_address(api: Api) -> None:
    user, other = await api.rows.person(), await api.rows.person()
    async with api.client() as client:
        for _ in range(api.resources.settings.login_attempts):
            assert (await client.post(LOGIN, json={"email": user.email, "password": "no"})).status_code == 401
        limited = await client.post(LOGIN, json={"email": user.email, "password": PASSWORD})
        assert limited.status_code == 429
        assert limited.json()["code"] == "too_many_logins"
        assert int(limited.headers["retry-after"]) > 0
    await login(api, other)


async def test_logout_ends_access_tokens_at_once(api: Api) -> None:
    user = await api.rows.person()
    access, token = await login(api, user)
    async with api.client(access) as client:
        assert (await client.get(ME)).status_code == 200
        gone = await client.post("/api/v1/auth/logout", headers={"Cookie": f"{cookie.NAME}={token}"})
        assert gone.status_code == 204
        assert (await client.get(ME)).status_code == 401
    assert (await refresh(api, token))[2] == "session_ended"


async def test_refresh_rotates_and_reuse_of_an_old_token_ends_the_session(api: Api) -> None:
    user = await api.rows.person()
    access, first = await login(api, user)
    _, second, _ = await refresh(api, first)
    assert second is not None
    assert second != first
    _, third, _ = await refresh(api, second)
    assert third is not None
    assert (await refresh(api, first)) == (401, None, "session_reused")
    assert (await refresh(api, third))[2] == "session_ended"
    async with api.client(access) as client:
        assert (await client.get(ME)).status_code == 401


async def test_two_tabs_may_present_the_same_token_at_the_same_moment(api: Api) -> None:
    user = await api.rows.person()
    _, first = await login(api, user)
    answers = await asyncio.gather(*(refresh(api, first) for _ in range(4)))
    assert [status for status, _, _ in answers] == [200] * 4
    kept = answers[2][1]
    assert kept is not None
    status, following, _ = await refresh(api, kept)
    assert status == 200
    assert following is not None
    assert (await refresh(api, following))[0] == 200


async def test_the_other_tokens_of_a_race_end_the_session(api: Api) -> None:
    user = await api.rows.person()
    _, first = await login(api, user)
    _, one, _ = await refresh(api, first)
    _, other, _ = await refresh(api, first)
    assert one is not None
    assert other is not None
    assert (await refresh(api, one))[0] == 200
    assert (await refresh(api, other))[2] == "session_reused"


async def test_a_token_may_not_be_presented_again_after_a_while(api: Api) -> None:
    user = await api.rows.person()
    _, first = await login(api, user)
    assert (await refresh(api, first))[0] == 200
    async with api.resources.sessions.begin() as session:
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        await session.execute(
            update(RefreshToken).where(RefreshToken.rotated_at.is_not(None)).values(rotated_at=long_ago)
        )
    assert (await refresh(api, first))[2] == "session_reused"


async def test_the_session_has_an_absolute_end_and_no_token_is_stored(api: Api) -> None:
    user = await api.rows.person()
    access, first = await login(api, user)
    async with api.resources.sessions.begin() as session:
        stored = (await session.execute(select(RefreshToken.token_hash))).scalars().all()
        assert first not in stored
        await session.execute(update(AuthSession).values(expires_at=datetime.now(UTC)))
    assert (await refresh(api, first))[2] == "session_ended"
    async with api.client(access) as client:
        assert (await client.get(ME)).status_code == 401


async def test_login_works_while_redis_is_away(database_url: str, tmp_path: object) -> None:
    from tests.support.core import core_settings, running_api

    settings = core_settings(database_url, "redis://127.0.0.1:1/0", login_attempts=3)
    async with running_api(settings) as api:
        user = await api.rows.person()
        await login(api, user)
        async with api.client() as client:
            for _ in range(3):
                assert (await client.post(LOGIN, json={"email": user.email, "password": "no"})).status_code == 401
            limited = await client.post(LOGIN, json={"email": user.email, "password": "no"})
            assert limited.status_code == 429
            ready = await client.get("/health/ready")
            assert (ready.status_code, ready.json()["redis"], ready.json()["database"]) == (503, False, True)
