"""A model's process may be killed or stand still, its file be half there, swapped or cut, its memory run out."""

import os
import signal
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import pytest

from ai_worker.model_files.manifest import FetchedFile, Manifest, write_manifest
from tests.faults.interviews import (
    LAST,
    Record,
    begin,
    check_live_part,
    check_report,
    engines,
    follow_ups,
    rows,
    take_interview,
)
from tests.support.people import Candidate
from tests.support.platform import Platform, running_platform
from tests.support.tiny_models import gguf
from tests.support.waiting import wait_for

pytestmark = pytest.mark.faults

FILE = "llm/tiny-exaone.gguf"
LIVE, QUEUE = "gpu-live", "gpu_worker@embedded"
"""The worker that candidates wait for: its program, and the name under which it reports."""

UNSIGNED = 4
"""Number of the type of a whole number in a GGUF file's header."""

AT_WORK = f"busy-{sha256(b'llm:llama_cpp').hexdigest()[:16]}"
"""Beginning of the name of the mark that a pool process leaves while it is at work with the model."""

WITHIN_S = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A running instance with its models folder, and the model's file as it should be."""

    platform: Platform
    models: Path
    temporary: Path
    whole: bytes

    def install(self, content: bytes, *, listed: bool = False) -> None:
        """Put a file in the model's place in one step; `listed`, where it was fetched and not put there by hand."""
        if listed:
            list_file(self.models, content)
        else:
            write_manifest(self.models, Manifest())
        part = self.models / f"{FILE}.part"
        part.write_bytes(content)
        part.replace(self.models / FILE)

    def child(self) -> psutil.Process:
        """Return the pool process of the worker that candidates wait for."""

        def look() -> psutil.Process | None:
            pid = self.platform.control.pids().get(LIVE)
            return next(iter(psutil.Process(pid).children()), None) if pid else None

        return wait_for(look, within_s=WITHIN_S, what=f"a pool process of {LIVE}")

    def child_at_work(self) -> psutil.Process:
        """Wait until that process is at work with the model, and return it."""

        def look() -> psutil.Process | None:
            child = self.child()
            return child if any(self.temporary.glob(f"ai-worker-*/{AT_WORK}-{child.pid}")) else None

        return wait_for(look, within_s=3, what="the model at work", every_s=0.01)

    def renew_child(self) -> None:
        """Kill the pool process and wait until there is another one."""
        old = self.child()
        old.kill()
        wait_for(lambda: self.child().pid != old.pid, within_s=WITHIN_S, what="another pool process")

    def passed_over(self) -> list[dict[str, Any]]:
        """Return what the page of engines says of the model where it is not used."""
        return [
            over
            for row in engines(self.platform, "llm")
            for over in row["passed_over"]
            if over["engine"] == "llama_cpp"
        ]

    def until_said(self, code: str | None) -> str:
        """Wait until the page of engines says that the model is passed over with this code, and return the reason."""

        def look() -> str | None:
            return next((over["reason"] for over in self.passed_over() if over["code"] == code), None)

        return wait_for(look, within_s=WITHIN_S, what=f"the reason for {code}", every_s=0.5)

    def until_used(self) -> None:
        """Plan interviews until the worker that candidates wait for has the model in use again."""

        def look() -> bool:
            begin(self.platform)
            found = rows(
                self.platform, "SELECT name FROM engine_status WHERE capability = 'llm' AND worker = %s", QUEUE
            )
            return found == [("llama_cpp",)]

        wait_for(look, within_s=WITHIN_S, what="the model in use", every_s=0.5)


