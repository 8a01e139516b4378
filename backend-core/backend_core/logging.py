"""Structured logs: one JSON object a line on standard output, with the request and the interview that it belongs to.

Messages are constant texts; values are ids, codes, counts and durations, never names, addresses or what people said.
"""

import logging
import sys

import structlog
from structlog.typing import Processor

_QUIET = {"uvicorn.access": logging.CRITICAL, "httpx": logging.WARNING, "alembic": logging.WARNING}


def configure_logging(level: str = "INFO") -> None:
    """Send the logs of this process, libraries included, to standard output as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "celery"):
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)


def bind_interview(interview_id: object) -> None:
    """Name the interview in everything that this task logs from now on; it is the correlation id of all services."""
    structlog.contextvars.bind_contextvars(interview_id=str(interview_id))
