"""What people type, without the characters that no reader sees but that change what a reader or a model takes in."""

import re

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab and line ends
    "\u200b\u2060-\u2064\ufeff"  # no width, no meaning; joiners stay: emoji and several scripts need them
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\U000e0000-\U000e007f"  # tags: whole hidden texts are written with them
    "]"
)


def plain(text: str) -> str:
    """Return a text without unseen characters and without white space around it."""
    return _UNSEEN.sub("", text).strip()
