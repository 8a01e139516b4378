"""Visible text of a résumé PDF, read in a process of its own that has limits and no way to anything else."""

import json
import subprocess
import sys
from typing import Any

import structlog

from ai_worker.engines.base import Deadline
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.language.scripts import dominant_language, visible
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.resumes import ExtractTextPayload, ExtractTextResult, HiddenText
from interview_contracts.vocabulary import HiddenReason

log = structlog.get_logger(__name__)

WALL_S = 30.0
LEAST_LETTERS = 20
"""A document with fewer letters than this on all pages is a picture of text."""

_MAX_HIDDEN = 50
_HIDDEN_LENGTH = 2000
_TAG_FIRST, _TAG_LAST = 0xE0020, 0xE007E
"""Unicode tag characters: invisible copies of ASCII, used to smuggle text."""


def extract_text(payload: ExtractTextPayload, uploads: Uploads, deadline: Deadline) -> ExtractTextResult:
    """Return the visible text of each page, the document's language, and what the text layer hides.

    Raises `WorkError` with one of the PDF codes, FILE_MISSING, FILE_CORRUPT, or ENGINE_TIMEOUT (retryable).
    """
    if payload.file.size > payload.max_bytes:
        raise WorkError(ErrorCode.PDF_TOO_LARGE)
    if payload.file.size == 0:
        raise WorkError(ErrorCode.PDF_EMPTY)
    content = uploads.read(payload.file)
    answer = _read_apart(content, payload.max_pages, min(WALL_S, deadline.remaining_s()))
    if "error" in answer:
        raise WorkError(ErrorCode(answer["error"]))
    raw_pages = [str(page) for page in answer["pages"]]
    pages = tuple(_clean(page) for page in raw_pages)
    if sum(character.isalnum() for page in pages for character in page) < LEAST_LETTERS:
        raise WorkError(ErrorCode.PDF_NO_TEXT)
    hidden = [
        HiddenText(page=item["page"], reason=item["reason"], text=_clean(item["text"])[:_HIDDEN_LENGTH])
        for item in answer["hidden"]
    ]
    hidden += [
        HiddenText(page=number, reason=HiddenReason.INVISIBLE_MODE, text=text[:_HIDDEN_LENGTH])
        for number, page in enumerate(raw_pages, start=1)
        if (text := _smuggled(page))
    ]
    return ExtractTextResult(
        pages=pages,
        language=dominant_language("\n".join(pages)),
        hidden=tuple(item for item in hidden if item.text)[:_MAX_HIDDEN],
    )


def _read_apart(content: bytes, max_pages: int, seconds: float) -> dict[str, Any]:
    """Run the reader on a document; the process is gone when this returns."""
    command = [sys.executable, "-I", "-m", "ai_worker.pdf.reader", str(max_pages)]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=max(seconds, 1.0),
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorkError(ErrorCode.ENGINE_TIMEOUT, retryable=True) from None
    if done.returncode != 0:
        # Ended by its own limits (memory, processor time) or by a fault in reading: the document is to blame.
        log.warning("pdf.reader_ended", status=done.returncode)
        raise WorkError(ErrorCode.FILE_CORRUPT)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _clean(text: str) -> str:
    """Return the text line by line without characters that nobody sees and without runs of empty lines."""
    lines = [visible(line) for line in text.splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip()


def _smuggled(text: str) -> str:
    return "".join(chr(ord(char) - 0xE0000) for char in text if _TAG_FIRST <= ord(char) <= _TAG_LAST)
