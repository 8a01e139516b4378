"""Ids that exist but belong to somebody else: a right interview with a wrong part is as foreign as a wrong one."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from backend_core.models import Answer
from backend_core.models.vocabulary import RecordingState, UserRole
from backend_core.recordings import links
from interview_contracts.files import FileRef
from tests.support.core import Api
from tests.support.stage import Stage, on_stage

pytestmark = pytest.mark.integration

CHUNK = b"recorded"
SHA = {"X-Content-SHA256": hashlib.sha256(CHUNK).hexdigest(), "Content-Type": "video/webm"}


async def turn_calls(client: httpx.AsyncClient, path: str, turn: str) -> dict[str, httpx.Response]:
    """Call everything that takes a turn."""
    base = f"{path}/turns/{turn}"
    form = {"file": ("a.webm", CHUNK, "audio/webm")}
    return {
        "open": await client.post(f"{base}/open"),
        "chunk": await client.put(f"{base}/chunks/0/0", content=CHUNK, headers=SHA),
        "audio": await client.post(f"{base}/audio", files=form),
        "end typed": await client.post(f"{base}/end", json={"mode": "typed", "text": "not mine"}),
        "end spoken": await client.post(f"{base}/end", json={"mode": "spoken", "parts": [{"part": 0, "chunks": 9}]}),
        "speech": await client.get(f"{base}/speech/0"),
    }


async def test_the_turn_of_another_candidate_is_unknown_in_ones_own_interview(api: Api, stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    before = await stage.snapshot()
    async with on_stage(api) as other:
        await other.start()
        await other.open()
        answers = await turn_calls(other.candidate, other.path, turn)
        assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
        mine = await turn_calls(other.candidate, stage.path, turn)
        assert {answer.status_code for answer in mine.values()} == {404}
    after = await stage.snapshot()
    assert (after["state"], after["version"], after["turn"]) == (before["state"], before["version"], before["turn"])
    assert list(api.resources.settings.uploads_dir.rglob("*.webm")) == []


@pytest.mark.parametrize("path", ["/events", "/transcript", "", "/report", "/live", "/resume", "/consents"])
async def test_nothing_of_a_foreign_interview_is_shown(api: Api, stage: Stage, path: str) -> None:
    await stage.start()
    strangers = [await api.rows.person(), await api.rows.staff(await api.rows.company(), UserRole.ADMIN)]
    for stranger in strangers:
        async with await api.client_of(stranger) as client:
            answer = await client.get(f"{stage.path}{path}")
            assert answer.status_code in {403, 404}, path
            assert str(stage.interview.id) not in answer.text


async def test_staff_of_another_company_change_nothing(api: Api, stage: Stage) -> None:
    await stage.start()
    version = (await stage.snapshot())["version"]
    async with await api.client_of(await api.rows.staff(await api.rows.company(), UserRole.ADMIN)) as client:
        calls = {
            "retry": await client.post(f"{stage.path}/evaluation/retry"),
            "decision": await client.post(f"{stage.path}/decision", json={"outcome": "reject", "reason": "foreign"}),
            "links": await client.post(f"{stage.path}/recording-links"),
            "withdraw": await client.post(f"{stage.path}/withdraw"),
        }
    assert {answer.status_code for answer in calls.values()} <= {403, 404}
    assert (await stage.snapshot())["version"] == version


async def test_staff_do_not_act_as_the_candidate(api: Api, stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    async with await api.client_of(await stage.recruiter()) as recruiter:
        answers = await turn_calls(recruiter, stage.path, turn)
        assert {answer.status_code for answer in answers.values()} == {403}
        for path in ("/withdraw", "/media-token", "/start", "/resume/skip"):
            assert (await recruiter.post(f"{stage.path}{path}")).status_code == 403, path


async def test_a_link_to_a_recording_opens_that_recording_only(api: Api, stage: Stage) -> None:
    secret, now = api.resources.settings.signing_secret.get_secret_value(), datetime.now(UTC)
    await stage.start()
    turn = await stage.open()
    token, _ = links.sign(UUID(turn), now=now, secret=secret)
    body = bytearray(token.encode())
    body[3] = ord("A") if body[3] != ord("A") else ord("B")
    foreign, _ = links.sign(UUID(turn), now=now, secret="another secret" * 4)
    async with api.client() as nobody:
        for bad in (body.decode(), foreign, token[:-2], "x", "%00", "é" * 20, "../" * 5):
            answer = await nobody.get(f"/api/v1/recordings/{bad}")
            assert answer.status_code in {403, 404}, bad
        assert (await nobody.get(f"/api/v1/recordings/{token}")).status_code == 404


@pytest.mark.parametrize("path", ["../../secret.webm", "/etc/passwd", "interviews/x/link.webm"])
async def test_a_recording_outside_the_uploads_is_never_served(api: Api, stage: Stage, path: str) -> None:
    uploads = api.resources.settings.uploads_dir
    (uploads.parent / "secret.webm").write_bytes(b"secret")
    (uploads / "interviews" / "x").mkdir(parents=True)
    (uploads / "interviews" / "x" / "link.webm").symlink_to("/etc/passwd")
    await stage.start()
    turn = UUID(await stage.open())
    async with api.resources.sessions.begin() as session:
        from sqlalchemy import select

        answer = (await session.scalars(select(Answer).where(Answer.turn_id == turn))).one()
        answer.recording_state = RecordingState.READY
        answer.recording = FileRef.model_construct(path=path, size=6, sha256="0" * 64, mime="video/webm")
    token, _ = links.sign(turn, now=datetime.now(UTC), secret=api.resources.settings.signing_secret.get_secret_value())
    async with api.client() as nobody:
        served = await nobody.get(f"/api/v1/recordings/{token}")
    assert served.status_code in {404, 500}
    assert b"root:" not in served.content
    assert b"secret" not in served.content
