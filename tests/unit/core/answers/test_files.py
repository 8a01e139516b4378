"""Writing uploaded recordings."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from backend_core.answers import files
from backend_core.answers.errors import ChunkEmptyError, ChunkHashError, ChunkTooLargeError, MediaTypeError

pytestmark = pytest.mark.unit

INTERVIEW, TURN = UUID(int=1), UUID(int=2)


async def body(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def files_in(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("given_type", "expected"),
    [("video/webm;codecs=vp8,opus", "video/webm"), (" AUDIO/WEBM ", "audio/webm"), ("audio/wav", "audio/wav")],
)
def test_media_types(given_type: str, expected: str) -> None:
    assert files.media_type(given_type) == expected


@pytest.mark.parametrize("given_type", [None, "", "text/html", "application/octet-stream", "image/svg+xml"])
def test_other_types_are_refused(given_type: str | None) -> None:
    with pytest.raises(MediaTypeError):
        files.media_type(given_type)


async def test_reading_stops_at_the_limit() -> None:
    assert await files.read_limited(body(b"ab", b"c"), 3) == b"abc"
    with pytest.raises(ChunkTooLargeError):
        await files.read_limited(body(b"ab", b"cd"), 3)
    with pytest.raises(ChunkEmptyError):
        await files.read_limited(body(), 3)


def test_digest_is_checked() -> None:
    digest = files.check_digest(b"abc", None)
    assert files.check_digest(b"abc", digest.upper()) == digest
    with pytest.raises(ChunkHashError):
        files.check_digest(b"abd", digest)


async def test_storing_twice_leaves_one_file(tmp_path: Path) -> None:
    relative = f"{files.chunk_folder(INTERVIEW, TURN, 3)}/00000-x.webm"
    for _ in range(2):
        stored = await files.store(tmp_path, relative, b"abc", files.check_digest(b"abc", None))
    assert stored.size == 3
    assert files_in(tmp_path) == ["00000-x.webm"]
    assert (tmp_path / stored.path).read_bytes() == b"abc"


async def test_nothing_is_written_outside_the_uploads(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="root"):
        await files.store(tmp_path, "../outside.webm", b"abc", "x")
