"""Runs that are killed, run out of room or meet each other; and what a models folder may hold beforehand.

A full disk is a limit on the size of files that the child process may write (RLIMIT_FSIZE): the write fails in the
middle as on a full disk, with another number, and needs neither a small file system nor root.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ai_worker.model_files import folder as models_folder
from ai_worker.model_files.folder import ModelsFolder
from ai_worker.model_files.manifest import unsound
from ai_worker.model_files.origins import FetchProblem
from tests.integration.model_files.site import DATA, Site, SiteMaker
from tests.support.model_server import Fault, ModelServer
from tests.support.waiting import wait_for

pytestmark = pytest.mark.integration

FILE = "words.gguf"
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from ai_worker.model_files.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def command(place: Site, *options: str) -> list[str]:
    call = ["words", "--yes", "--catalogue", str(place.catalogue), "--models-dir", str(place.folder)]
    return [*call, "--retry-wait", "0", *options]


def start(place: Site, *, code: str = "") -> "subprocess.Popen[str]":
    program = ["-c", code] if code else ["-m", "ai_worker.model_files"]
    return subprocess.Popen(
        [sys.executable, *program, *command(place)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_run_is_continued(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(wait_after=100_000)]
    place = site()
    run = start(place)
    wait_for(lambda: place.part.exists() and place.part.stat().st_size == 100_000, within_s=30, what="the first bytes")
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    server.release.set()
    assert not place.target.exists()
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA
    assert server.ranges(FILE) == ["", "bytes=100000-"]


def test_a_run_that_was_killed_before_the_file_got_its_name_asks_for_nothing_again(
    server: ModelServer, site: SiteMaker
) -> None:
    place = site()
    assert place.fetch()[0] == 0
    place.target.replace(place.part)
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA
    assert len(server.requests) == 1


def test_a_disk_that_fills_in_the_middle_keeps_what_is_here(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    run = start(place, code=LIMITED)
    _, complaint = run.communicate(timeout=60)
    assert run.returncode == 1
    assert complaint.count("\n") == 1
    assert "There is no room for words.gguf" in complaint
    assert not place.target.exists()
    assert place.part.read_bytes() == DATA[:100_000]
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA


def test_too_little_room_is_told_before_anything_comes(server: ModelServer, site: SiteMaker) -> None:
    place = site(about=10**18)
    code, _, complaint = place.fetch()
    assert code == 1
    assert "The disk is too full" in complaint
    assert server.requests == []


def test_two_runs_at_once_fetch_one_after_the_other(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(wait_after=100_000)]
    place = site()
    first = start(place)
    wait_for(lambda: place.part.exists() and place.part.stat().st_size, within_s=30, what="the first bytes")
    second = start(place)
    assert second.stdout is not None
    said = ""
    while "waiting for it" not in said:
        said += (line := second.stdout.readline())
        assert line, "the second run ended"
    server.release.set()
    assert first.wait(30) == 0
    rest, _ = second.communicate(timeout=30)
    assert second.returncode == 0
    assert "there" in rest
    assert place.target.read_bytes() == DATA
    assert server.ranges(FILE) == ["", "bytes=100000-"]


def test_what_is_sound_is_not_fetched_again(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    place.fetch()
    code, said, _ = place.fetch()
    assert code == 0
    assert "[1/1] llm/words.gguf: there" in said
    assert len(server.requests) == 1


def test_a_damaged_file_is_found_by_check_and_replaced(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    place.fetch()
    place.target.write_bytes(b"x" + DATA[1:])
    assert unsound(place.folder, ["llm/words.gguf"]) == ""
    code, said, _ = place.fetch("--check")
    assert code == 1
    assert "damaged" in said
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA
    assert place.fetch("--check")[0] == 0


def test_a_file_that_a_person_put_there_is_taken_when_it_is_the_right_one(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    place.target.parent.mkdir(parents=True)
    place.target.write_bytes(DATA)
    assert place.fetch()[0] == 0
    assert server.requests == []
    assert place.manifest()["llm/words.gguf"]["trust"] == "pinned"


def test_another_file_of_a_person_is_replaced_only_on_demand(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    place.target.parent.mkdir(parents=True)
    place.target.write_bytes(b"mine")
    code, _, complaint = place.fetch()
    assert code == 1
    assert "--replace" in complaint
    assert place.target.read_bytes() == b"mine"
    assert place.fetch("--replace")[0] == 0
    assert place.target.read_bytes() == DATA


def test_an_unreadable_manifest_is_no_obstacle(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    place.folder.mkdir()
    (place.folder / "manifest.json").write_text('{"files": {"')
    assert place.fetch()[0] == 0
    assert list(place.manifest()) == ["llm/words.gguf"]


def test_without_a_person_and_without_consent_nothing_comes(
    server: ModelServer, site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = site(licence="research")
    run = subprocess.run(
        [sys.executable, "-m", "ai_worker.model_files", *[part for part in command(place) if part != "--yes"]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 1
    assert "Research Licence — NO COMMERCIAL USE" in run.stdout
    assert "--yes" in run.stderr
    assert server.requests == []


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_a_person_is_asked(server: ModelServer, site: SiteMaker, answer: str, code: int) -> None:
    """A terminal is a pseudo-terminal here."""
    place = site()
    ours, theirs = os.openpty()
    call = [part for part in command(place) if part != "--yes"]
    with subprocess.Popen(
        [sys.executable, "-m", "ai_worker.model_files", *call], stdin=theirs, stdout=subprocess.PIPE
    ) as run:
        os.write(ours, answer.encode())
        run.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == code
    assert place.target.exists() is (code == 0)


def test_a_folder_that_cannot_be_made_gets_one_sentence(site: SiteMaker) -> None:
    place = site()
    place.folder.write_text("a file")
    code, _, complaint = place.fetch()
    assert code == 1
    assert complaint.count("\n") == 1


def test_the_reserve_is_not_eaten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_folder, "RESERVE_BYTES", 10**18)
    with pytest.raises(FetchProblem, match="too full"):
        ModelsFolder(tmp_path).check_room(0)
