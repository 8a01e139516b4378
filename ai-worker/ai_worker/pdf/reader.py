"""`python -I -m ai_worker.pdf.reader`: reads a PDF from standard input and writes what it says to standard output.

Runs in a process of its own, with limits on memory, time and files that it sets on itself before it reads the first
byte. The answer is one JSON object: pages and hidden texts, or an error code.
"""

import json
import resource
import sys
from typing import Any, NoReturn

from interview_contracts.errors import ErrorCode

MEMORY_BYTES = 1 << 30
CPU_S = 25
MAX_TEXT = 400_000
"""Characters of text over all pages; a résumé has a hundredth of that."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def _answer(value: dict[str, Any]) -> NoReturn:
    sys.stdout.write(json.dumps(value))
    sys.stdout.flush()
    sys.exit(0)


def _fail(code: ErrorCode) -> NoReturn:
    _answer({"error": code.value})


def main() -> NoReturn:
    """Read one document. The argument is the largest allowed number of pages."""
    max_pages = int(sys.argv[1])
    # Imports come first: they open more files and memory than the document may.
    from ai_worker.pdf.document import DocumentError, read

    _limit()
    try:
        content = sys.stdin.buffer.read()
        pages, hidden = read(content, max_pages=max_pages, max_text=MAX_TEXT)
    except DocumentError as error:
        _fail(error.code)
    except MemoryError:
        _fail(ErrorCode.FILE_CORRUPT)
    except RecursionError:
        _fail(ErrorCode.FILE_CORRUPT)
    _answer({"pages": pages, "hidden": hidden})


if __name__ == "__main__":
    main()
