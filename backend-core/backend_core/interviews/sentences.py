"""Sentences of a question: what is spoken as a clip of its own."""

import re

MOST = 6
"""Clips of a question; what follows is one more sentence of the last."""

SHORTEST = 8
"""Code points of a clip: a shorter sentence is spoken together with the next."""

_END = re.compile(r"(?<=[.!?…。])[\"'”’)\]]*\s+")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no)|\b[A-Z]|\b\d+)\.$", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Return the text cut after sentences, in order and complete but for the blanks between them."""
    ends = [found.end() for found in _END.finditer(text) if not _NO_END.search(text[: found.start()])]
    clips: list[str] = []
    begun = 0
    for end in ends:
        if len(clips) < MOST - 1 and len(text[begun:end].strip()) >= SHORTEST:
            clips.append(text[begun:end].strip())
            begun = end
    rest = text[begun:].strip()
    if rest and clips and len(rest) < SHORTEST:
        clips[-1] = f"{clips[-1]} {rest}"
    elif rest:
        clips.append(rest)
    return clips