def list_file(models: Path, content: bytes) -> None:
    """Write a manifest that lists this content for the model's file."""
    entry = FetchedFile(size=len(content), sha256=sha256(content).hexdigest())
    write_manifest(models, Manifest(files={FILE: entry}))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One instance for all faults. At its start the model's file is half downloaded."""
    if find_spec("llama_cpp") is None:
        pytest.skip("llama-cpp-python is not installed")
    folder: Path = tmp_path_factory.mktemp("faults")
    models, temporary = folder / "models", folder / "tmp"
    temporary.mkdir()
    path = gguf.make(models / "llm", architecture="exaone")
    whole = path.read_bytes()
    list_file(models, whole)
    path.write_bytes(whole[: len(whole) // 2])
    path.with_name(f"{path.name}.part").write_bytes(whole[: len(whole) // 3])
    settings = {"MODELS_DIR": str(models), "TMPDIR": str(temporary), "LLAMA_THREADS": "1"}
    with running_platform(folder / "data", **settings) as running:
        yield Site(running, models, temporary, whole)


def told(platform: Platform, candidate: Candidate) -> list[Record]:
    """Wait until all searches for follow-ups are over, and return what is kept of them."""

    def look() -> list[Record] | None:
        found = follow_ups(platform, candidate)
        return found if all(one.state in {"succeeded", "failed"} for one in found) else None

    return wait_for(look, within_s=WITHIN_S, what="the end of all follow-up tasks", every_s=0.2)


def over(record: Record) -> set[tuple[str, str]]:
    """Return which engine a record says was passed over, each once with its code."""
    return set(record.passed_over)


def test_a_half_downloaded_file_is_passed_over_until_it_is_whole(site: Site) -> None:
    assert "damaged" in site.until_said(None)
    candidate = take_interview(site.platform)
    check_live_part(site.platform, candidate)
    check_report(site.platform, candidate)
    assert {record.engine for record in told(site.platform, candidate)} == {"rules"}

    site.install(site.whole, listed=True)
    site.until_used()


def test_a_process_that_is_killed_while_it_generates(site: Site) -> None:
    site.install(site.whole)

    def strike(index: int) -> None:
        if index == 1:
            site.child_at_work().kill()

    candidate = take_interview(site.platform, after=strike)
    check_live_part(site.platform, candidate)
    first, *_ = told(site.platform, candidate)
    assert first.attempt > 1 or first.state == "failed", "the first attempt was lost with its process"
    check_report(site.platform, candidate)
    site.until_used()


def test_a_process_that_stands_still_while_a_question_is_due(site: Site) -> None:
    stopped: list[psutil.Process] = []

    def strike(index: int) -> None:
        if index == 1:
            stopped.append(site.child_at_work())
            stopped[0].send_signal(signal.SIGSTOP)

    candidate = take_interview(site.platform, after=strike)
    check_live_part(site.platform, candidate)
    first, *_ = told(site.platform, candidate)
    assert (first.state, first.error_code) in {("failed", "deadline_passed"), ("failed", "worker_lost")}
    assert ("llama_cpp", "worker_lost") in over(first)
    assert not stopped[0].is_running()
    check_report(site.platform, candidate)
    site.until_used()


def test_a_file_that_is_swapped_or_cut_while_it_is_used(site: Site, tmp_path: Path) -> None:
    other = gguf.make(tmp_path, architecture="llama").read_bytes()

    def strike(index: int) -> None:
        if index == 1:
            site.install(other)
        elif index == 2:
            os.truncate(site.models / FILE, len(other) // 2)
        elif index == 3:
            site.renew_child()

    candidate = take_interview(site.platform, before=strike)
    check_live_part(site.platform, candidate)
    first, *rest = told(site.platform, candidate)
    assert first.state == "succeeded"
    assert first.engine == "llama_cpp" or over(first) == {("llama_cpp", "engine_timeout")}
    assert {(one.state, one.engine) for one in rest} <= {("succeeded", "llama_cpp"), ("succeeded", "rules")}
    assert site.until_said("engine_unavailable")
    candidate = take_interview(site.platform)
    check_live_part(site.platform, candidate)
    for record in told(site.platform, candidate):
        assert (record.state, record.engine) == ("succeeded", "rules")
        assert over(record) == {("llama_cpp", "engine_unavailable")}
    check_report(site.platform, candidate)

    site.install(site.whole)
    site.until_used()


def test_a_model_that_is_too_large_for_the_memory(site: Site) -> None:
    key = b"exaone.block_count" + struct.pack("<I", UNSIGNED)
    head, found, rest = site.whole.partition(key)
    assert found
    site.install(head + key + struct.pack("<I", 200_000) + rest[4:])
    site.renew_child()
    assert "not enough memory" in site.until_said("out_of_memory")
    candidate = take_interview(site.platform)
    check_live_part(site.platform, candidate)
    for record in told(site.platform, candidate):
        assert (record.state, record.engine) == ("succeeded", "rules")
        assert over(record) == {("llama_cpp", "out_of_memory")}
    check_report(site.platform, candidate)

    site.install(site.whole)
    site.until_used()


def test_a_process_that_gets_no_more_memory(site: Site) -> None:
    def strike(index: int) -> None:
        child = site.child()
        if index == 1:
            child.rlimit(psutil.RLIMIT_AS, (child.memory_info().vms, psutil.RLIM_INFINITY))
        elif index == LAST:
            child.rlimit(psutil.RLIMIT_AS, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))

    candidate = take_interview(site.platform, before=strike)
    check_live_part(site.platform, candidate)
    for record in told(site.platform, candidate):
        assert record.engine == "llama_cpp" or record.passed_over or record.error_code, record
    check_report(site.platform, candidate)
    site.until_used()
