"""Spoken answers: live segments, stored chunks, and what is done when one of them is missing."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend_core.answers.retention import delete_unwanted_recordings
from backend_core.models import Answer
from backend_core.models.vocabulary import RecordingState
from interview_contracts import registry
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.payloads.common import TimedText
from interview_contracts.payloads.speech import TranscribeAnswerResult, TranscribeSegmentResult
from interview_contracts.reports import MediaSessionChanged, Report, SpeechClosed, Success, TaskReport
from interview_contracts.vocabulary import Capability, ConsentPurpose, Language
from tests.support import scripts
from tests.support.stage import ENGINE, Stage, consent

pytestmark = pytest.mark.integration

TRANSCRIBE = registry.SPEECH_TRANSCRIBE_ANSWER.name
ASSEMBLE = registry.RECORDING_ASSEMBLE.name
SEGMENT = registry.SPEECH_TRANSCRIBE_SEGMENT.name


async def say(stage: Stage, turn: str, index: int, text: str | None, *, session: str = "session-1") -> None:
    """Let the result of a live segment arrive; None for one that failed."""
    now = datetime.now(UTC)
    result = TranscribeSegmentResult(
        interview_id=stage.interview.id,
        turn_id=UUID(turn),
        media_session=session,
        index=index,
        pieces=() if not text else (TimedText(text=text, start_s=index, end_s=index + 1),),
    )
    outcome = (
        scripts.failed(TaskError(code=ErrorCode.ENGINE_FAILED, retryable=False))
        if text is None
        else Success(result=result.model_dump(mode="json"))
    )
    await stage.report(
        Report(
            body=TaskReport(
                task_id=uuid4(),
                key=f"segment:{turn}:{session}:{index}",
                name=SEGMENT,
                attempt=1,
                correlation_id=str(stage.interview.id),
                outcome=outcome,
                engine=ENGINE,
                sent_at=now,
                started_at=now,
                finished_at=now,
            )
        )
    )


async def close_speech(stage: Stage, turn: str, segments: int, *, complete: bool = True) -> None:
    """Let the media server say that it has cut the last segment."""
    await stage.report(
        Report(
            body=SpeechClosed(
                interview_id=stage.interview.id,
                turn_id=UUID(turn),
                media_session="session-1",
                segments=segments,
                speech_s=2.0,
                complete=complete,
            )
        )
    )


async def end(stage: Stage, turn: str, *parts: int) -> dict[str, object]:
    """End the answer; `parts` are the numbers of chunks that were recorded."""
    listed = [{"part": part, "chunks": chunks} for part, chunks in enumerate(parts)]
    return await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "reason": "silence", "parts": listed})


async def second_question(stage: Stage) -> str:
    """Go to the answer of the question that may be followed up; returns its turn."""
    await stage.start()
    await stage.type("introduction")
    await stage.settle()
    return await stage.open()


async def answer_the_rest(stage: Stage) -> None:
    """Go on until the candidate has left the room."""
    await stage.wait(4)
    while (await stage.snapshot())["state"] in {"asking", "thinking"}:
        await stage.type("")
        await stage.publish()
    assert (await stage.snapshot())["state"] == "evaluating"


async def transcript(stage: Stage, turn: str) -> tuple[str, str]:
    """Return state and text of an answer's transcript."""
    turns = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"]
    found = next(item for item in turns if item["turn_id"] == turn)
    return found["transcript_state"], " ".join(piece["text"] for piece in found["pieces"])


async def names(stage: Stage) -> list[str]:
    await stage.publish()
    return [delivery.name for delivery in await stage.waiting()]


async def test_live_transcript_is_used_and_followed_up(stage: Stage) -> None:
    await stage.connect_media()
    stage.scripts[registry.INTERVIEW_FOLLOW_UP.name] = scripts.follow_up
    turn = await second_question(stage)
    await say(stage, turn, 0, "Latency fell")
    await say(stage, turn, 0, "Latency fell")
    await stage.publish()
    assert (await stage.turn())["captions"] == [{"index": 0, "text": "Latency fell"}]
    await end(stage, turn, 0)
    await close_speech(stage, turn, 2)
    assert (await transcript(stage, turn))[0] == "pending"
    await say(stage, turn, 1, "by forty percent.")
    assert await transcript(stage, turn) == ("ready", "Latency fell by forty percent.")
    await stage.settle()
    assert (await stage.turn())["text"] == "You said Latency. What came of it?"
    types = await stage.event_types()
    assert types.count("caption.final") == 2
    assert TRANSCRIBE not in [delivery.name for delivery in stage.deliveries]


