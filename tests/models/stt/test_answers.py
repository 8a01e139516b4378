"""Spoken answers through the pipelines on a Whisper model: Korean and English, live segments and stored recordings."""

import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, SttEngine
from ai_worker.engines.stt.table import ENGINES
from ai_worker.files import Uploads
from ai_worker.pipelines.transcription import transcribe_answer, transcribe_segment
from interview_contracts.payloads.speech import (
    TranscribeAnswerPayload,
    TranscribeAnswerResult,
    TranscribeSegmentPayload,
)
from interview_contracts.vocabulary import Language
from tests.models.stt.rows import configured, with_tiny_model
from tests.support.noises import breath, melody
from tests.support.recordings import Samples, chunked, recording, silence, speech, stored

pytestmark = pytest.mark.models

IDS: dict[str, Any] = {"interview_id": uuid.UUID(int=1), "turn_id": uuid.UUID(int=2)}
TEXTS = {Language.KO: "가장 어려운 문제는 데이터베이스였습니다.", Language.EN: "The hardest problem was the database."}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SttEngine:
    folder = with_tiny_model(tmp_path_factory.mktemp("models"))
    return ENGINES["faster_whisper"].create(configured(folder, whisper_threads=1))


def answer(engine: SttEngine, root: Path, sound: Samples, language: Language) -> TranscribeAnswerResult:
    parts = (chunked(root, "a", recording(sound)),)
    payload = TranscribeAnswerPayload(**IDS, language=language, parts=parts)
    return transcribe_answer(payload, Uploads(root), engine, NO_DEADLINE)


def hangul(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


@pytest.mark.parametrize("language", list(Language))
def test_a_stored_answer_is_written_in_its_language(engine: SttEngine, tmp_path: Path, language: Language) -> None:
    sentence = speech(TEXTS[language], language)
    sound = np.concatenate([silence(2), sentence, silence(1.5)])
    result = answer(engine, tmp_path, sound, language)
    assert result.duration_s == pytest.approx(len(sound) / SAMPLE_RATE_HZ, abs=0.2)
    assert result.pieces
    assert all(hangul(piece.text) is (language is Language.KO) for piece in result.pieces)
    assert result.pieces[0].start_s >= 1.5  # type: ignore[operator]
    assert result.pieces[-1].end_s <= 2.5 + len(sentence) / SAMPLE_RATE_HZ  # type: ignore[operator]


@pytest.mark.parametrize("language", list(Language))
def test_breath_and_music_are_an_empty_transcript(engine: SttEngine, tmp_path: Path, language: Language) -> None:
    sound = np.concatenate([breath(6, 3000), silence(1), melody(8, 4000, seed=4)])
    assert answer(engine, tmp_path, sound, language).pieces == ()


def test_an_answer_of_ten_minutes_is_transcribed_to_its_end(engine: SttEngine, tmp_path: Path) -> None:
    sentence = speech(TEXTS[Language.EN])
    pause = silence(25)
    sound = np.concatenate([part for _ in range(20) for part in (sentence, pause)])
    result = answer(engine, tmp_path, sound, Language.EN)
    assert result.pieces
    assert result.pieces[-1].end_s > len(sound) / SAMPLE_RATE_HZ - 35 - 25  # type: ignore[operator]


@pytest.mark.parametrize("language", list(Language))
def test_a_live_segment_is_placed_in_its_answer(engine: SttEngine, tmp_path: Path, language: Language) -> None:
    sound = speech(TEXTS[language], language)
    content = recording(sound, kind="wav", sound_codec="pcm_s16le", rate=SAMPLE_RATE_HZ)
    payload = TranscribeSegmentPayload(
        **IDS, media_session="m", index=3, offset_s=20.0, language=language, file=stored(tmp_path, "s/1.wav", content)
    )
    result = transcribe_segment(payload, Uploads(tmp_path), engine, NO_DEADLINE)
    assert result.pieces
    assert all(hangul(piece.text) is (language is Language.KO) for piece in result.pieces)
    end_s = 20 + len(sound) / SAMPLE_RATE_HZ
    assert all(20 <= piece.start_s <= piece.end_s <= end_s + 0.1 for piece in result.pieces)  # type: ignore[operator]
