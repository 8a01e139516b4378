"""`script/fetch-models` at a terminal: what it says before anything is fetched."""

import io

import pytest

from ai_worker.model_files.__main__ import main

pytestmark = pytest.mark.unit


class Terminal(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_an_unknown_name_is_answered_with_the_profiles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gpu"]) == 1
    said = capsys.readouterr().err
    assert "'gpu'" in said
    assert "cpu, gpu-8g, gpu-24g, korean-apache, exaone" in said


def test_a_list_of_addresses_holds_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-urls", "whisper-small"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line.split("\t")) == 4 for line in lines)
    assert main(["--print-urls"]) == 1
    assert capsys.readouterr().out.strip() == ""


def test_who_does_not_agree_is_told_that_nothing_was_fetched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main(["face-landmarker"]) == 1
    assert "Nothing was fetched." in capsys.readouterr().out


def test_where_nobody_can_be_asked_the_option_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["face-landmarker"]) == 1
    assert "--yes" in capsys.readouterr().err
