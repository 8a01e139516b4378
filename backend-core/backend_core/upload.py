"""Receiving one file of a multipart request straight to disk, refusing it as soon as it is too large.

The framework's own form parsing reads the whole body before a handler runs; this does not.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

DRAIN_LIMIT = 64 * 1024 * 1024
"""Bytes of a refused upload that are read and thrown away, so that the sender gets to read the refusal.

A connection that is closed while a browser is still sending shows there as a network error without a text.
"""

_HEAD = 1024


class UploadRefusedError(Exception):
    """The request holds no acceptable file."""


class UploadTooLargeError(UploadRefusedError):
    """The file is larger than allowed."""


class UploadMalformedError(UploadRefusedError):
    """The request is no multipart form with a file in the expected field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file on disk. `head` is its first kilobyte, for a look at the magic bytes.

    `name` and `media_type` are the sender's word, `media_type` empty when there is none.
    """

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str
    head: bytes


class _FilePart:
    """Callbacks of the multipart parser: collects the bytes of one field's file between two reads."""

    def __init__(self, field: str) -> None:
        self._field = field.encode()
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._kind = b""
        self._inside = False
        self.name = ""
        self.media_type = ""
        self.found = False
        self.ended = False
        self.pending = bytearray()

    def on_part_begin(self) -> None:
        self._disposition = self._kind = b""
        self._inside = False

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        elif self._header.lower() == b"content-type":
            self._kind = self._value
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._inside = not self.found and options.get(b"name") == self._field and b"filename" in options
        if self._inside:
            self.found = True
            self.name = _base_name(options[b"filename"])
            self.media_type = self._kind.decode("latin-1").strip()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._inside:
            self.pending += data[start:end]

    def on_part_end(self) -> None:
        self._inside = False

    def on_end(self) -> None:
        self.ended = True


def _base_name(raw: bytes) -> str:
    name = raw.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in name if character.isprintable())[:255]


def announced_length(header: str | None) -> int | None:
    """Return what `Content-Length` says, None when it says nothing that can be believed."""
    return int(header) if header is not None and re.fullmatch("[0-9]{1,15}", header) else None


async def receive_file(
    chunks: AsyncIterator[bytes], *, content_type: str, content_length: int | None, field: str, target: Path, limit: int
) -> ReceivedFile:
    """Write the file in `field` to `target` and return what was received.

    `chunks` is the body of the request. Holds at most one chunk in memory. On any failure `target` does not exist.
    Raises `UploadTooLargeError` at the first byte beyond `limit`, or before the first byte when the announced length
    says so; `UploadMalformedError` when there is no such file.
    """
    try:
        return await _receive(
            chunks, content_type=content_type, length=content_length, field=field, target=target, limit=limit
        )
    except BaseException:
        await asyncio.to_thread(target.unlink, missing_ok=True)
        raise


async def _receive(
    chunks: AsyncIterator[bytes], *, content_type: str, length: int | None, field: str, target: Path, limit: int
) -> ReceivedFile:
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UploadMalformedError
    frame = 64 * 1024
    if length is not None and length > limit + frame:
        await _drain(chunks, length)
        raise UploadTooLargeError

    part = _FilePart(field)
    parser = _parser(boundary, part)
    size, received, digest, head = 0, 0, hashlib.sha256(), b""
    await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
    with target.open("wb") as sink:
        async for chunk in chunks:
            received += len(chunk)
            try:
                parser.write(chunk)
            except FormParserError as error:
                raise UploadMalformedError from error
            size += len(part.pending)
            if size > limit or received > limit + frame:
                await _drain(chunks, received)
                raise UploadTooLargeError
            if part.pending:
                data = bytes(part.pending)
                part.pending.clear()
                digest.update(data)
                head = (head + data)[:_HEAD] if len(head) < _HEAD else head
                await asyncio.to_thread(sink.write, data)
    if not (part.found and part.ended):
        raise UploadMalformedError
    return ReceivedFile(
        path=target, name=part.name, media_type=part.media_type, size=size, sha256=digest.hexdigest(), head=head
    )


def _parser(boundary: bytes, part: _FilePart) -> MultipartParser:
    try:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": part.on_part_begin,
                "on_part_data": part.on_part_data,
                "on_part_end": part.on_part_end,
                "on_header_field": part.on_header_field,
                "on_header_value": part.on_header_value,
                "on_header_end": part.on_header_end,
                "on_headers_finished": part.on_headers_finished,
                "on_end": part.on_end,
            },
        )
    except FormParserError as error:
        raise UploadMalformedError from error


async def _drain(chunks: AsyncIterator[bytes], announced: int) -> None:
    if announced > DRAIN_LIMIT:
        return
    read = 0
    async for chunk in chunks:
        read += len(chunk)
        if read > DRAIN_LIMIT:
            return
