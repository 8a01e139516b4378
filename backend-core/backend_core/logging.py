"""Structured logs: one JSON object a line on standard output, with the request and the interview that it belongs to.

Messages are constant texts; values are ids, codes, counts and durations, never names, addresses or what people said.
"""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

_QUIET = {
    "uvicorn.access": logging.CRITICAL,
    "httpx": logging.WARNING,
    "alembic": logging.WARNING,
    # Two lines for every report taken in; `tasks.results` says what became of each recorded task.
    "celery.worker.strategy": logging.WARNING,
    "celery.app.trace": logging.WARNING,
}


def _without_arguments(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep only the fixed text of a library's error: its arguments and its traceback may quote what a person said."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.levelno >= logging.ERROR:
        event["event"] = str(record.msg)
        if record.exc_info and record.exc_info[0] is not None:
            event["error_type"] = record.exc_info[0].__name__
            event["place"] = _place(record.exc_info[2])
        event.pop("exc_info", None)
        event.pop("stack_info", None)
    return event


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"


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
        foreign_pre_chain=[*shared, _without_arguments],
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
