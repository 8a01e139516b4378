"""`script/bench --models [--only llm,stt] [--large]`."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ai_worker.hardware import hardware
from interview_embedded.layout import ROOT
from tests.load import collect
from tests.load.models import bandwidth, embeddings, faces, language, speech, voice
from tests.load.models.rows import Row, table
from tests.support.full_models import gguf, whisper, xlm_roberta

FOLDER: Final = ROOT / ".cache" / "full-models"
WHISPER: Final = ("base", "small")
LARGE_WHISPER: Final = ("large-v3-turbo",)
_NEEDED_GB: Final = {"llm": 1.7, "stt": 0.4, "embeddings": 2.4, "llm large": 4.9, "stt large": 0.9}


def measure_models(only: Iterable[str], target: Path, *, large: bool) -> None:
    """Measure the capabilities in `only` (all when empty), print the table and write the JSON.

    `large` measures the sizes that need a GPU or many cores, too.
    """
    parts: dict[str, Callable[[bool], Iterator[Row]]] = {
        "llm": _llm,
        "stt": _stt,
        "tts": lambda _: voice.measure(FOLDER),
        "embeddings": _embeddings,
        "face": lambda _: faces.measure(FOLDER),
    }
    chosen = [name for name in parts if not only or name in set(only)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for name in chosen:
        sys.stderr.write(f"{name} …\n")
        try:
            for row in parts[name](large):
                rows.append(row)
                sys.stderr.write(f"  {row.what}: {row.value:.4g} {row.unit}\n")
        except Exception as error:  # The others are measured all the same; the missing part is named.
            sys.stderr.write(f"  not measured: {type(error).__name__}: {error}\n")
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": collect.describe_machine(),
        "gpus": [gpu.name for gpu in hardware().gpus],
        "rows": [row.as_json() for row in rows],
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"\n{table(rows)}\n\n(x…) is measured / goal: at most 1 is good.\nWritten to {target}\n")
    if not hardware().gpus:
        sys.stdout.write("There is no GPU here: nothing was measured on one.\n")


def _llm(large: bool) -> Iterator[Row]:
    speed = bandwidth.read_gb_s()
    yield Row(
        capability="machine", what="memory, read", value=speed, unit="GB/s", higher_is_better=True, weights="none"
    )
    sizes = ("exaone-3.5-2.4b", "exaone-3.5-7.8b") if large else ("exaone-3.5-2.4b",)
    for size in sizes:
        _room("llm large" if size.endswith("7.8b") else "llm")
        path = gguf.make_full(FOLDER / "llm", size)
        turns = 1 if size.endswith("7.8b") and not hardware().gpus else language.TURNS
        yield from language.measure(FOLDER, path.name, bandwidth_gb_s=speed, turns=turns)


def _stt(large: bool) -> Iterator[Row]:
    for size in (*WHISPER, *(LARGE_WHISPER if large else ())):
        _room("stt large" if size in LARGE_WHISPER else "stt")
        whisper.make_full(FOLDER / "stt" / size, size)
        yield from speech.measure(FOLDER, size)


def _embeddings(_: bool) -> Iterator[Row]:
    _room("embeddings")
    model = xlm_roberta.make_full(FOLDER / "embeddings" / "random")
    yield from embeddings.measure(FOLDER, model=model.name)


def _room(what: str) -> None:
    free = shutil.disk_usage(FOLDER).free / 1e9
    if free < _NEEDED_GB[what] + 1.0:
        raise OSError(f"{_NEEDED_GB[what]} GB of disk are needed, {free:.1f} GB are free")
