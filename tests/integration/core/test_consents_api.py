"""Consents over HTTP: each purpose separately, append-only, bound to the words that were shown."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from backend_core.consents.notice import NOTICE_EDITION
from backend_core.consents.service import granted
from backend_core.models import Consent, Interview
from interview_contracts.vocabulary import ConsentPurpose, Language
from tests.support.core import Api, core_settings, running_api

pytestmark = pytest.mark.integration


@pytest.fixture
async def api(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    async with running_api(core_settings(database_url, redis_url, tmp_path, allow_emotion=True)) as running:
        yield running


class Room:
    """An interview and its candidate's client."""

    def __init__(self, api: Api, interview: Interview, client: httpx.AsyncClient) -> None:
        self.api, self.interview, self.client = api, interview, client
        self.path = f"/api/v1/interviews/{interview.id}/consents"

    async def notice(self, language: str = "ko") -> dict[str, object]:
        response = await self.client.get(
            "/api/v1/notice", params={"language": language, "interview_id": str(self.interview.id)}
        )
        assert response.status_code == 200
        found: dict[str, object] = response.json()
        return found

    async def decide(self, version: object, *, language: str = "ko", **decisions: bool) -> httpx.Response:
        body = {
            "version": version,
            "language": language,
            "decisions": [{"purpose": purpose, "granted": granted} for purpose, granted in decisions.items()],
        }
        return await self.client.put(self.path, json=body)

    async def granted(self, purpose: ConsentPurpose) -> bool:
        async with self.api.resources.sessions() as session:
            return await granted(session, self.interview.id, purpose)

    async def records(self) -> list[Consent]:
        async with self.api.resources.sessions() as session:
            return list(await session.scalars(select(Consent).order_by(Consent.decided_at, Consent.id)))


@pytest.fixture
async def room(api: Api) -> AsyncIterator[Room]:
    job = await api.rows.job(await api.rows.company(), recording=True, face_observation=False)
    person = await api.rows.person()
    interview = await api.rows.interview(job, person)
    async with await api.client_of(person) as client:
        yield Room(api, interview, client)


async def test_nothing_is_agreed_to_before_anybody_was_asked(room: Room) -> None:
    body = (await room.client.get(room.path)).json()

    assert body["complete"] is False
    assert {entry["purpose"]: entry["granted"] for entry in body["consents"]} == {
        "ai_interview": None,
        "resume_analysis": None,
        "recording": None,
    }
    assert not await room.granted(ConsentPurpose.AI_INTERVIEW)


async def test_optional_purposes_may_be_refused_without_blocking(room: Room) -> None:
    notice = await room.notice()

    response = await room.decide(notice["version"], ai_interview=True, resume_analysis=False, recording=False)

    assert response.status_code == 200
    assert response.json()["complete"] is True
    assert await room.granted(ConsentPurpose.AI_INTERVIEW)
    assert not await room.granted(ConsentPurpose.RECORDING)


async def test_refusing_the_ai_interview_is_recorded_and_incomplete(room: Room) -> None:
    response = await room.decide((await room.notice())["version"], ai_interview=False)

    assert response.status_code == 200
    assert response.json()["complete"] is False
    assert [record.granted for record in await room.records()] == [False]


async def test_a_changed_mind_is_a_new_record(room: Room) -> None:
    version = (await room.notice())["version"]
    await room.decide(version, ai_interview=True, recording=True)
    await room.decide(version, recording=True)
    await room.decide(version, recording=False)

    records = [record for record in await room.records() if record.purpose is ConsentPurpose.RECORDING]

    assert [record.granted for record in records] == [True, False]
    assert not await room.granted(ConsentPurpose.RECORDING)
    assert await room.granted(ConsentPurpose.AI_INTERVIEW)


async def test_a_record_names_words_language_and_time(room: Room) -> None:
    notice = await room.notice("en")
    before = datetime.now(UTC)

    await room.decide(notice["version"], language="en", ai_interview=True)

    (record,) = await room.records()
    assert (record.text_sha256, record.language, record.notice_version) == (
        notice["version"],
        Language.EN,
        NOTICE_EDITION,
    )
    assert before <= record.decided_at <= datetime.now(UTC)
    assert record.candidate_id == room.interview.candidate_id


