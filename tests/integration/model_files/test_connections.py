"""Fetching over lines that break and from servers that misbehave: the file is right in the end, or absent."""

import pytest

from tests.integration.model_files.site import DATA, SiteMaker
from tests.support.model_server import Fault, ModelServer, etag

pytestmark = pytest.mark.integration

FILE = "words.gguf"


def test_a_file_comes_in_one_go(server: ModelServer, site: SiteMaker) -> None:
    place = site()
    code, said, _ = place.fetch()
    assert code == 0
    assert place.target.read_bytes() == DATA
    assert "held against the catalogue's checksum" in said
    assert place.manifest()["llm/words.gguf"]["licence"] == "Free Licence"
    assert not place.part.exists()


def test_cut_connections_are_continued_where_they_broke(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(cut_after=100_000), Fault(cut_after=50_000), Fault(cut_after=1)]
    place = site()
    code, said, _ = place.fetch()
    assert code == 0
    assert place.target.read_bytes() == DATA
    assert server.ranges(FILE) == ["", "bytes=100000-", "bytes=150000-", "bytes=150001-"]
    assert server.requests[1][1]["if-range"] == etag(DATA)
    assert said.count("the connection broke") == 3


def test_a_line_without_progress_ends_after_the_attempts_and_keeps_what_is_here(
    server: ModelServer, site: SiteMaker
) -> None:
    server.faults[FILE] = [Fault(cut_after=100_000), *[Fault(cut_after=0)] * 3]
    place = site()
    code, _, complaint = place.fetch()
    assert code == 1
    assert "start again" in complaint
    assert not place.target.exists()
    assert place.part.read_bytes() == DATA[:100_000]
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA
    assert server.ranges(FILE)[-1] == "bytes=100000-"


def test_a_server_that_ignores_ranges_is_read_from_the_start(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(cut_after=100_000), Fault(ignores_range=True)]
    place = site()
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA


def test_a_file_that_changes_on_the_way_is_read_from_the_start(server: ModelServer, site: SiteMaker) -> None:
    other = DATA[::-1]
    server.faults[FILE] = [Fault(body=other, cut_after=100_000)]
    place = site(pinned=False)
    assert place.fetch("--trust-first")[0] == 0
    assert place.target.read_bytes() == DATA
    assert server.requests[1][1]["if-range"] == etag(other)


def test_a_wrong_beginning_is_found_out_and_fetched_again(server: ModelServer, site: SiteMaker) -> None:
    """The server gives the rest of another file without regard to the tag: only the digest tells."""
    server.faults[FILE] = [Fault(body=DATA[::-1], cut_after=100_000, headers={"ETag": etag(DATA)})]
    place = site()
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA
    assert server.ranges(FILE)[-1] == ""


def test_a_wrong_file_never_gets_the_name(server: ModelServer, site: SiteMaker) -> None:
    server.files[FILE] = DATA[::-1]
    place = site()
    code, _, complaint = place.fetch()
    assert code == 1
    assert "is not the expected file" in complaint
    assert not place.target.exists()
    assert not place.part.exists()


@pytest.mark.parametrize(
    "wrong", [DATA[:-1], DATA + b"x", b"<html>Please log in</html>"], ids=["short", "long", "page"]
)
def test_a_file_of_another_size_is_refused_before_it_is_read(
    server: ModelServer, site: SiteMaker, wrong: bytes
) -> None:
    server.files[FILE] = wrong
    place = site()
    code, _, complaint = place.fetch()
    assert code == 1
    assert f"should have {len(DATA)}" in complaint
    assert not place.target.exists()


def test_busy_servers_are_tried_again(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(status=503, headers={"Retry-After": "1"}), Fault(status=500)]
    place = site()
    code, said, _ = place.fetch()
    assert code == 0
    assert "HTTP 503" in said
    assert place.target.read_bytes() == DATA


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_file_that_is_not_given_ends_at_once(server: ModelServer, site: SiteMaker, status: int) -> None:
    server.faults[FILE] = [Fault(status=status)]
    code, _, complaint = site().fetch()
    assert code == 1
    assert f"HTTP {status}" in complaint
    assert len(server.requests) == 1


def test_redirects_are_followed(server: ModelServer, site: SiteMaker) -> None:
    server.files["elsewhere"] = DATA
    server.faults[FILE] = [Fault(status=302, headers={"Location": f"{server.address}/elsewhere"})]
    place = site()
    assert place.fetch()[0] == 0
    assert place.target.read_bytes() == DATA


def test_redirects_without_end_are_told(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(status=302, headers={"Location": f"/{FILE}"})] * 50
    code, _, complaint = site().fetch()
    assert code == 1
    assert "without end" in complaint


def test_a_slow_line_is_no_fault(server: ModelServer, site: SiteMaker) -> None:
    server.faults[FILE] = [Fault(drip=10_000)]
    place = site()
    code, said, _ = place.fetch()
    assert code == 0
    assert place.target.read_bytes() == DATA
    assert "50 %" in said


def test_an_absent_server_is_told(server: ModelServer, site: SiteMaker) -> None:
    code, _, complaint = site(source='url = "http://127.0.0.1:9"').fetch()
    assert code == 1
    assert "broke 3 times in a row (ConnectError)" in complaint
