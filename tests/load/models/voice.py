"""How much faster than it is heard speech is made, and how long the first sentence of a follow-up takes."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.options import EngineOptions
from ai_worker.engines.tts.port import SpeakRequest, TtsEngine
from ai_worker.engines.tts.table import ENGINES
from interview_contracts.vocabulary import Capability, Language
from tests.load.models.rows import Row
from tests.support.full_models import supertonic

FIRST = {
    Language.KO: "결제 지연을 사십 퍼센트 줄이셨다고 하셨는데요.",
    Language.EN: "You said that you cut the delay of payments by forty percent.",
}
WHOLE = {
    Language.KO: f"{FIRST[Language.KO]} 어떤 지표로 재셨고, 그 결과를 팀에서는 어떻게 받아들였는지 말씀해 주세요.",
    Language.EN: f"{FIRST[Language.EN]} How did you measure it, and what did your team make of the result?",
}
_ROUNDS = 3


def measure(work_dir: Path, *, steps: int = 5) -> Iterator[Row]:
    """Yield the figures of eSpeak and of a network of Supertonic 3's size; its files (0.4 GB) go to `work_dir`."""
    yield from _rows("eSpeak", ENGINES["espeak"].create(EngineConfig()), weights="none")
    supertonic.make_full(work_dir)
    config = EngineConfig(models_dir=work_dir, options=EngineOptions(supertonic_steps=steps))
    voice = ENGINES["supertonic"].create(config)
    yield from _rows(f"Supertonic 3 size, {steps} steps, {voice.describe().device}", voice, weights="random")


def _rows(what: str, engine: TtsEngine, *, weights: str) -> Iterator[Row]:
    began = time.perf_counter()
    engine.load()
    yield _row(f"{what}: load", time.perf_counter() - began, weights)
    for language in Language:
        spent, lasts = _time(engine, WHOLE[language], language)
        # Below 1 the next sentence is there before the one before it has been heard.
        yield _row(f"{what}, {language.value}: a second of speech", spent / lasts, weights, goal_s=1.0)
        first, _ = _time(engine, FIRST[language], language)
        yield _row(f"{what}, {language.value}: first sentence", first, weights)


def _row(what: str, seconds: float, weights: str, goal_s: float | None = None) -> Row:
    goal = None if goal_s is None else goal_s * 1000
    return Row(capability=Capability.TTS.value, what=what, value=seconds * 1000, unit="ms", goal=goal, weights=weights)


def _time(engine: TtsEngine, text: str, language: Language) -> tuple[float, float]:
    """Return the seconds that speaking takes, the median of some rounds, and the seconds that it lasts."""
    spent: list[float] = []
    lasts = 0.0
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        lasts = engine.synthesize(SpeakRequest(text=text, language=language)).duration_s
        spent.append(time.perf_counter() - began)
    return median(spent), lasts