async def test_the_last_word_counts_when_the_clock_is_set_back(room: Room) -> None:
    version = (await room.notice())["version"]
    await room.decide(version, ai_interview=True)
    async with room.api.resources.sessions() as session:
        session.add(
            Consent(
                company_id=room.interview.company_id,
                interview_id=room.interview.id,
                candidate_id=room.interview.candidate_id,
                purpose=ConsentPurpose.RECORDING,
                granted=True,
                notice_version="2026-11",
                text_sha256=str(version),
                language=Language.KO,
                decided_at=datetime.now(UTC) + timedelta(hours=2),
            )
        )
        await session.commit()

    await room.decide(version, recording=False)

    assert not await room.granted(ConsentPurpose.RECORDING)


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_other_words_have_to_be_read_again(room: Room, language: str) -> None:
    response = await room.client.put(
        room.path,
        json={
            "version": "0" * 64,
            "language": language,
            "decisions": [{"purpose": "ai_interview", "granted": True}],
        },
        headers={"Accept-Language": language},
    )

    assert (response.status_code, response.json()["code"]) == (409, "notice_changed")
    assert await room.records() == []


async def test_the_version_of_another_language_does_not_count(room: Room) -> None:
    version = (await room.notice("en"))["version"]

    assert (await room.decide(version, language="ko", ai_interview=True)).status_code == 409


async def test_emotion_is_never_agreed_to_where_it_is_not_asked(room: Room) -> None:
    notice = await room.notice()

    response = await room.decide(notice["version"], ai_interview=True, emotion_observation=True)

    assert (response.status_code, response.json()["code"]) == (422, "consent_purpose_not_offered")
    assert await room.records() == []


async def test_emotion_is_asked_about_where_deployment_and_job_use_it(api: Api) -> None:
    async def asked(**settings: bool) -> bool:
        job = await api.rows.job(await api.rows.company(), **settings)
        person = await api.rows.person()
        interview = await api.rows.interview(job, person)
        async with await api.client_of(person) as client:
            room = Room(api, interview, client)
            purposes = [entry["purpose"] for entry in (await room.notice())["purposes"]]  # type: ignore[attr-defined]
        return "emotion_observation" in purposes

    assert await asked(face_observation=True, emotion_observation=True)
    assert not await asked(face_observation=False, emotion_observation=True), "it is found where the face was found"
    assert not await asked(face_observation=True, emotion_observation=False)


async def test_a_deployment_that_does_not_allow_emotion_does_not_know_the_purpose(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_api(core_settings(database_url, redis_url, tmp_path)) as plain:
        job = await plain.rows.job(await plain.rows.company(), face_observation=True, emotion_observation=True)
        person = await plain.rows.person()
        interview = await plain.rows.interview(job, person)
        async with await plain.client_of(person) as client:
            room = Room(plain, interview, client)
            notice = await room.notice()
            refused = await room.decide(notice["version"], ai_interview=True, emotion_observation=True)
            known = [entry["purpose"] for entry in (await client.get(room.path)).json()["consents"]]
    assert "emotion_observation" not in {entry["purpose"] for entry in notice["purposes"]}  # type: ignore[attr-defined]
    assert "emotion_observation" not in known
    assert refused.json()["code"] == "consent_purpose_not_offered"


async def test_the_notice_without_an_interview_can_be_agreed_to_as_well(room: Room) -> None:
    general = (await room.client.get("/api/v1/notice", params={"language": "ko"})).json()

    response = await room.decide(general["version"], ai_interview=True, face_observation=False)

    assert response.status_code == 200


async def test_nobody_sees_or_gives_another_persons_consents(room: Room, api: Api) -> None:
    version = (await room.notice())["version"]
    staff = await api.rows.staff(await api.rows.company())
    for other in (await api.rows.person(), staff):
        async with await api.client_of(other) as client:
            stranger = Room(api, room.interview, client)
            assert (await client.get(stranger.path)).status_code in {403, 404}
            assert (await stranger.decide(version, ai_interview=True)).status_code in {403, 404}
    assert await room.records() == []
