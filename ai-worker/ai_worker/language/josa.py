"""Korean particles (조사) that depend on the sound a word ends in.

The sound of a Latin word, an abbreviation or a number is that of its usual Korean reading: "API" ends in a vowel
(에이피아이), "SQL" in ㄹ (에스큐엘), "Docker" in a vowel (도커), "3" in ㅁ (삼).
"""

import re
from typing import Final

from ai_worker.language.scripts import final_consonant, is_hangul

_RIEUL = 8
"""Index of the final consonant ㄹ, after which 으로 becomes 로."""

_DIGIT_FINALS: Final = {"0": 21, "1": 8, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": 8, "8": 8, "9": 0}
_LETTER_FINALS: Final = {"l": 8, "m": 16, "n": 4, "r": 8}
"""Final consonants of the Korean names of letters (엘, 엠, 엔, 알); all others end in a vowel."""

_WORD_FINALS: Final = {
    "excel": 8, "linux": 0, "mysql": 8, "nosql": 8, "postgresql": 8, "graphql": 8, "sql": 8, "html": 8, "python": 4,
    "spring": 21, "jenkins": 0, "redis": 0, "kubernetes": 0, "java": 0, "javascript": 0, "typescript": 0, "react": 0,
    "vue": 0, "git": 19, "github": 0, "docker": 0, "kafka": 0, "figma": 0, "tableau": 0, "slack": 1, "notion": 4,
    "aws": 0, "airflow": 0, "hadoop": 17, "spark": 0, "flask": 0, "django": 0, "fastapi": 0, "node": 0, "rust": 0,
    "kotlin": 4, "swift": 0, "elasticsearch": 0, "mongodb": 0, "rabbitmq": 0, "celery": 0, "jira": 0,
}  # fmt: skip
"""Finals of the usual Korean readings of words that the spelling rules below would get wrong or that are common."""

_PAIRS: Final = {
    "을/를": ("을", "를"),
    "이/가": ("이", "가"),
    "은/는": ("은", "는"),
    "과/와": ("과", "와"),
    "으로/로": ("으로", "로"),
    "이라는/라는": ("이라는", "라는"),
    "이라고/라고": ("이라고", "라고"),
    "이나/나": ("이나", "나"),
    "이에요/예요": ("이에요", "예요"),
}

_CLOSING = re.compile(r"[\s\"'”’」』》〉)\]}.,!?…~·]+$")
_BRACKETED_TAIL = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*$")


def _latin_final(word: str) -> int:
    lower = word.lower()
    if lower in _WORD_FINALS:
        return _WORD_FINALS[lower]
    if word.isupper() or len(word) == 1 or not re.search("[aeiouy]", lower):
        return _LETTER_FINALS.get(lower[-1], 0)
    if lower.endswith("ng"):
        return 21
    if lower.endswith(("le", "l")):
        return _RIEUL
    if lower.endswith(("me", "m")):
        return 16
    if lower.endswith(("ne", "n")):
        return 4
    if re.search("(?<!o)[aeiou]{2}[tpk]$", lower) or re.search("oo[tp]$", lower):
        return 0
    if re.search("[aeiou](ck|k|c)$", lower):
        return 1
    if re.search("[aeiou](pp?|b)$", lower):
        return 17
    if re.search("[aeiou]t$", lower):
        return 19
    return 0


def final_of(word: str) -> int | None:
    """Return the final consonant's index (0 = vowel) of how a word is read, or None when that cannot be known."""
    outside = _BRACKETED_TAIL.sub("", word.strip())
    bare = _CLOSING.sub("", outside) or _CLOSING.sub("", word)
    if not bare:
        return None
    last = bare[-1]
    if is_hangul(last):
        return final_consonant(last)
    if last.isdigit():
        return _number_final(bare)
    latin = re.search("[A-Za-z]+$", bare)
    if latin:
        return _latin_final(latin.group())
    return {"%": 0, "+": 0, "#": 17}.get(last)


def _number_final(text: str) -> int:
    digits = re.search(r"\d+$", text)
    if digits is None:
        return 0
    number = digits.group()
    zeros = len(number) - len(number.rstrip("0"))
    if zeros == 0 or zeros == len(number):
        return _DIGIT_FINALS[number[-1]]
    return {1: 17, 2: 1, 3: 4}.get(zeros, 4 if zeros < 8 else 1)


def particle(word: str, pair: str) -> str:
    """Return the fitting particle of a pair such as "을/를" after a word; both, as "을(를)", when the sound is unknown.

    Raises `KeyError` for a pair that is not known here.
    """
    with_final, with_vowel = _PAIRS[pair]
    final = final_of(word)
    if final is None:
        return f"{with_final}({with_vowel})"
    if pair == "으로/로" and final == _RIEUL:
        return with_vowel
    return with_final if final else with_vowel


def attach(word: str, pair: str, *, shown: str | None = None) -> str:
    """Return the word, or how it is `shown` (in quotation marks, say), followed by the particle that fits the word."""
    return f"{word if shown is None else shown}{particle(word, pair)}"
