"""Receiving a file: streamed to disk, refused early, nothing left behind."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend_core.upload import (
    DRAIN_LIMIT,
    ReceivedFile,
    UploadMalformedError,
    UploadTooLargeError,
    receive_file,
)

pytestmark = pytest.mark.unit

BOUNDARY = "x-boundary"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
LIMIT = 200_000


def form(content: bytes, *, field: str = "file", filename: str = "cv.pdf") -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{filename}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


class Body:
    """A request body that counts what was taken from it."""

    def __init__(self, content: bytes, *, chunk: int = 1000) -> None:
        self._content = content
        self._chunk = chunk
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._content), self._chunk):
            piece = self._content[start : start + self._chunk]
            self.taken += len(piece)
            yield piece


def left_behind(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def receive(
    body: Body, target: Path, *, length: int | None = None, content_type: str = CONTENT_TYPE
) -> ReceivedFile:
    return await receive_file(
        aiter(body), content_type=content_type, content_length=length, field="file", target=target, limit=LIMIT
    )


@pytest.mark.parametrize("chunk", [1, 7, 1000, 1_000_000])
async def test_stores_exactly_what_was_sent(tmp_path: Path, chunk: int) -> None:
    content = b"%PDF-1.7\r\n--x-bound" + bytes(range(256)) * 8
    target = tmp_path / "deep" / "file.pdf"

    received = await receive(Body(form(content), chunk=chunk), target)

    assert target.read_bytes() == content
    assert received.size == len(content)
    assert received.sha256 == hashlib.sha256(content).hexdigest()
    assert received.head == content[:1024]


async def test_an_announced_length_beyond_the_limit_is_refused_without_writing(tmp_path: Path) -> None:
    target = tmp_path / "file.pdf"

    with pytest.raises(UploadTooLargeError):
        await receive(Body(b"anything"), target, length=LIMIT * 10)

    assert not target.exists()


async def test_a_body_that_grows_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "file.pdf"

    with pytest.raises(UploadTooLargeError):
        await receive(Body(form(b"%PDF-" + b"a" * LIMIT)), target)

    assert left_behind(tmp_path) == []


async def test_fifty_megabytes_are_read_away_but_never_kept(tmp_path: Path) -> None:
    size = 50 * 1024 * 1024
    body = Body(bytes(size), chunk=1024 * 1024)

    with pytest.raises(UploadTooLargeError):
        await receive(body, tmp_path / "file.pdf", length=size)

    assert body.taken == size
    assert left_behind(tmp_path) == []


async def test_beyond_the_drain_limit_nothing_is_read(tmp_path: Path) -> None:
    body = Body(bytes(1000))

    with pytest.raises(UploadTooLargeError):
        await receive(body, tmp_path / "file.pdf", length=DRAIN_LIMIT + 1)

    assert body.taken == 0


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (form(b"%PDF-", field="other"), CONTENT_TYPE),
        (form(b"%PDF-")[:-20], CONTENT_TYPE),
        (b"", CONTENT_TYPE),
        (b"no form at all", CONTENT_TYPE),
        (form(b"%PDF-"), "application/pdf"),
        (form(b"%PDF-"), "multipart/form-data"),
    ],
)
async def test_what_is_no_form_with_a_file_is_refused(tmp_path: Path, body: bytes, content_type: str) -> None:
    with pytest.raises(UploadMalformedError):
        await receive(Body(body), tmp_path / "file.pdf", content_type=content_type)

    assert left_behind(tmp_path) == []


async def test_an_empty_file_is_received_as_empty(tmp_path: Path) -> None:
    received = await receive(Body(form(b"")), tmp_path / "file.pdf")

    assert (received.size, received.head) == (0, b"")
