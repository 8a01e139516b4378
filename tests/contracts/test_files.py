"""A file reference never leaves the uploads root."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from interview_contracts.files import FileRef, resolve

pytestmark = pytest.mark.contracts

OUTSIDE = [
    "/etc/passwd",
    "../secrets.env",
    "answers/../../secrets.env",
    "answers\\..\\secrets.env",
    "",
    "answers/\x00.webm",
]


def reference(path: str) -> FileRef:
    return FileRef(path=path, size=1, sha256="0" * 64, mime="audio/webm")


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_reference_outside_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        reference(path)
    with pytest.raises(ValueError, match="uploads root"):
        resolve(tmp_path, path)


def test_a_symbolic_link_does_not_lead_outside(tmp_path: Path) -> None:
    root = tmp_path / "uploads"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="leaves"):
        resolve(root, "link/secrets.env")


def test_a_reference_inside_is_found(tmp_path: Path) -> None:
    assert resolve(tmp_path, reference("answers/1/0.webm").path) == tmp_path.resolve() / "answers" / "1" / "0.webm"


def test_a_checksum_has_one_form() -> None:
    with pytest.raises(ValidationError):
        FileRef(path="a", size=1, sha256="A" * 64, mime="audio/webm")
