"""Seeding the demo company, and reading it through the API."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend_core.models import BankQuestion, Company, Job, Passage, RubricAnchor, TaskRecord, UserAccount
from backend_core.persistence import unit_of_work
from backend_core.seeding.service import seed
from tests.support.core import Api

pytestmark = pytest.mark.db

FOLDER = Path(__file__).parents[3] / "db" / "seeds" / "demo"
TABLES = (Company, Job, BankQuestion, RubricAnchor, UserAccount, Passage, TaskRecord)


async def counts(api: Api) -> list[int]:
    async with api.resources.sessions() as session:
        return [(await session.execute(select(func.count()).select_from(table))).scalar_one() for table in TABLES]


async def seed_once(api: Api, password: str | None) -> None:
    async with unit_of_work(api.resources.sessions) as session:
        await seed(session, FOLDER, password=password)


async def test_seeding_again_changes_nothing(api: Api) -> None:
    await seed_once(api, "a demo password")
    first = await counts(api)
    assert first[:2] == [1, 2]
    assert all(first)
    await seed_once(api, "a demo password")
    assert await counts(api) == first


async def test_the_demo_logins_follow_the_password(api: Api) -> None:
    login = {"email": "recruiter@demo.example", "password": "the second one"}
    await seed_once(api, None)
    async with api.client() as client:
        assert (await client.post("/api/v1/auth/login", json=login)).status_code == 401
        await seed_once(api, "the first one")
        await seed_once(api, "the second one")
        assert (await client.post("/api/v1/auth/login", json=login)).json()["user"]["role"] == "recruiter"


async def test_a_recruiter_reads_company_and_jobs_in_both_languages(api: Api) -> None:
    await seed_once(api, "a demo password")
    async with api.client() as client:
        login = {"email": "recruiter@demo.example", "password": "a demo password"}
        token = (await client.post("/api/v1/auth/login", json=login)).json()["access_token"]
    async with api.client(token) as client:
        company = (await client.get("/api/v1/company")).json()
        assert company["name"] == {"ko": "도담커머스", "en": "Dodam Commerce"}
        assert len(company["talent_profile"]["values"]) == 4
        jobs = {job["key"]: job for job in (await client.get("/api/v1/jobs")).json()}
        assert {key: job["questions"] for key, job in jobs.items()} == {"backend-engineer": 9, "customer-success": 4}
        job = (await client.get(f"/api/v1/jobs/{jobs['backend-engineer']['id']}")).json()
    assert len(job["competencies"]) == 6
    for competency in job["competencies"]:
        assert [anchor["level"] for anchor in competency["rubrics"][0]["anchors"]] == [1, 2, 3, 4, 5]
    assert sum(weight["weight"] for weight in job["weights"]) == pytest.approx(1)
    assert job["questions"][0]["section"] == "introduction"
    assert job["talent_profile"]["version"] == 1
    assert job["settings"]["emotion_observation"] is None, "this deployment does not allow it"
