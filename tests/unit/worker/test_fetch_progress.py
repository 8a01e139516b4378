"""What a person reads while model files come."""

import io

import pytest

from ai_worker.model_files.console import Console, size_text, time_text

pytestmark = pytest.mark.unit


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sizes_and_times_are_for_people() -> None:
    assert [size_text(size) for size in (12, 2_500, 3_758_596, 4_770_649_728)] == ["12 B", "2.5 kB", "3.8 MB", "4.8 GB"]
    assert [time_text(seconds) for seconds in (7.9, 94, 7_320)] == ["7 s", "1 min 34 s", "2 h 2 min"]


def test_a_pipe_gets_a_line_each_tenth() -> None:
    out, clock = io.StringIO(), Clock()
    watcher = Console(out, clock=clock).progress("file")
    for done in range(1, 101):
        clock.now += 1
        watcher.moved(done * 1_000_000, 100_000_000)
    lines = out.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[5] == "file: 50.0 MB of 100.0 MB, 50 %, 1.0 MB/s, 50 s left"
    assert lines[-1].startswith("file: 100.0 MB of 100.0 MB, 100 %")
    assert "\r" not in out.getvalue()


def test_a_terminal_gets_one_line_that_changes_five_times_a_second() -> None:
    out, clock = Terminal(), Clock()
    console = Console(out, clock=clock)
    watcher = console.progress("file")
    for done in range(1, 101):
        clock.now += 0.05
        watcher.moved(done * 1_000_000, 100_000_000)
    console.say("next")
    assert 20 <= out.getvalue().count("\r") <= 27
    assert out.getvalue().endswith("\nnext\n")
    assert out.getvalue().count("\n") == 2


def test_the_rate_starts_again_after_a_break() -> None:
    out, clock = io.StringIO(), Clock()
    watcher = Console(out, clock=clock).progress("file")
    watcher.moved(10_000_000, 100_000_000)
    clock.now += 100
    watcher.waits(4, "ReadTimeout")
    watcher.moved(30_000_000, 100_000_000)
    clock.now += 1
    watcher.moved(40_000_000, 100_000_000)
    assert "next attempt in 4 s" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "file: 40.0 MB of 100.0 MB, 40 %, 10.0 MB/s, 6 s left"


def test_a_file_of_unknown_size_shows_what_is_here() -> None:
    out, clock = io.StringIO(), Clock()
    watcher = Console(out, clock=clock).progress("file")
    watcher.moved(150_000_000, 0)
    assert out.getvalue() == "file: 150.0 MB\n"
