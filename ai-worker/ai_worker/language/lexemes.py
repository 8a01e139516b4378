"""Words of a text for the `simple` text search configuration of PostgreSQL: morphemes for Korean, stems for English.

The Korean analyser takes seconds and half a gigabyte to load, so it is loaded on first Korean use, once per process.
"""

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ai_worker.language.scripts import is_hangul, visible
from ai_worker.language.words import english_stem, is_function_word, words

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_CONTENT_TAGS: Final = frozenset({"NNG", "NNP", "NR", "SL", "SN", "XR", "SH", "VV", "VA", "MAG", "W_SERIAL"})
_STOP_MORPHEMES: Final = frozenset({"하", "되", "있", "없", "것", "수", "등", "및", "때", "않", "같", "이", "그", "저"})
_HANGUL: Final = re.compile("[가-힣]")
_SAFE: Final = re.compile(r"[^0-9A-Za-z가-힣+#]")
_lock: Final = threading.Lock()


@lru_cache(maxsize=1)
def _load() -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


def analyser() -> "Kiwi":
    """Return this process's Korean analyser; the first call takes seconds."""
    with _lock:
        return _load()


def _korean(text: str) -> list[str]:
    found: list[str] = []
    for token in analyser().tokenize(text):
        tag = token.tag.split("-")[0]
        if tag not in _CONTENT_TAGS or token.form in _STOP_MORPHEMES:
            continue
        found.append(token.form if is_hangul(token.form[0]) else english_stem(token.form))
    return found


def _english(text: str) -> list[str]:
    return [word.stem for word in words(text) if not is_function_word(word)]


def lexemes(text: str) -> str:
    """Return the lexemes of a text in order, repeated ones included, separated by single spaces.

    The text may mix both languages: Latin words are stemmed in a Korean text as in an English one, so that a term
    finds itself across texts. Words that search would drop (particles, endings, function words) are left out. The
    analyser is loaded only when there is Hangul in the text.
    """
    clean = visible(text)
    if not clean:
        return ""
    found = _korean(clean) if _HANGUL.search(clean) else _english(clean)
    safe = (_SAFE.sub("", item.lower()) for item in found)
    return " ".join(item for item in safe if item)
