"""The board of recruiters, a candidate's own list, and the device check."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend_core.models import Decision, DeviceCheck
from backend_core.models.vocabulary import DecisionOutcome
from interview_contracts.vocabulary import InterviewState, Language
from tests.support.core import Api

pytestmark = pytest.mark.db


async def test_the_board_is_filtered_paged_and_shows_the_latest_decision(api: Api) -> None:
    company = await api.rows.company()
    recruiter = await api.rows.staff(company)
    first, second = await api.rows.job(company), await api.rows.job(company)
    person, other = await api.rows.person(), await api.rows.person()
    reported = await api.rows.interview(first, person, state=InterviewState.REPORTED)
    waiting = await api.rows.interview(second, other)
    now = datetime.now(UTC)
    for minutes, outcome in ((2, DecisionOutcome.HOLD), (1, DecisionOutcome.ADVANCE)):
        decided_at = now - timedelta(minutes=minutes)
        decision = Decision(
            interview_id=reported.id, decided_by_id=recruiter.id, outcome=outcome, reason="근거", decided_at=decided_at
        )
        await api.rows.save(decision)

    async with await api.client_of(recruiter) as client:

        async def ids(**query: str | int) -> tuple[int, list[str]]:
            body = (await client.get("/api/v1/candidates", params=query)).json()
            return body["total"], [row["interview_id"] for row in body["items"]]

        assert await ids() == (2, [str(waiting.id), str(reported.id)])
        assert await ids(limit=1) == (2, [str(waiting.id)])
        assert await ids(limit=1, offset=1) == (2, [str(reported.id)])
        assert await ids(job_id=str(first.id)) == (1, [str(reported.id)])
        assert await ids(state="created") == (1, [str(waiting.id)])
        assert await ids(q=person.email.upper()) == (1, [str(reported.id)])
        assert await ids(q="%") == (0, [])
        rows = (await client.get("/api/v1/candidates")).json()["items"]
    assert [row["decision"] for row in rows] == [None, "advance"]


async def test_candidates_see_their_own_interviews_in_the_interviews_language(api: Api) -> None:
    person = await api.rows.person()
    job = await api.rows.job(await api.rows.company())
    interview = await api.rows.interview(job, person, language=Language.EN)
    await api.rows.interview(job, await api.rows.person())
    async with await api.client_of(person) as client:
        (own,) = (await client.get("/api/v1/me/interviews")).json()
    assert (own["id"], own["job_title"], own["state"]) == (str(interview.id), "Backend engineer", "created")


async def test_a_device_check_is_stored_each_time(api: Api) -> None:
    person = await api.rows.person()
    interview = await api.rows.interview(await api.rows.job(await api.rows.company()), person)
    path = f"/api/v1/interviews/{interview.id}/device-check"
    check = {"camera": "failed", "microphone": "ok", "speaker": "ok", "connection": "skipped"}
    async with await api.client_of(person) as client:
        for detail in ({}, {"microphone_level": "0.4"}):
            assert (await client.post(path, json={**check, "detail": detail})).status_code == 201
        for wrong in ({"camera": "broken"}, {"detail": {"Name of device": "x"}}, {"detail": {"a": "x" * 300}}):
            assert (await client.post(path, json={**check, **wrong})).status_code == 422
    async with api.resources.sessions() as session:
        stored = (await session.execute(select(DeviceCheck).order_by(DeviceCheck.id))).scalars().all()
    assert [one.detail for one in stored] == [{}, {"microphone_level": "0.4"}]
