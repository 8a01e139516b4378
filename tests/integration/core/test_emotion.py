"""Emotion: only where deployment, job and candidate allow it; stored apart, labelled, erased with its consent."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jose import jwt
from sqlalchemy import select, update

from backend_core.consents.notice import build_notice
from backend_core.consents.service import notice_for_job
from backend_core.emotions.service import delete_unwanted
from backend_core.interviews.vision import faces_observed
from backend_core.models import Candidate, Company, FrameObservation, Interview, Job, Outbox, UserAccount
from backend_core.models import EmotionObservation as Row
from backend_core.models.vocabulary import ErasureReason
from backend_core.persistence import unit_of_work
from backend_core.retention.service import erase_interview
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import EmotionObservation, FaceObservation, ObserveFacesResult
from interview_contracts.vocabulary import Capability, ConsentPurpose, Emotion, EngineQuality, InterviewState, Language
from tests.support.core import Api, core_settings, running_api
from tests.support.stage import consent

pytestmark = pytest.mark.integration

FACE, EMOTION = ConsentPurpose.FACE_OBSERVATION, ConsentPurpose.EMOTION_OBSERVATION
FACE_ENGINE = EngineInfo(capability=Capability.FACE, name="mediapipe_landmarker", version="1")
ENGINE = EngineInfo(capability=Capability.EMOTION, name="deepface", version="1", quality=EngineQuality.BASIC)


@pytest.fixture
async def api(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    async with running_api(core_settings(database_url, redis_url, tmp_path, allow_emotion=True)) as running:
        yield running


@pytest.fixture
async def plain(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """A deployment that does not allow it, on the same database."""
    async with running_api(core_settings(database_url, redis_url, tmp_path)) as running:
        yield running


async def interview_of(api: Api, **settings: Any) -> Interview:
    job = await api.rows.job(
        await api.rows.company(), **{"face_observation": True, "emotion_observation": True, **settings}
    )
    return await api.rows.interview(job, await api.rows.person(), language=Language.EN)


def seen(interview: Interview, sequence: int, dominant: Emotion = Emotion.NEUTRAL) -> ObserveFacesResult:
    """Return what one frame told: a face, and an expression."""
    common: dict[str, Any] = {
        "interview_id": interview.id,
        "media_session": "session-1",
        "sequence": sequence,
        "presentation_s": sequence / 5,
        "captured_at": datetime.now(UTC),
    }
    return ObserveFacesResult(
        observations=(FaceObservation(**common, face_count=1, gaze=(3.0, -2.0)),),
        emotions=(EmotionObservation(**common, dominant=dominant, share=0.6),),
        emotion_engine=ENGINE,
    )


async def arrives(api: Api, *results: ObserveFacesResult) -> None:
    for result in results:
        async with unit_of_work(api.resources.sessions) as session:
            await faces_observed(session, result, FACE_ENGINE)


async def stored(api: Api, interview: Interview) -> Sequence[Row]:
    async with api.resources.sessions() as session:
        statement = select(Row).where(Row.interview_id == interview.id).order_by(Row.sequence)
        return (await session.scalars(statement)).all()


async def test_it_is_stored_apart_with_the_engine_that_said_it(api: Api) -> None:
    interview = await interview_of(api)
    await consent(api, interview, FACE, EMOTION)
    for _ in range(2):
        await arrives(api, seen(interview, 10, Emotion.HAPPY), seen(interview, 20))
    first, second = await stored(api, interview)
    assert (first.sequence, first.dominant, first.share, first.engine) == (10, Emotion.HAPPY, 0.6, ENGINE)
    assert (second.sequence, second.dominant) == (20, Emotion.NEUTRAL)
    async with api.resources.sessions() as session:
        faces = (await session.scalars(select(FrameObservation).order_by(FrameObservation.sequence))).all()
    assert [(row.engine, row.gaze_x, row.gaze_y) for row in faces] == [(FACE_ENGINE, 3.0, -2.0)] * 2


@pytest.mark.parametrize("agreed", [(), (FACE,), (EMOTION,)], ids=["to nothing", "to faces only", "without faces"])
async def test_without_both_agreements_nothing_is_stored(api: Api, agreed: tuple[ConsentPurpose, ...]) -> None:
    interview = await interview_of(api)
    await consent(api, interview, *agreed)
    await arrives(api, seen(interview, 10))
    assert await stored(api, interview) == []


async def test_after_the_end_nothing_is_stored(api: Api) -> None:
    interview = await interview_of(api)
    await consent(api, interview, FACE, EMOTION)
    async with unit_of_work(api.resources.sessions) as session:
        await session.execute(update(Interview).values(state=InterviewState.REPORTED))
    await arrives(api, seen(interview, 10))
    assert await stored(api, interview) == []


@pytest.mark.parametrize("purpose", [EMOTION, FACE])
async def test_a_withdrawn_agreement_erases_what_was_stored_and_stops_the_rest(
    api: Api, purpose: ConsentPurpose
) -> None:
    interview, other = await interview_of(api), await interview_of(api)
    for one in (interview, other):
        await consent(api, one, FACE, EMOTION)
        await arrives(api, seen(one, 10))
    assert await delete_unwanted(api.resources.sessions) == 0

    await consent(api, interview, purpose, granted=False)
    await arrives(api, seen(interview, 20))
    assert await delete_unwanted(api.resources.sessions) == 1
    assert await stored(api, interview) == []
    assert len(await stored(api, other)) == 1

    await consent(api, interview, purpose)
    await arrives(api, seen(interview, 30))
    assert [row.sequence for row in await stored(api, interview)] == [30]


async def test_it_is_erased_with_the_interview(api: Api) -> None:
    interview = await interview_of(api)
    await consent(api, interview, FACE, EMOTION)
    await arrives(api, seen(interview, 10))
    async with unit_of_work(api.resources.sessions) as session:
        await erase_interview(session, interview.id, reason=ErasureReason.NOT_NEEDED)
    assert await stored(api, interview) == []


async def person_of(api: Api, interview: Interview) -> UserAccount:
    async with api.resources.sessions() as session:
        candidate = await session.get_one(Candidate, interview.candidate_id)
        return await session.get_one(UserAccount, candidate.user_account_id)


async def claims(api: Api, interview: Interview) -> tuple[bool, bool]:
    """Return what a new room token allows: faces, expressions."""
    async with await api.client_of(await person_of(api, interview)) as client:
        answer = await client.post(f"/api/v1/interviews/{interview.id}/media-token")
    assert answer.status_code == 200, answer.text
    found = jwt.get_unverified_claims(answer.json()["token"])
    return found["face"], found["emotion"]


@pytest.mark.parametrize(
    ("settings", "agreed", "expected"),
    [
        ({}, (FACE, EMOTION), (True, True)),
        ({}, (FACE,), (True, False)),
        ({}, (EMOTION,), (False, False)),
        ({"emotion_observation": False}, (FACE, EMOTION), (True, False)),
        ({"face_observation": False}, (FACE, EMOTION), (False, False)),
    ],
    ids=["all agree", "not asked or refused", "no faces", "not the job's", "no faces by the job"],
)
async def test_a_room_token_allows_it_where_job_and_candidate_do(
    api: Api, settings: dict[str, bool], agreed: tuple[ConsentPurpose, ...], expected: tuple[bool, bool]
) -> None:
    interview = await interview_of(api, **settings)
    await consent(api, interview, ConsentPurpose.AI_INTERVIEW, *agreed)
    assert await claims(api, interview) == expected


async def test_a_deployment_that_does_not_allow_it_shows_nothing_of_it(api: Api, plain: Api) -> None:
    interview = await interview_of(api)
    await consent(api, interview, ConsentPurpose.AI_INTERVIEW, FACE, EMOTION)
    await arrives(api, seen(interview, 10))
    async with unit_of_work(api.resources.sessions) as session:
        await session.execute(update(Interview).values(state=InterviewState.REPORTED))

    assert (await report(api, interview))["emotion_summary"] is not None
    hidden = await report(plain, interview)
    assert hidden["emotion_summary"] is None
    assert ENGINE.name not in {engine["name"] for engine in hidden["engines"]}
    assert (await settings_of(api, interview))["emotion_observation"] is True
    assert (await settings_of(plain, interview))["emotion_observation"] is None

    async with unit_of_work(api.resources.sessions) as session:
        await session.execute(update(Interview).values(state=InterviewState.READY))
        job = await session.get_one(Job, interview.job_id)
    assert await claims(plain, interview) == (True, False)
    assert EMOTION not in {one.purpose for one in notice_for_job(job, Language.KO, allow_emotion=False).purposes}


async def staff_get(api: Api, interview: Interview, path: str) -> dict[str, Any]:
    async with api.resources.sessions() as session:
        company = await session.get_one(Company, interview.company_id)
    async with await api.client_of(await api.rows.staff(company)) as client:
        answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def report(api: Api, interview: Interview) -> dict[str, Any]:
    return await staff_get(api, interview, f"/interviews/{interview.id}/report")


async def settings_of(api: Api, interview: Interview) -> dict[str, Any]:
    job = await staff_get(api, interview, f"/jobs/{interview.job_id}")
    settings: dict[str, Any] = job["settings"]
    return settings


async def test_a_report_shows_it_apart_with_its_label_while_the_candidate_agrees(api: Api) -> None:
    interview = await interview_of(api)
    await consent(api, interview, FACE, EMOTION)
    looks = [Emotion.NEUTRAL, Emotion.HAPPY, Emotion.NEUTRAL, Emotion.NEUTRAL]
    await arrives(api, *(seen(interview, 10 * number, emotion) for number, emotion in enumerate(looks, start=1)))
    async with unit_of_work(api.resources.sessions) as session:
        await session.execute(update(Interview).values(state=InterviewState.REPORTED))

    shown = await report(api, interview)
    summary = shown["emotion_summary"]
    assert (summary["used_for_scoring"], summary["looks"]) == (False, 4)
    assert summary["shares"] == [{"emotion": "neutral", "share": 0.75}, {"emotion": "happy", "share": 0.25}]
    assert summary["engine"]["name"] == "deepface"
    assert ("emotion", "deepface") in {(engine["capability"], engine["name"]) for engine in shown["engines"]}
    assert (shown["face_summary"]["mean_abs_gaze_x"], shown["face_summary"]["mean_abs_gaze_y"]) == (3.0, 2.0)
    assert shown["overall"] is None

    for withdrawn in (EMOTION, FACE):
        await consent(api, interview, FACE, EMOTION)
        await consent(api, interview, withdrawn, granted=False)
        assert (await report(api, interview))["emotion_summary"] is None


async def test_a_decision_is_told_to_the_media_server(api: Api) -> None:
    interview = await interview_of(api)
    async with api.resources.sessions() as session:
        job = await session.get_one(Job, interview.job_id)
    person = await person_of(api, interview)
    version = notice_for_job(job, Language.EN, allow_emotion=True).version
    assert version != build_notice(Language.EN).version
    steps = [{FACE: True, EMOTION: True}, {EMOTION: False}, {EMOTION: True}, {FACE: False}]
    async with await api.client_of(person) as client:
        for step in steps:
            decisions = [{"purpose": purpose.value, "granted": granted} for purpose, granted in step.items()]
            body = {"version": version, "language": "en", "decisions": decisions}
            answer = await client.put(f"/api/v1/interviews/{interview.id}/consents", json=body)
            assert answer.status_code == 200, answer.text
    async with api.resources.sessions() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.name == "consents.changed").order_by(Outbox.number))
        told = [(row.payload["face"], row.payload["emotion"]) for row in rows]
    assert told == [(True, True), (True, False), (True, True), (False, False)]
