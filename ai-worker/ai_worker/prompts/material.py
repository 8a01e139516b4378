"""What people wrote or said, made safe to stand inside a prompt as data."""

import re
from typing import Final

from ai_worker.language.scripts import visible

_LOOK_ALIKES: Final = str.maketrans({"<": "‹", ">": "›"})
_ROLE_MARKS: Final = re.compile(r"\[(?=\|)|(?<=\|)\]|\[(?=/?(?:INST|AVAILABLE_TOOLS|TOOL_CALLS)\])", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")


def inline(text: str) -> str:
    """Return a text as one line that can neither close a tag of a prompt nor begin another speaker's message.

    Invisible, control and bidirectional characters are gone; runs of white space are one space; the angle brackets of
    tags and the square brackets of role marks (`[|assistant|]`, `[INST]`) are replaced by characters that look alike.
    """
    text = visible(_SPACES.sub(" ", text)).translate(_LOOK_ALIKES)
    return _ROLE_MARKS.sub(lambda found: "⟦" if found[0] == "[" else "⟧", text)


def clip(text: str, longest: int) -> str:
    """Return at most so many characters of a text, cut between words, with an ellipsis where something is left out."""
    text = inline(text)
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word, _, _ = head.rpartition(" ")
    return f"{at_word if len(at_word) > longest // 2 else head}…"
