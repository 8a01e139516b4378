"""What the room's routes accept and refuse."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from jose import jwt
from sqlalchemy import delete, update

from backend_core.interviews import timers
from backend_core.models import EngineStatus, Interview, TaskRecord, Turn
from interview_contracts.files import FileRef
from interview_contracts.registry import SPEECH_SYNTHESIZE
from interview_contracts.room_token import ALGORITHM, AUDIENCE
from interview_contracts.vocabulary import Capability, ConsentPurpose, EngineQuality, Language
from tests.support.core import Api
from tests.support.stage import Stage, consent, on_stage

pytestmark = pytest.mark.integration


def code(answer) -> tuple[int, str]:  # type: ignore[no-untyped-def]
    return answer.status_code, answer.json()["code"]


async def test_snapshot_before_the_start(stage: Stage) -> None:
    snapshot = await stage.snapshot()
    assert snapshot["state"] == "created"
    assert snapshot["progress"] == {"index": 0, "total": 0}
    assert snapshot["turn"] is None
    assert snapshot["consents"]["ai_interview"] is True
    assert snapshot["consents"]["face_observation"] is False
    assert snapshot["settings"]["silence_s"] == 4.0
    assert snapshot["seat"] == "free"


@pytest.mark.parametrize(("path", "expected"), [("/start", "interview_not_prepared")])
async def test_commands_before_their_time(stage: Stage, path: str, expected: str) -> None:
    assert code(await stage.candidate.post(f"{stage.path}{path}")) == (409, expected)


async def test_preparation_needs_consent_and_an_offered_language(api: Api) -> None:
    async with on_stage(api, languages=["ko"]) as stage:
        refused = await stage.candidate.post(f"{stage.path}/prepare", json={"language": "en"})
        assert code(refused) == (422, "language_not_offered")
    company = await api.rows.company()
    job, person = await api.rows.job(company), await api.rows.person()
    interview = await api.rows.interview(job, person)
    client = await api.client_of(person)
    refused = await client.post(f"/api/v1/interviews/{interview.id}/prepare", json={"language": "ko"})
    assert code(refused) == (409, "consent_required")


async def test_errors_are_worded_in_the_readers_language(stage: Stage) -> None:
    korean = await stage.candidate.post(f"{stage.path}/start", headers={"Accept-Language": "ko"})
    english = await stage.candidate.post(f"{stage.path}/start", headers={"Accept-Language": "en"})
    assert korean.json()["title"] == "아직 준비되지 않았습니다"
    assert english.json()["title"] == "Not prepared yet"


async def test_second_tab_takes_the_seat(stage: Stage) -> None:
    await stage.start()
    turn = (await stage.turn())["id"]
    first, second = {"X-Tab-Id": "tab-first-1"}, {"X-Tab-Id": "tab-second"}
    await stage.post("/seat", {"tab_id": "tab-first-1"})
    assert (await stage.candidate.get(stage.path, headers=first)).json()["seat"] == "mine"
    assert (await stage.candidate.get(stage.path, headers=second)).json()["seat"] == "taken"
    refused = await stage.candidate.post(f"{stage.path}/turns/{turn}/open", headers=second)
    assert code(refused) == (409, "seat_taken")
    assert (await stage.candidate.post(f"{stage.path}/turns/{turn}/open", headers=first)).status_code == 200
    await stage.post("/seat", {"tab_id": "tab-second"})
    assert (await stage.chunk(turn, 0, 0, b"from the first tab", **first)).status_code == 200, "no recording is lost"
    ended = {"mode": "typed", "text": "answer"}
    assert code(await stage.candidate.post(f"{stage.path}/turns/{turn}/end", json=ended, headers=first))[0] == 409
    assert (await stage.candidate.post(f"{stage.path}/turns/{turn}/end", json=ended, headers=second)).status_code == 200


async def test_chunks_are_idempotent(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    first = await stage.chunk(turn, 0, 0, b"one")
    assert first.json() == {
        "part": 0,
        "seq": 0,
        "size": 3,
        "sha256": hashlib.sha256(b"one").hexdigest(),
        "next_seq": 1,
    }
    assert (await stage.chunk(turn, 0, 0, b"one")).json() == first.json()
    assert code(await stage.chunk(turn, 0, 0, b"two")) == (409, "chunk_conflict")
    await stage.chunk(turn, 0, 2, b"three")
    await stage.chunk(turn, 1, 0, b"other part")
    assert (await stage.turn())["uploaded"] == [{"part": 0, "next_seq": 1}, {"part": 1, "next_seq": 1}]
    stored = list(stage.api.resources.settings.uploads_dir.rglob("*.webm"))
    assert sorted(file.read_bytes() for file in stored) == [b"one", b"other part", b"three"]


@pytest.mark.parametrize(
    ("content", "headers", "expected"),
    [
        (b"", {}, (422, "chunk_empty")),
        (b"x", {"X-Content-SHA256": "0" * 64}, (422, "chunk_hash_mismatch")),
        (b"x", {"X-Content-SHA256": "nonsense"}, (422, "invalid_request")),
        (b"x", {"Content-Type": "text/html"}, (415, "answer_media_type")),
        (b"x" * (4 * 1024 * 1024 + 1), {}, (413, "answer_too_large")),
    ],
    ids=["empty", "wrong-hash", "no-hash", "no-recording", "too-large"],
)
async def test_bad_chunks(stage: Stage, content: bytes, headers: dict[str, str], expected: tuple[int, str]) -> None:
    await stage.start()
    turn = await stage.open()
    assert code(await stage.chunk(turn, 0, 0, content, **headers)) == expected
    assert (await stage.turn())["uploaded"] == []


async def test_chunks_of_answers_that_are_not_open(stage: Stage) -> None:
    turn = (await stage.start())["id"]
    assert code(await stage.chunk(turn, 0, 0, b"x")) == (409, "answer_not_open")
    assert code(await stage.chunk(str(uuid4()), 0, 0, b"x")) == (404, "turn_unknown")
    await stage.open()
    await stage.post("/withdraw")
    assert code(await stage.chunk(turn, 0, 0, b"x")) == (409, "interview_closed")


async def test_typed_answers_have_limits(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    end = f"{stage.path}/turns/{turn}/end"
    assert code(await stage.candidate.post(end, json={"mode": "typed"})) == (422, "answer_text_missing")
    too_long = {"mode": "typed", "text": "가" * 20_001}
    assert code(await stage.candidate.post(end, json=too_long)) == (422, "invalid_request")
    longest = {"mode": "typed", "text": "가" * 20_000}
    assert (await stage.candidate.post(end, json=longest)).status_code == 200


async def test_answer_cannot_end_before_it_was_opened(stage: Stage) -> None:
    turn = (await stage.start())["id"]
    refused = await stage.candidate.post(f"{stage.path}/turns/{turn}/end", json={"mode": "typed", "text": "x"})
    assert code(refused) == (409, "answer_not_open")


async def test_withdrawn_stays_withdrawn(stage: Stage) -> None:
    await stage.start()
    await stage.open()
    assert (await stage.post("/withdraw"))["state"] == "withdrawn"
    assert (await stage.post("/withdraw"))["state"] == "withdrawn"
    assert await stage.wait(3600) == 0
    assert code(await stage.candidate.post(f"{stage.path}/start")) == (409, "interview_closed")
    row = await stage.row()
    assert row.ended_at is not None
    assert (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"] == []


async def test_interview_expires_and_an_extended_one_does_not(stage: Stage) -> None:
    await stage.prepare()
    timer = await stage.timer(timers.EXPIRY)
    assert timer is not None
    assert timer.due_at == (await stage.row()).expires_at
    assert await stage.wait(8 * 24 * 3600) == 1
    assert (await stage.snapshot())["state"] == "ready", "the deadline itself has not passed: the timer is set anew"
    past = datetime.now(UTC) - timedelta(minutes=1)
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(update(Interview).values(expires_at=past))
    await stage.wait(8 * 24 * 3600)
    assert (await stage.snapshot())["state"] == "expired"


async def test_candidate_who_has_begun_may_finish(stage: Stage) -> None:
    await stage.start()
    past = datetime.now(UTC) - timedelta(minutes=1)
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(update(Interview).values(expires_at=past))
    await stage.wait(8 * 24 * 3600)
    assert (await stage.snapshot())["state"] == "asking"


async def test_room_token(api: Api) -> None:
    async with on_stage(api, face_observation=True) as stage:
        await consent(api, stage.interview, ConsentPurpose.FACE_OBSERVATION)
        answer = await stage.post("/media-token")
        claims = jwt.decode(answer["token"], "m" * 40, algorithms=[ALGORITHM], audience=AUDIENCE)
        assert claims["sub"] == str(stage.interview.id)
        assert claims["face"] is True
        assert claims["exp"] - claims["iat"] <= 120
        assert answer["ice_servers"] == []


async def test_room_token_without_consent_to_face_observation(stage: Stage) -> None:
    answer = await stage.post("/media-token")
    assert jwt.get_unverified_claims(answer["token"])["face"] is False


async def test_spoken_questions(stage: Stage) -> None:
    turn = await stage.start()
    assert turn["speech_urls"] == [f"/interviews/{stage.interview.id}/turns/{turn['id']}/speech/0"]
    url = f"/api/v1{turn['speech_urls'][0]}"
    assert code(await stage.candidate.get(url)) == (404, "speech_not_ready")
    async with stage.outlets.sessions() as session:
        file: FileRef | None = (await session.get_one(Turn, turn["id"])).speech
    assert file is not None
    target = stage.api.resources.settings.uploads_dir / file.path
    target.parent.mkdir(parents=True)
    target.write_bytes(b"RIFF")
    answer = await stage.candidate.get(url)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"RIFF", "audio/wav")


async def spoken_for_a_second_candidate(stage: Stage) -> tuple[str, list[str]]:
    """Prepare another interview of the same job; return its id and the targets of what is spoken for it."""
    api = stage.api
    person = await api.rows.person()
    second = await api.rows.interview(stage.job, person, language=Language.EN)
    await consent(api, second, ConsentPurpose.AI_INTERVIEW)
    client = await api.client_of(person)
    stage.deliveries.clear()
    answer = await client.post(f"/api/v1/interviews/{second.id}/prepare", json={"language": "en"})
    assert answer.status_code == 202
    await stage.settle()
    targets = [item.envelope.payload["target"] for item in stage.deliveries if item.name == "speech.synthesize"]
    return str(second.id), targets


async def test_same_question_is_spoken_once_for_all_candidates(stage: Stage) -> None:
    await stage.offer_engine(Capability.TTS, Language.EN)
    await stage.prepare()
    spoken = [item.envelope.payload["target"] for item in stage.deliveries if item.name == "speech.synthesize"]
    assert len(spoken) == 5
    interview, again = await spoken_for_a_second_candidate(stage)
    assert len(again) == 1, "only the question about the person is spoken anew"
    assert interview in again[0]


async def test_a_voice_that_stood_in_for_another_speaks_to_one_candidate_only(stage: Stage) -> None:
    await stage.api.rows.save(
        EngineStatus(
            worker="worker-tts",
            capability=Capability.TTS,
            name="better",
            version="1",
            quality=EngineQuality.PRODUCTION,
            languages=[Language.EN.value],
            available=True,
            reported_at=datetime.now(UTC),
        )
    )
    await stage.prepare()
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(delete(TaskRecord).where(TaskRecord.name == SPEECH_SYNTHESIZE.name))
    _, again = await spoken_for_a_second_candidate(stage)
    assert len(again) == 5


async def test_recruiter_sees_the_live_interview_and_others_do_not(stage: Stage) -> None:
    await stage.start()
    await stage.type("introduction")
    recruiter = await stage.api.client_of(await stage.recruiter())
    live = (await recruiter.get(f"{stage.path}/live")).json()
    assert live["state"] == "asking"
    assert live["progress"] == {"index": 2, "total": 5}
    assert live["turns"][0]["pieces"][0]["text"] == "introduction"
    assert (await stage.candidate.get(f"{stage.path}/live")).status_code == 403
    stranger = await stage.api.client_of(await stage.api.rows.staff(await stage.api.rows.company()))
    assert (await stranger.get(f"{stage.path}/live")).status_code == 404
    assert (await recruiter.post(f"{stage.path}/start")).status_code in {403, 404}
