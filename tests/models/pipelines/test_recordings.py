"""Stored answers: read in parts and chunks, transcribed, and joined for playback."""

import io
import uuid
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from ai_worker.engines.stt.table import ENGINES
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pipelines.media_parts import ChunkedFile
from ai_worker.pipelines.recording import assemble
from ai_worker.pipelines.sound import decode_parts
from ai_worker.pipelines.transcription import transcribe_answer, transcribe_segment
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult
from interview_contracts.payloads.speech import TranscribeAnswerPayload, TranscribeSegmentPayload
from interview_contracts.vocabulary import Language
from tests.support.models import engine as make
from tests.support.recordings import chunked, recording, silence, speech, stored, tone

pytestmark = pytest.mark.models

Parts = tuple[tuple[FileRef, ...], ...]
IDS: dict[str, Any] = {"interview_id": uuid.UUID(int=1), "turn_id": uuid.UUID(int=2)}
TWO_SECONDS = tone(2, 300, 5000)


def joined(root: Path, parts: Parts) -> AssembleResult:
    return assemble(AssemblePayload(**IDS, parts=parts, target="out/1.webm"), Uploads(root), NO_DEADLINE)


def decoded_s(root: Path, parts: Parts, max_seconds: float = 60) -> float:
    samples = decode_parts(parts, Uploads(root), max_seconds=max_seconds, deadline=NO_DEADLINE)
    return len(samples) / SAMPLE_RATE_HZ


def code_of(call: Any, *arguments: Any) -> ErrorCode:
    with pytest.raises((WorkError, EngineError)) as caught:
        call(*arguments)
    assert isinstance(caught.value, WorkError | EngineError)
    return caught.value.code


