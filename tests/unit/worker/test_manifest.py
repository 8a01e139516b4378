"""What is known of model files: a file that cannot be looked at or read is a bad file, and no error."""

from hashlib import sha256
from pathlib import Path

import pytest

from ai_worker.model_files import manifest
from ai_worker.model_files.manifest import FetchedFile, Manifest, damaged, unsound, write_manifest

pytestmark = pytest.mark.unit

NAME = "llm/model.gguf"


def listed(folder: Path, content: bytes) -> None:
    (folder / NAME).parent.mkdir(parents=True)
    (folder / NAME).write_bytes(content)
    digest = sha256(content).hexdigest()
    write_manifest(folder, Manifest(files={NAME: FetchedFile(size=len(content), sha256=digest)}))


def test_a_folder_and_a_link_to_nowhere_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "link")
    for name in ("folder", "link", "absent"):
        assert unsound(tmp_path, [name]) == f"The model file {name} is not in the models folder."


def test_a_listed_file_is_held_against_its_checksum(tmp_path: Path) -> None:
    listed(tmp_path, b"weights")
    assert damaged(tmp_path, [NAME]) == ""
    (tmp_path / NAME).write_bytes(b"Weights")
    assert "checksum differs" in damaged(tmp_path, [NAME])


def test_a_file_that_cannot_be_read_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(tmp_path, b"weights")

    def fail(_: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(manifest, "digest_of", fail)
    assert damaged(tmp_path, [NAME]) == f"The model file {NAME} cannot be read (Input/output error)."
