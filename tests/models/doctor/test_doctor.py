"""The doctor with the engines that are on this machine: what it finds, how it prints it, how it ends."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ai_worker.doctor.__main__ import main
from ai_worker.doctor.apart import examine_apart
from ai_worker.doctor.table import WIDTH
from ai_worker.settings import WorkerSettings
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability
from tests.support.models import MODELS

pytestmark = pytest.mark.models

SECRET = "hunter2-is-a-secret"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without settings, as of an operator who has set nothing."""
    for name in WorkerSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("MODELS_DIR", str(MODELS))


def findings(output: str) -> dict[str, dict[str, Any]]:
    return {finding["capability"]: finding for finding in json.loads(output)["findings"]}


def test_every_capability_is_tried_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    found = findings(capfd.readouterr().out)
    assert set(found) == {capability.value for capability in Capability}
    for name in ("llm", "tts", "stt", "embeddings"):
        finding = found[name]
        assert finding["status"]["loaded"]
        assert finding["probe"]["latency_ms"] >= 0
        assert finding["probe"]["error"] is None
        assert finding["problem"] == ""
    assert "a spoken sentence" in found["stt"]["probe"]["outcome"]
    assert found["emotion"]["choice"] == "off"
    assert all(one["reason"] for finding in found.values() for one in finding["status"]["passed_over"])


def test_the_table_fits_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["llm", "emotion"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert [line.split()[0] for line in lines if line and not line.startswith(" ")] == [
        "Machine:", "Models:", "WHAT", "llm", "emotion", "All",
    ]  # fmt: skip
    assert any("ALLOW_EMOTION" in line for line in lines)


def test_a_configured_engine_that_cannot_be_used_is_a_problem(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("ENGINE_FACE", "mediapipe")
    assert main(["face"]) == 1
    output = capfd.readouterr().out
    assert "Problem: The configured engine cannot be used." in output
    assert "face_detection_short_range.tflite" in output
    assert "Set by ENGINE_FACE." in output
    assert "1 of 1 needs attention." in output


def test_no_secret_is_printed(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM", "STT", "TTS", "EMBEDDINGS"):
        monkeypatch.setenv(f"{name}_URL", f"http://somebody:{SECRET}@127.0.0.1:9/v1")
        monkeypatch.setenv(f"{name}_API_KEY", SECRET)
    monkeypatch.setenv("REDIS_URL", f"redis://:{SECRET}@127.0.0.1/0")
    main(["tts", "stt", "--timeout", "20"])
    main(["embeddings", "--json", "--timeout", "20"])
    printed = capfd.readouterr()
    assert SECRET not in printed.out + printed.err


def test_settings_that_cannot_be_read_are_named_without_their_values(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAMA_CONTEXT", SECRET)
    assert main([]) == 2
    printed = capfd.readouterr()
    assert "LLAMA_CONTEXT" in printed.err
    assert SECRET not in printed.out + printed.err


class Deadly(WorkerSettings):
    """Settings that end the process that they are sent to."""

    def __reduce__(self) -> Any:
        return os._exit, (3,)


def test_an_engine_that_ends_its_process_is_a_finding(tmp_path: Path) -> None:
    found = examine_apart(Deadly(models_dir=MODELS), Capability.LLM, tmp_path, 20.0)
    assert found.problem == "Its process ended while it was examined (exit code 3)."
    assert found.probe is not None
    assert found.probe.error is ErrorCode.WORKER_LOST
