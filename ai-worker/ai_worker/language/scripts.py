"""Characters: Hangul, control characters that carry no visible text, and the language that a text is written in."""

import re
import unicodedata

from interview_contracts.vocabulary import Language

HANGUL_FIRST = 0xAC00
HANGUL_LAST = 0xD7A3
FINALS = 28
"""Final consonants of a Hangul syllable block, "none" included."""

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U000e0fff]"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z]")


def is_hangul(char: str) -> bool:
    """Tell whether a character is a precomposed Hangul syllable."""
    return len(char) == 1 and HANGUL_FIRST <= ord(char) <= HANGUL_LAST


def final_consonant(char: str) -> int:
    """Return the index of a syllable's final consonant; 0 means that it ends in a vowel."""
    return (ord(char) - HANGUL_FIRST) % FINALS


def blank_invisible(text: str) -> str:
    """Replace each invisible character by a space, so that positions in the text stay the same."""
    return _INVISIBLE.sub(" ", text)


def has_invisible(text: str) -> bool:
    """Tell whether a text holds characters that a reader cannot see."""
    return _INVISIBLE.search(text) is not None


def visible(text: str) -> str:
    """Return the text in composed form (NFC) without invisible characters and with runs of blanks as one space."""
    composed = unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u3000", " "))
    return re.sub(r"[ \t]+", " ", _INVISIBLE.sub("", composed)).strip()


def dominant_language(text: str) -> Language:
    """Return the language of most words. A Korean text stays Korean with many Latin terms in it."""
    hangul = len(_HANGUL.findall(text))
    latin = len(_LATIN.findall(text))
    return Language.KO if hangul * 4 >= latin and hangul > 0 else Language.EN
