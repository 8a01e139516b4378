"""Observations of faces are kept only while the candidate agrees to them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from backend_core.consents.notice import build_notice
from backend_core.interviews.vision import faces_observed
from backend_core.models import FrameObservation, Interview, Outbox
from backend_core.persistence import unit_of_work
from interview_contracts.payloads.vision import FaceObservation, ObserveFacesResult
from interview_contracts.vocabulary import ConsentPurpose, Language
from tests.support.core import Api
from tests.support.stage import consent

pytestmark = pytest.mark.db

FACE = ConsentPurpose.FACE_OBSERVATION


def seen(interview: Interview, sequence: int) -> FaceObservation:
    return FaceObservation(
        interview_id=interview.id,
        media_session="session-1",
        sequence=sequence,
        presentation_s=sequence / 5,
        captured_at=datetime.now(UTC),
        face_count=1,
        confidence=0.9,
    )


async def observe(api: Api, *observations: FaceObservation) -> set[tuple[UUID, int]]:
    """Let a batch arrive and return all that is stored."""
    async with unit_of_work(api.resources.sessions) as session:
        await faces_observed(session, ObserveFacesResult(observations=observations), None)
        rows = (await session.scalars(select(FrameObservation))).all()
    return {(row.interview_id, row.sequence) for row in rows}


async def test_what_arrives_after_the_withdrawal_is_dropped(api: Api) -> None:
    job = await api.rows.job(await api.rows.company(), face_observation=True)
    agreeing, refusing, silent = [await api.rows.interview(job, await api.rows.person()) for _ in range(3)]
    await consent(api, agreeing, FACE)
    await consent(api, refusing, FACE, granted=False)

    stored = await observe(api, *(seen(interview, 1) for interview in (agreeing, refusing, silent)))
    assert stored == {(agreeing.id, 1)}

    await consent(api, agreeing, FACE, granted=False)
    assert await observe(api, seen(agreeing, 2)) == {(agreeing.id, 1)}

    await consent(api, agreeing, FACE)
    assert await observe(api, seen(agreeing, 3)) == {(agreeing.id, 1), (agreeing.id, 3)}


async def test_a_decision_is_told_to_the_media_server(api: Api) -> None:
    person = await api.rows.person()
    job = await api.rows.job(await api.rows.company(), face_observation=True)
    interview = await api.rows.interview(job, person)
    notice = build_notice(Language.KO)
    async with await api.client_of(person) as client:
        for granted in (True, True, False):
            body = {
                "version": notice.version,
                "language": "ko",
                "decisions": [{"purpose": FACE.value, "granted": granted}],
            }
            answer = await client.put(f"/api/v1/interviews/{interview.id}/consents", json=body)
            assert answer.status_code == 200, answer.text
    async with api.resources.sessions() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.name == "consents.changed").order_by(Outbox.number))
        told = [row.payload["face"] for row in rows]
    assert told == [True, False], "a decision that changes nothing is not told"
