"""Writing uploaded recordings: streamed, hashed, durable before they are acknowledged, never half there."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from backend_core.answers.errors import ChunkEmptyError, ChunkHashError, ChunkTooLargeError, MediaTypeError
from interview_contracts.files import resolve

MEDIA_TYPES = {
    "audio/webm": "webm",
    "video/webm": "webm",
    "audio/mp4": "mp4",
    "video/mp4": "mp4",
    "audio/x-m4a": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
}
"""Kinds of recordings that are taken, with the ending of their files."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies on the volume. `path` is relative to the uploads root, `size` in bytes."""

    path: str
    size: int
    sha256: str


def media_type(content_type: str | None) -> str:
    """Return the bare media type of a recording, e.g. `video/webm`. Raises `MediaTypeError`."""
    bare = (content_type or "").partition(";")[0].strip().lower()
    if bare not in MEDIA_TYPES:
        raise MediaTypeError
    return bare


def turn_folder(interview_id: UUID, turn_id: UUID) -> str:
    """Return the folder of everything recorded of a turn, relative to the uploads root."""
    return f"interviews/{interview_id}/turns/{turn_id}"


def chunk_folder(interview_id: UUID, turn_id: UUID, part: int) -> str:
    """Return the folder of a part's chunks, relative to the uploads root."""
    return f"{turn_folder(interview_id, turn_id)}/part-{part:02d}"


async def read_limited(body: AsyncIterator[bytes], limit: int) -> bytes:
    """Return a request's body. Raises `ChunkTooLargeError` as soon as it is longer than `limit` bytes."""
    held = bytearray()
    async for piece in body:
        held += piece
        if len(held) > limit:
            raise ChunkTooLargeError
    if not held:
        raise ChunkEmptyError
    return bytes(held)


def check_digest(content: bytes, expected: str | None) -> str:
    """Return the content's SHA-256. Raises `ChunkHashError` when it is not the one that was announced."""
    digest = hashlib.sha256(content).hexdigest()
    if expected is not None and expected.strip().lower() != digest:
        raise ChunkHashError
    return digest


async def store(uploads: Path, relative: str, content: bytes, digest: str) -> StoredFile:
    """Write a file durably. The same content under the same name may be stored again."""
    await asyncio.to_thread(_write, resolve(uploads, relative), content)
    return StoredFile(path=relative, size=len(content), sha256=digest)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_size == len(content):
        return
    temporary = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
