"""Recordings that do not fit: wrong digests, impossible numbers, other bytes, the wrong moment."""

import hashlib
from typing import Any

import pytest

from tests.support.stage import Stage

pytestmark = pytest.mark.integration


async def put(
    stage: Stage, turn: str, part: Any, seq: Any, content: bytes = b"sound", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Upload a chunk and return status and code; the error's text is in English."""
    answer = await stage.candidate.put(
        f"{stage.path}/turns/{turn}/chunks/{part}/{seq}",
        content=content,
        headers={
            "Content-Type": "audio/webm",
            "X-Content-SHA256": hashlib.sha256(content).hexdigest(),
            "Accept-Language": "en",
            **(headers or {}),
        },
    )
    body = answer.json()
    if answer.status_code >= 400:
        assert body["detail"].isascii(), body
    return answer.status_code, body.get("code", "")


async def test_numbers_out_of_range(stage: Stage) -> None:
    huge = 10**30
    numbers: list[tuple[Any, Any]] = [(-1, 0), (0, -1), (64, 0), (0, 3600), (0, huge), (huge, 0)]
    numbers += [("x", 0), (0, "1.5"), (0, "0x1"), (0, "%00")]
    await stage.start()
    turn = await stage.open()
    for part, seq in numbers:
        assert await put(stage, turn, part, seq) in {(422, "invalid_request"), (404, "not_found")}, (part, seq)
    assert (await stage.snapshot())["turn"]["uploaded"] == []


async def test_wrong_digest_other_bytes_empty_and_wrong_kind(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    good = hashlib.sha256(b"sound").hexdigest()
    assert await put(stage, turn, 0, 0, b"other", {"X-Content-SHA256": good}) == (422, "chunk_hash_mismatch")
    for digest in ("", "0" * 63, "g" * 64, "0" * 10_000):
        assert (await put(stage, turn, 0, 0, headers={"X-Content-SHA256": digest}))[0] == 422
    assert await put(stage, turn, 0, 0) == (200, "")
    assert await put(stage, turn, 0, 0) == (200, "")
    assert await put(stage, turn, 0, 0, b"changed") == (409, "chunk_conflict")
    assert await put(stage, turn, 0, 1, b"") == (422, "chunk_empty")
    for kind in ("text/html", "image/svg+xml", "", "audio/webm/../x"):
        assert (await put(stage, turn, 0, 1, headers={"Content-Type": kind}))[0] == 415
    assert (await stage.snapshot())["turn"]["uploaded"] == [{"part": 0, "next_seq": 1}]


async def test_a_chunk_far_ahead_is_kept_and_nothing_is_counted_that_is_not_there(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    assert await put(stage, turn, 63, 3599) == (200, "")
    ended = await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "parts": [{"part": 63, "chunks": 3600}]})
    assert len(ended["missing"][0]["seqs"]) == 3599
    await stage.settle()
    assert (await stage.snapshot())["state"] in {"asking", "thinking"}


async def test_chunks_before_the_answer_opens_and_after_a_withdrawal_are_refused(stage: Stage) -> None:
    turn = str((await stage.start())["id"])
    assert await put(stage, turn, 0, 0) == (409, "answer_not_open")
    await stage.open()
    assert await put(stage, turn, 0, 0) == (200, "")
    await stage.post("/withdraw")
    assert await put(stage, turn, 0, 1) == (409, "interview_closed")
    form = {"file": ("a.webm", b"sound", "audio/webm")}
    late = await stage.candidate.post(f"{stage.path}/turns/{turn}/audio", files=form)
    assert (late.status_code, late.json()["code"]) == (409, "interview_closed")


async def test_a_late_chunk_of_an_old_turn_is_welcome(stage: Stage) -> None:
    await stage.start()
    old = await stage.open()
    await stage.post(f"/turns/{old}/end", {"mode": "spoken", "parts": [{"part": 0, "chunks": 2}]})
    assert await put(stage, old, 0, 0) == (200, "")
    await stage.wait(5)
    await stage.settle()
    assert (await stage.turn())["id"] != old
    assert await put(stage, old, 0, 1, b"late") == (200, "")


async def test_ending_twice_an_old_turn_and_too_early(stage: Stage) -> None:
    first = str((await stage.start())["id"])
    early = await stage.candidate.post(f"{stage.path}/turns/{first}/end", json={"mode": "typed", "text": "early"})
    assert early.status_code == 409
    await stage.type("A first answer.")
    await stage.settle()
    version = (await stage.snapshot())["version"]
    again = await stage.post(f"/turns/{first}/end", {"mode": "typed", "text": "Another first answer."})
    assert again["version"] == version
    await stage.post(f"/turns/{first}/end", {"mode": "spoken", "parts": [{"part": 0, "chunks": 1}]})
    assert (await stage.snapshot())["version"] == version
    words = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"][0]
    assert [piece["text"] for piece in words["pieces"]] == ["A first answer."]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u2060"])
async def test_empty_answers_go_on_without_a_level(stage: Stage, text: str) -> None:
    await stage.start()
    while (await stage.snapshot())["state"] == "asking":
        await stage.type(text)
        await stage.wait(5)
        await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        report = (await recruiter.get(f"{stage.path}/report")).json()
    assert report["overall"] is None
    assert all(answer["level"] is None for answer in report["answers"])


NO_RECORDINGS = [
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=" + "b" * 5000, b"--b"),
    ("multipart/form-data; boundary=b", b"--b\r\n\r\n"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b--\r\n"),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00../x"\r\n'
        b"Content-Type: audio/webm\r\n\r\nbroken off",
    ),
    ("audio/webm", b"sound"),
    ("application/json", b"{}"),
    ("", b""),
]


async def test_a_whole_recording_that_is_none(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    path = f"{stage.path}/turns/{turn}/audio"
    for kind, body in NO_RECORDINGS:
        answer = await stage.candidate.post(path, content=body, headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) == (422, "answer_upload_malformed"), kind
    uploads = stage.api.resources.settings.uploads_dir
    assert [file for file in uploads.rglob("*") if file.is_file()] == []
