"""The folder that the processes of one worker share, made by the parent before it forks."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


def shared_folder() -> Path | None:
    """Make a folder that goes when this process ends; None where no temporary folder can be written."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="ai-worker-"))
    except OSError as error:
        log.warning("pool.no_folder", error_type=type(error).__name__)
        return None
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
