"""Where an error came from, without its text: a message may quote what a person said."""

import traceback
from pathlib import PurePath

_FRAMES = 4


def where(error: BaseException) -> list[str]:
    """Return the innermost code places of an error."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]