async def test_segments_in_any_order_make_the_same_transcript(stage: Stage) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await end(stage, turn, 0)
    await say(stage, turn, 2, "three")
    await close_speech(stage, turn, 3)
    await say(stage, turn, 0, "one")
    await say(stage, turn, 1, "two")
    assert await transcript(stage, turn) == ("ready", "one two three")


async def test_without_live_connection_the_stored_recording_is_transcribed_at_once(stage: Stage) -> None:
    turn = await second_question(stage)
    for seq in range(3):
        assert (await stage.chunk(turn, 0, seq, bytes([seq]) * 10)).status_code == 200
    assert (await end(stage, turn, 3))["missing"] == []
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")
    sent = next(delivery for delivery in stage.deliveries if delivery.name == TRANSCRIBE)
    (part,) = sent.envelope.payload["parts"]
    assert [file["size"] for file in part] == [10, 10, 10]


async def test_late_live_transcript_is_replaced_by_the_stored_recording(stage: Stage) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    assert TRANSCRIBE not in await names(stage)
    assert await stage.wait(2.6) == 1
    assert TRANSCRIBE in await names(stage)
    await say(stage, turn, 0, "live after all")
    await close_speech(stage, turn, 1)
    assert await transcript(stage, turn) == ("ready", "live after all")
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "live after all"), "the first outcome counts"


@pytest.mark.parametrize("how", ["incomplete", "failed segment"])
async def test_live_transcript_with_holes_is_not_used(stage: Stage, how: str) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await say(stage, turn, 0, None if how == "failed segment" else "half of it")
    await end(stage, turn, 1)
    await close_speech(stage, turn, 1, complete=how != "incomplete")
    assert (await transcript(stage, turn))[0] == "pending"
    await stage.wait(2.6)
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")


async def test_missing_chunks_are_named_and_waited_for(stage: Stage) -> None:
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"0")
    await stage.chunk(turn, 0, 2, b"2")
    assert (await end(stage, turn, 4, 1))["missing"] == [{"part": 0, "seqs": [1, 3]}, {"part": 1, "seqs": [0]}]
    await stage.wait(4)
    assert (await stage.turn())["index"] == 2, "the next question does not wait"
    assert TRANSCRIBE not in await names(stage)
    await stage.chunk(turn, 0, 1, b"1")
    await stage.chunk(turn, 0, 3, b"3")
    assert TRANSCRIBE not in await names(stage)
    assert (await stage.chunk(turn, 1, 0, b"4")).status_code == 200
    assert {TRANSCRIBE, ASSEMBLE} <= set(await names(stage))
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")


async def test_chunks_that_never_come_are_given_up(stage: Stage) -> None:
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"0")
    await end(stage, turn, 3)
    await stage.wait(31)
    assert TRANSCRIBE not in await names(stage), "they may come as long as the candidate is in the room"
    await answer_the_rest(stage)
    await stage.wait(31)
    sent = next(item for item in await stage.waiting() if item.name == TRANSCRIBE)
    assert len(sent.envelope.payload["parts"][0]) == 1
    assert (await stage.chunk(turn, 0, 1, b"1")).status_code == 200, "late chunks are kept"
    assert (await stage.chunk(turn, 0, 2, b"2")).status_code == 200
    await stage.publish()
    assert sum(item.name == ASSEMBLE for item in await stage.waiting()) == 2, "and joined to the recording"


async def test_silent_answer_has_an_empty_transcript(stage: Stage) -> None:
    turn = await second_question(stage)
    await end(stage, turn)
    assert await transcript(stage, turn) == ("ready", "")
    assert (await stage.turn())["index"] == 2


async def test_recording_is_transcribed_when_the_live_connection_heard_nothing(stage: Stage) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    await close_speech(stage, turn, 0)
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")


async def test_recording_is_transcribed_when_nothing_was_heard_before_the_end_was_told(stage: Stage) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await say(stage, turn, 0, "")
    await close_speech(stage, turn, 1)
    await end(stage, turn, 1)
    assert (await transcript(stage, turn))[0] == "pending", "the chunk is on its way"
    await stage.chunk(turn, 0, 0, b"sound")
    await stage.wait(2.6)
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")


async def test_silence_that_nothing_was_recorded_of_is_an_empty_transcript(stage: Stage) -> None:
    await stage.connect_media()
    turn = await second_question(stage)
    await end(stage, turn, 0)
    await close_speech(stage, turn, 0)
    assert await transcript(stage, turn) == ("ready", "")


