"""Deleting the files and the event streams of erased interviews."""

import asyncio
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis

from backend_core.persistence import Sessions
from backend_core.retention.repository import RetentionRepository
from interview_contracts.events import stream_key
from interview_contracts.files import resolve

FOLDERS = ("interviews", "resumes", "live")
"""Folders of the uploads root that hold a folder for each interview."""

STRAGGLERS = timedelta(days=2)
"""How long after its erasure a worker may still bring a file of an interview."""


async def delete_files(
    sessions: Sessions, redis: Redis, uploads: Path, *, within: timedelta | None = STRAGGLERS
) -> int:
    """Delete what is left outside the database of interviews that were erased `within` this time (None: ever).

    It runs after the commit that erased them, and again and again: a process that ends in between leaves nothing, and
    a file that a worker brings late goes too. Returns the number of folders.
    """
    async with sessions() as session:
        erased = await RetentionRepository(session).erased(within)
    if not erased:
        return 0
    await redis.unlink(*(stream_key(interview_id) for interview_id in erased))
    return await asyncio.to_thread(_remove, uploads, erased)


def _remove(uploads: Path, interviews: Iterable[UUID]) -> int:
    removed = 0
    for interview_id in interviews:
        for name in FOLDERS:
            folder = resolve(uploads, f"{name}/{interview_id}")
            if folder.exists():
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed
