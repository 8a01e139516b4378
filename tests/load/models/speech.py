"""Time of speech recognition: a stretch of speech as it comes at a pause, and the last one of a turn."""

import time
from collections.abc import Iterator
from pathlib import Path

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.options import EngineOptions
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, TranscribeRequest
from ai_worker.engines.stt.table import ENGINES
from interview_contracts.vocabulary import Language
from tests.load.models.rows import Row
from tests.support.recordings import Samples, speech

STRETCH_S = 10.0
TRANSCRIPT_GOAL_MS = 500.0
"""D-03: what is left to transcribe after a turn is its last stretch."""

_ROUNDS = 3
_TEXT = "작년에 주문 서비스가 느려졌을 때 제가 직접 질의를 분석해서 색인을 추가했고 응답 시간이 절반으로 줄었습니다. "


def measure(models_dir: Path, model: str, *, weights: str = "random") -> Iterator[Row]:
    """Yield the figures of a folder below `stt/`."""
    options = EngineOptions(whisper_model=model)
    engine = ENGINES["faster_whisper"].create(EngineConfig(models_dir=models_dir, options=options))
    began = time.perf_counter()
    engine.load()
    yield _row(f"{model}: load", (time.perf_counter() - began) * 1000, weights)
    sound = _stretch()
    engine.transcribe(TranscribeRequest(samples=sound, language=Language.KO))
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        engine.transcribe(TranscribeRequest(samples=sound, language=Language.KO))
        times.append(time.perf_counter() - began)
    seconds = sorted(times)[_ROUNDS // 2]
    device = engine.describe().device
    yield Row(
        capability="stt",
        what=f"{model}: {STRETCH_S:.0f} s of speech, {device}",
        value=seconds * 1000,
        unit="ms",
        goal=TRANSCRIPT_GOAL_MS,
        requirement="D-03",
        weights=weights,
    )


def _stretch() -> Samples:
    sound = speech(_TEXT * 3, Language.KO)
    return sound[: int(STRETCH_S * SAMPLE_RATE_HZ)]


def _row(what: str, value: float, weights: str) -> Row:
    return Row(capability="stt", what=what, value=value, unit="ms", weights=weights)