async def test_lost_recording_is_left_to_a_person(stage: Stage) -> None:
    turn = await second_question(stage)
    await end(stage, turn, 2)
    await answer_the_rest(stage)
    await stage.wait(31)
    assert await transcript(stage, turn) == ("unavailable", "")


async def test_speech_that_no_engine_understands_is_left_to_a_person(stage: Stage) -> None:
    await stage.offer_engine(Capability.STT, Language.KO)
    turn = await second_question(stage)
    assert (await stage.snapshot())["capabilities"]["stt"]["available"] is False
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    assert await transcript(stage, turn) == ("unavailable", "")
    assert (await stage.turn())["index"] == 2
    waiting = await names(stage)
    assert TRANSCRIBE not in waiting
    assert ASSEMBLE in waiting


async def test_failed_transcription_keeps_what_was_heard_live(stage: Stage) -> None:
    await stage.connect_media()
    stage.scripts[TRANSCRIBE] = lambda _: scripts.BROKEN
    turn = await second_question(stage)
    await say(stage, turn, 0, "half of it")
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    await stage.wait(2.6)
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "half of it")


async def test_evaluation_waits_for_transcripts(stage: Stage) -> None:
    stage.scripts[TRANSCRIBE] = scripts.silence
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    await stage.settle()
    await stage.wait(4)
    while (await stage.snapshot())["state"] == "asking":
        await stage.type("an answer")
        await stage.settle()
    assert (await stage.snapshot())["state"] == "evaluating"
    assert registry.EVALUATION_RATE_ANSWER.name not in [item.name for item in stage.deliveries]
    stage.scripts[TRANSCRIBE] = lambda _: TranscribeAnswerResult(pieces=(TimedText(text="at last"),))
    await stage.lose_leases(61)
    await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"


async def test_uploaded_recording_takes_the_place_of_chunks(stage: Stage) -> None:
    turn = await second_question(stage)
    for _ in range(2):
        answer = await stage.candidate.post(
            f"{stage.path}/turns/{turn}/audio", files={"file": ("answer.m4a", b"sound", "audio/mp4")}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["part"] == 0
    await end(stage, turn, 1)
    await stage.settle()
    assert await transcript(stage, turn) == ("ready", "stored words")


async def test_recording_of_a_candidate_who_does_not_agree_is_deleted_once_it_is_text(stage: Stage) -> None:
    await consent(stage.api, stage.interview, ConsentPurpose.RECORDING, granted=False)
    uploads = stage.outlets.uploads
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    assert await delete_unwanted_recordings(stage.outlets.sessions, uploads) == 0, "it is still to be transcribed"
    await stage.settle()
    assert ASSEMBLE not in [item.name for item in stage.deliveries]
    assert list(uploads.rglob("*.webm"))
    assert await delete_unwanted_recordings(stage.outlets.sessions, uploads) == 1
    assert not list(uploads.rglob("*.webm"))
    assert await transcript(stage, turn) == ("ready", "stored words")
    assert await delete_unwanted_recordings(stage.outlets.sessions, uploads) == 0


async def test_recording_of_a_candidate_who_agrees_is_kept(stage: Stage) -> None:
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    await stage.settle()
    assert await delete_unwanted_recordings(stage.outlets.sessions, stage.outlets.uploads) == 0


@pytest.mark.parametrize("outcome", ["joined", "failed"])
async def test_joined_recording_is_kept(stage: Stage, outcome: str) -> None:
    if outcome == "failed":
        stage.scripts[ASSEMBLE] = lambda _: scripts.BROKEN
    turn = await second_question(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await end(stage, turn, 1)
    await stage.settle()
    async with stage.outlets.sessions() as session:
        answer = (await session.scalars(select(Answer).where(Answer.turn_id == UUID(turn)))).one()
    if outcome == "failed":
        assert answer.recording_state is RecordingState.FAILED
    else:
        assert answer.recording_state is RecordingState.READY
        assert answer.recording is not None
        assert answer.recording.path.endswith("/recording-1.webm")


async def test_media_connection_is_shown(stage: Stage) -> None:
    recruiter = await stage.api.client_of(await stage.recruiter())

    async def tell(connected: bool) -> bool:
        body = MediaSessionChanged(
            interview_id=stage.interview.id,
            media_session="m1",
            connected=connected,
            audio=True,
            at=datetime.now(UTC),
        )
        await stage.report(Report(body=body))
        return bool((await recruiter.get(f"{stage.path}/live")).json()["connected"])

    assert await tell(True)
    assert not await tell(False)
    await stage.publish()
    assert (await stage.event_types()).count("media.changed") == 2