def test_chunks_read_like_one_file(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40
    file = io.BufferedReader(ChunkedFile(chunked(tmp_path, "c", content, size=999), Uploads(tmp_path)))
    assert file.read() == content
    for place, size in ((0, 10), (998, 5), (5000, 3000), (len(content) - 3, 50)):
        file.seek(place)
        assert file.read(size) == content[place : place + size]
    assert file.seek(-4, io.SEEK_END) == len(content) - 4


@pytest.mark.parametrize("kind", ["webm", "mp4"])
@pytest.mark.parametrize("video_s", [0.0, 2.0], ids=["sound", "pictures"])
def test_what_browsers_record_is_decoded(tmp_path: Path, kind: str, video_s: float) -> None:
    parts = (chunked(tmp_path, "a", recording(TWO_SECONDS, video_s=video_s, kind=kind)),)
    assert decoded_s(tmp_path, parts) == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize(("kind", "codec"), [("wav", "pcm_s16le"), ("mp3", "libmp3lame"), ("ogg", "libopus")])
def test_uploaded_files_are_decoded(tmp_path: Path, kind: str, codec: str) -> None:
    parts = (chunked(tmp_path, "a", recording(TWO_SECONDS, kind=kind, sound_codec=codec)),)
    assert decoded_s(tmp_path, parts) == pytest.approx(2, abs=0.15)


def test_parts_follow_each_other_on_one_time_line(tmp_path: Path) -> None:
    parts = tuple(chunked(tmp_path, str(n), recording(TWO_SECONDS, video_s=2.0)) for n in range(3))
    assert decoded_s(tmp_path, parts) == pytest.approx(6, abs=0.2)
    assert joined(tmp_path, parts).duration_s == pytest.approx(decoded_s(tmp_path, parts), abs=0.05)


def test_a_recording_that_was_cut_off_is_read_up_to_the_cut(tmp_path: Path) -> None:
    whole = recording(tone(8, 300, 5000))
    seconds = decoded_s(tmp_path, (chunked(tmp_path, "a", whole[: len(whole) // 2]),))
    assert 2 < seconds < 6


def test_one_broken_part_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    parts = (chunked(tmp_path, "a", b"\x00" * 500), chunked(tmp_path, "b", recording(TWO_SECONDS)))
    assert decoded_s(tmp_path, parts) == pytest.approx(2, abs=0.15)
    assert joined(tmp_path, parts).duration_s == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize(
    "content",
    [
        b"not a recording at all",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://localhost/secret.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ],
    ids=["noise", "playlist", "list of files"],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    parts = (chunked(tmp_path, "a", content),)
    assert code_of(decoded_s, tmp_path, parts) is ErrorCode.AUDIO_UNREADABLE
    assert code_of(joined, tmp_path, parts) is ErrorCode.FILE_CORRUPT


def test_no_sound_no_parts_and_lost_chunks(tmp_path: Path) -> None:
    assert code_of(decoded_s, tmp_path, ()) is ErrorCode.AUDIO_UNREADABLE
    assert code_of(decoded_s, tmp_path, ((),)) is ErrorCode.AUDIO_UNREADABLE
    assert code_of(decoded_s, tmp_path, (chunked(tmp_path, "v", recording(None, video_s=1.0)),)) is (
        ErrorCode.AUDIO_UNREADABLE
    )
    chunks = chunked(tmp_path, "a", recording(TWO_SECONDS))
    (tmp_path / chunks[1].path).unlink()
    assert code_of(decoded_s, tmp_path, (chunks,)) is ErrorCode.FILE_MISSING


def test_an_answer_that_is_too_long_is_refused(tmp_path: Path) -> None:
    parts = (chunked(tmp_path, "a", recording(silence(12))),)
    assert code_of(decoded_s, tmp_path, parts, 10) is ErrorCode.AUDIO_TOO_LONG


def test_a_joined_recording_has_a_length_and_can_be_sought_in(tmp_path: Path) -> None:
    parts = tuple(chunked(tmp_path, str(n), recording(tone(3, 300, 5000), video_s=3.0)) for n in range(3))
    result = joined(tmp_path, parts)
    assert (result.file.mime, result.has_video) == ("video/webm", True)
    with av.open(str(tmp_path / result.file.path)) as file:
        assert file.duration == pytest.approx(9_000_000, abs=200_000)
        file.seek(6_500_000)
        packet = next(file.demux(video=0))
        assert packet.pts is not None
        assert float(packet.pts * packet.time_base) == pytest.approx(6, abs=0.2)
    content = (tmp_path / result.file.path).read_bytes()
    assert b"\x1c\x53\xbb\x6b" in content[: len(content) // 2], "the index (Cues) stands before the sound"


def test_a_camera_that_was_lost_leaves_the_sound(tmp_path: Path) -> None:
    parts = (
        chunked(tmp_path, "a", recording(TWO_SECONDS)),
        chunked(tmp_path, "b", recording(TWO_SECONDS, video_s=2.0)),
        chunked(tmp_path, "c", recording(TWO_SECONDS)),
    )
    result = joined(tmp_path, parts)
    assert result.has_video
    assert result.duration_s == pytest.approx(6, abs=0.2)


def test_sound_alone_is_audio_and_safaris_codecs_become_mp4(tmp_path: Path) -> None:
    assert joined(tmp_path, (chunked(tmp_path, "a", recording(TWO_SECONDS)),)).file.mime == "audio/webm"
    mp4 = joined(tmp_path, (chunked(tmp_path, "b", recording(TWO_SECONDS, video_s=2.0, kind="mp4")),))
    assert mp4.file.mime == "video/mp4"


def test_parts_of_two_browsers_are_left_as_they_are(tmp_path: Path) -> None:
    parts = (
        chunked(tmp_path, "a", recording(TWO_SECONDS)),
        chunked(tmp_path, "b", recording(TWO_SECONDS, kind="mp4")),
    )
    assert code_of(joined, tmp_path, parts) is ErrorCode.FILE_CORRUPT
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True
    assert decoded_s(tmp_path, parts) == pytest.approx(4, abs=0.2)


def test_joining_twice_leaves_the_same_file(tmp_path: Path) -> None:
    parts = (chunked(tmp_path, "a", recording(TWO_SECONDS, video_s=2.0)),)
    assert joined(tmp_path, parts) == joined(tmp_path, parts)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["1.webm"]


def answer(root: Path, parts: Parts, language: Language = Language.EN, deadline: Deadline = NO_DEADLINE) -> Any:
    payload = TranscribeAnswerPayload(**IDS, language=language, parts=parts)
    return transcribe_answer(payload, Uploads(root), make(ENGINES, "pocketsphinx"), deadline)


def test_a_stored_answer_is_transcribed_with_times(tmp_path: Path) -> None:
    sound = np.concatenate(
        [silence(1), speech("The most difficult problem was the database."), silence(2), speech("That is all.")]
    )
    result = answer(tmp_path, (chunked(tmp_path, "a", recording(sound, video_s=len(sound) / SAMPLE_RATE_HZ)),))
    assert result.duration_s == pytest.approx(len(sound) / SAMPLE_RATE_HZ, abs=0.2)
    assert len(result.pieces) >= 2
    assert 0.8 < result.pieces[0].start_s < 1.8
    assert result.pieces[-1].start_s > 5
    assert "problem" in " ".join(piece.text for piece in result.pieces)


def test_a_silent_answer_is_an_empty_transcript(tmp_path: Path) -> None:
    result = answer(tmp_path, (chunked(tmp_path, "a", recording(silence(5))),))
    assert result.pieces == ()
    assert result.duration_s == pytest.approx(5, abs=0.1)


def test_a_deadline_ends_a_transcription(tmp_path: Path) -> None:
    parts = (chunked(tmp_path, "a", recording(TWO_SECONDS)),)
    assert code_of(answer, tmp_path, parts, Language.EN, Deadline.after(-1)) is ErrorCode.ENGINE_TIMEOUT


def test_a_segment_is_placed_in_its_answer(tmp_path: Path) -> None:
    sound = speech("The problem was the database.")
    file = stored(tmp_path, "s/1.wav", recording(sound, kind="wav", sound_codec="pcm_s16le", rate=SAMPLE_RATE_HZ))
    payload = TranscribeSegmentPayload(
        **IDS, media_session="m", index=3, offset_s=20.0, language=Language.EN, file=file
    )
    result = transcribe_segment(payload, Uploads(tmp_path), make(ENGINES, "pocketsphinx"), NO_DEADLINE)
    assert (result.index, result.media_session) == (3, "m")
    assert result.pieces
    assert 20 <= result.pieces[0].start_s <= 21  # type: ignore[operator]


def test_a_segment_of_another_format_is_refused(tmp_path: Path) -> None:
    file = stored(tmp_path, "s/1.wav", recording(TWO_SECONDS, kind="wav", sound_codec="pcm_s16le", rate=48_000))
    payload = TranscribeSegmentPayload(**IDS, media_session="m", index=0, offset_s=0, language=Language.EN, file=file)
    engine = make(ENGINES, "pocketsphinx")
    assert code_of(transcribe_segment, payload, Uploads(tmp_path), engine, NO_DEADLINE) is ErrorCode.AUDIO_UNREADABLE
