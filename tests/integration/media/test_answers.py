"""What the server makes of sound and pictures, with a real peer and a real Redis."""

import asyncio
import io
import time
import wave
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from media_server.whip import ROOMS
from tests.integration.media.conftest import MakeServer, MediaServer
from tests.integration.media.waiting import until
from tests.load.peer import WhipPeer

pytestmark = pytest.mark.integration


async def test_frames_are_sampled_five_times_a_second(media: MediaServer) -> None:
    room = uuid4()
    await media.join(room)
    await until(lambda: media.messages("vision.observe_faces"), within_s=3, what="the first frame")

    async def enough() -> list[dict[str, Any]]:
        batches = await media.messages("vision.observe_faces")
        found = [frame for batch in batches for frame in batch["payload"]["frames"]]
        return found if found[-1]["presentation_s"] - found[0]["presentation_s"] >= 2 else []

    frames = await until(enough, within_s=10, what="two seconds of frames")
    span = frames[-1]["presentation_s"] - frames[0]["presentation_s"]
    assert abs(len(frames) - 1 - span * 5) <= 1
    assert {frame["interview_id"] for frame in frames} == {str(room)}
    newest = media.uploads / frames[-1]["file"]["path"]
    assert newest.read_bytes()[:2] == b"\xff\xd8"
    assert newest.stat().st_size == frames[-1]["file"]["size"]


async def test_without_consent_no_picture_is_received(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room, face=False)
    video = peer.answer.partition("m=video")[2]
    assert "a=inactive" in video
    await media.sound_arrives(room)
    turn = await media.open_answer(room)
    await media.listens(room, turn)
    await media.close_answer(room, turn)
    await until(lambda: media.reports("speech_closed"), within_s=3, what="the end of the answer")
    assert await media.messages("vision.observe_faces") == []
    assert list((media.uploads / "frames").iterdir()) == []


async def test_an_answer_becomes_segments_and_is_closed_whole(media: MediaServer, sentence: list[bytes]) -> None:
    room = uuid4()
    peer = await media.join(room, video=False)
    await until(lambda: media.reports("media_session"), within_s=3, what="the connection")
    await media.sound_arrives(room)
    turn = await media.open_answer(room)
    assert peer.audio is not None
    peer.audio.play(sentence + sentence)
    segments = await until(lambda: media.messages("speech.transcribe_segment"), within_s=15, what="the first segment")
    assert peer.audio.playing, "a segment leaves while the answer goes on"
    await until(_finished(peer), within_s=15, what="the second sentence")
    await media.close_answer(room, turn)
    closed = (await until(lambda: media.reports("speech_closed"), within_s=3, what="the end"))[0]
    segments = await media.messages("speech.transcribe_segment")
    assert (closed["segments"], closed["complete"], closed["turn_id"]) == (len(segments), True, str(turn))
    assert len(segments) == 2
    payloads = [segment["payload"] for segment in segments]
    assert [payload["index"] for payload in payloads] == [0, 1]
    assert {payload["media_session"] for payload in payloads} == {closed["media_session"]}
    assert payloads[0]["offset_s"] < 1.0 < payloads[1]["offset_s"]
    with wave.open(io.BytesIO((media.uploads / payloads[0]["file"]["path"]).read_bytes())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16000, 1, 2)
        assert file.getnframes() / 16000 > 2
    activity = [event for event in await media.events(room) if event["type"] == "speech.activity"]
    assert activity[0]["speaking"]
    assert any(not event["speaking"] and event["silence_s"] >= 0.4 for event in activity)


def _finished(peer: WhipPeer) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return peer.audio is not None and not peer.audio.playing

    return look


async def test_the_last_words_are_cut_when_the_answer_ends_in_the_middle(
    media: MediaServer, sentence: list[bytes]
) -> None:
    room = uuid4()
    peer = await media.join(room, video=False)
    await media.sound_arrives(room)
    turn = await media.open_answer(room)
    await media.listens(room, turn)
    assert peer.audio is not None
    peer.audio.play(sentence)
    await media.hears_speech(room)
    began = time.monotonic()
    await media.close_answer(room, turn)
    closed = (await until(lambda: media.reports("speech_closed"), within_s=3, what="the end"))[0]
    assert time.monotonic() - began < 1.0
    assert (closed["segments"], closed["complete"]) == (1, True)


async def test_a_session_that_joins_late_says_that_sound_is_missing(media: MediaServer) -> None:
    room = uuid4()
    turn = await media.open_answer(room, ago_s=1.2)
    await media.join(room, video=False)
    await media.sound_arrives(room)
    await media.listens(room, turn)
    await media.close_answer(room, turn)
    closed = (await until(lambda: media.reports("speech_closed"), within_s=3, what="the end"))[0]
    assert closed["complete"] is False


async def test_a_session_that_ends_in_the_middle_says_that_sound_is_missing(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room, video=False)
    await media.sound_arrives(room)
    turn = await media.open_answer(room)
    await media.listens(room, turn)
    await peer.delete(media.token(room))
    closed = (await until(lambda: media.reports("speech_closed"), within_s=3, what="the end"))[0]
    assert (closed["turn_id"], closed["complete"]) == (str(turn), False)


async def test_a_browser_that_leaves_is_noticed(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room)
    await peer.close()

    async def gone() -> bool:
        return len(media.app[ROOMS]) == 0

    await until(gone, within_s=5, what="the end of the session")
    reports = await media.reports("media_session")
    assert reports[-1]["connected"] is False


async def test_a_wiped_redis_takes_the_next_message_and_the_next_answer(
    media: MediaServer, sentence: list[bytes]
) -> None:
    room = uuid4()
    peer = await media.join(room, video=False)
    await until(lambda: media.reports("media_session"), within_s=3, what="the connection")
    await media.redis.flushall()
    turn = await media.open_answer(room)
    assert peer.audio is not None
    peer.audio.play(sentence)
    await until(lambda: media.messages("speech.transcribe_segment"), within_s=10, what="a segment")
    await media.redis.flushall()
    await media.close_answer(room, turn)
    closed = (await until(lambda: media.reports("speech_closed"), within_s=5, what="the end"))[0]
    assert closed["segments"] == 1


async def test_a_shutdown_ends_every_session_and_sends_what_waits(make_server: MakeServer) -> None:
    media: MediaServer = await make_server()
    rooms = [uuid4(), uuid4()]
    for room in rooms:
        await media.join(room, video=False)
        await media.listens(room, await media.open_answer(room))
    began = time.monotonic()
    await media.server.close()
    assert time.monotonic() - began < 5
    assert len(await media.reports("speech_closed")) == 2
    ended = [report for report in await media.reports("media_session") if not report["connected"]]
    assert len(ended) == 2


async def test_a_redis_that_is_away_neither_stops_media_nor_loses_a_report(make_server: MakeServer) -> None:
    media: MediaServer = await make_server(redis_url="redis://127.0.0.1:9/0")
    peer = await media.join(uuid4())
    lag = 0.0
    for _ in range(40):
        before = time.monotonic()
        await asyncio.sleep(0.02)
        lag = max(lag, time.monotonic() - before - 0.02)
    assert lag < 0.25
    assert peer.state == "connected"
    sender = media.app[ROOMS].shared.sender
    assert sender.waiting >= 1
    async with media.http.get(str(media.server.make_url("/health/ready"))) as response:
        assert response.status == 503
