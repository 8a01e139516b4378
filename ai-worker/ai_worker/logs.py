"""Structured logs: one JSON object a line, with the correlation id of the interview and no personal data."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_QUIET = {
    "kombu": logging.WARNING,
    "amqp": logging.WARNING,
    "celery.app.trace": logging.WARNING,
    "py.warnings": logging.ERROR,
}
"""Loggers whose notes say twice what the runner says, or repeat a choice made on purpose at every reconnection."""


def _without_arguments(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep only the fixed text of a library's error: its arguments may hold a message's body or an error's text."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.levelno >= logging.ERROR:
        event["event"] = str(record.msg).strip().splitlines()[0] if record.msg else ""
        if record.exc_info and record.exc_info[0] is not None:
            event["error_type"] = record.exc_info[0].__name__
        event.pop("exc_info", None)
        event.pop("stack_info", None)
    return event


def configure_logging(level: str) -> None:
    """Send the logs of this process, its libraries' included, to standard output."""
    shared: list[structlog.typing.Processor] = [
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
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_arguments],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)
