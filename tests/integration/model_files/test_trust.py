"""Which checksum a file is held against, and what happens when nobody states one."""

import hashlib
from pathlib import Path

import pytest

from tests.integration.model_files.site import DATA, Site, SiteMaker
from tests.support import model_catalogues
from tests.support.model_server import Fault, ModelServer

pytestmark = pytest.mark.integration

ON_THE_HUB = "maker/words/resolve/main/words.gguf"
REPOSITORY = 'repository = "maker/words"'


@pytest.fixture
def hub(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """The server as a model hub: large files lie elsewhere, the first answer states their digest."""
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    server.files[ON_THE_HUB] = DATA
    return server


def large_file(hub: ModelServer, digest: str) -> None:
    hub.faults[ON_THE_HUB] = [
        Fault(status=302, headers={"Location": f"{hub.address}/words.gguf", "X-Linked-ETag": f'"{digest}"'})
    ]


def test_the_hub_states_the_digest_of_a_large_file(hub: ModelServer, site: SiteMaker) -> None:
    large_file(hub, model_catalogues.sha256(DATA))
    place = site(source=REPOSITORY, pinned=False)
    code, said, _ = place.fetch()
    assert code == 0
    assert place.manifest()["llm/words.gguf"]["trust"] == "stated"
    assert "1 file held against the checksum that the server states" in said


def test_a_large_file_that_differs_from_what_the_hub_states_is_deleted(hub: ModelServer, site: SiteMaker) -> None:
    large_file(hub, "0" * 64)
    place = site(source=REPOSITORY, pinned=False)
    assert place.fetch()[0] == 1
    assert not place.target.exists()
    assert not place.part.exists()


def test_the_hub_names_a_small_file_by_its_git_blob(hub: ModelServer, site: SiteMaker) -> None:
    hub.headers[ON_THE_HUB] = {"ETag": f'"{model_catalogues.git_blob(DATA)}"'}
    place = site(source=REPOSITORY, pinned=False)
    assert place.fetch()[0] == 0
    assert place.manifest()["llm/words.gguf"]["trust"] == "stated"


def test_a_small_file_with_another_git_blob_is_refused(hub: ModelServer, site: SiteMaker) -> None:
    hub.headers[ON_THE_HUB] = {"ETag": f'"{"0" * 40}"'}
    place = site(source=REPOSITORY, pinned=False)
    assert place.fetch()[0] == 1
    assert not place.target.exists()


def test_the_token_goes_to_the_hub_only(hub: ModelServer, site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    elsewhere = hub.address.replace("127.0.0.1", "localhost")
    hub.faults[ON_THE_HUB] = [Fault(status=302, headers={"Location": f"{elsewhere}/words.gguf"})]
    assert site(source=REPOSITORY).fetch()[0] == 0
    tokens = {path: headers.get("authorization", "") for path, headers in hub.requests}
    assert tokens == {ON_THE_HUB: "Bearer secret", "words.gguf": ""}


def test_without_any_digest_a_file_is_refused_unread(server: ModelServer, site: SiteMaker) -> None:
    place = site(pinned=False)
    code, _, complaint = place.fetch()
    assert code == 1
    assert "--trust-first" in complaint
    assert not place.part.exists()


def test_trust_first_notes_the_digest_and_says_so(server: ModelServer, site: SiteMaker) -> None:
    place = site(pinned=False)
    code, said, _ = place.fetch("--trust-first")
    assert code == 0
    assert "taken as it came" in said
    entry = place.manifest()["llm/words.gguf"]
    assert (entry["trust"], entry["sha256"]) == ("first", model_catalogues.sha256(DATA))
    assert place.fetch()[0] == 0


def published(place: Site, folder: Path, *, by: str) -> None:
    """Have a list of digests beside the files."""
    digest = hashlib.sha256(DATA).hexdigest()
    if by == "SHA256SUMS":
        (folder / by).write_text(f"{digest}  ./llm/words.gguf\n{digest}  ../../outside\n")
    else:
        (folder / by).write_text(f'{{"files": {{"llm/words.gguf": {{"size": 1, "sha256": "{digest}"}}}}}}')


@pytest.mark.parametrize("by", ["SHA256SUMS", "manifest.json"])
def test_a_folder_is_held_against_the_list_that_lies_in_it(site: SiteMaker, tmp_path: Path, by: str) -> None:
    carried = tmp_path / "carried"
    (carried / "llm").mkdir(parents=True)
    (carried / "llm" / "words.gguf").write_bytes(DATA)
    place = site(pinned=False)
    assert place.fetch("--from", str(carried))[0] == 1
    published(place, carried, by=by)
    assert place.fetch("--from", str(carried))[0] == 0
    assert place.target.read_bytes() == DATA
    assert place.manifest()["llm/words.gguf"]["trust"] == "published"
    assert sorted(file.name for file in place.folder.rglob("*") if file.is_file()) == [
        ".lock",
        "manifest.json",
        "words.gguf",
    ]


def test_a_mirror_has_the_layout_of_a_models_folder(server: ModelServer, site: SiteMaker) -> None:
    server.files["models/llm/words.gguf"] = DATA
    server.files["models/SHA256SUMS"] = f"{hashlib.sha256(DATA).hexdigest()} *llm/words.gguf\n".encode()
    place = site(source=REPOSITORY, pinned=False)
    assert place.fetch("--mirror", f"{server.address}/models/")[0] == 0
    assert place.target.read_bytes() == DATA
    assert place.manifest()["llm/words.gguf"]["trust"] == "published"


def test_a_mirror_that_is_not_there_gets_one_sentence(site: SiteMaker) -> None:
    code, _, complaint = site().fetch("--mirror", "http://127.0.0.1:9/models")
    assert code == 1
    assert complaint.count("\n") == 1
    assert "mirror cannot be reached" in complaint


def test_a_folder_without_the_file_gets_one_sentence(site: SiteMaker, tmp_path: Path) -> None:
    code, _, complaint = site().fetch("--from", str(tmp_path))
    assert code == 1
    assert complaint.count("\n") == 1
