"""Words of a text without a morphological analyser: Latin words stemmed, Korean words without particles and endings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]

from ai_worker.language.scripts import is_hangul
from ai_worker.language.stopwords import GENERIC, STOPWORDS
from interview_contracts.vocabulary import Language

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+#./'_-]*[A-Za-z0-9+#]|[A-Za-z]|[가-힣]+|\d+(?:[.,]\d+)*")

_PARTICLE_LIST: Final = """
    에서는 에서도 에서의 으로는 으로도 으로써 으로서 이라는 이라고 이라도 이라면 에게서 한테서 부터는
    까지는 까지도 만으로 보다는 에서 에게 한테 으로 라는 라고 처럼 만큼 보다 부터 까지 마다 조차 마저
    밖에 이나 이랑 하고 께서 에는 에도 로는 로써 로서 들은 들을 들이 들의 들과 은 는 이 가 을 를 의 에
    도 만 와 과 로 나 랑 들
"""
_PARTICLES: Final = tuple(sorted(_PARTICLE_LIST.split(), key=len, reverse=True))
_ENDINGS = re.compile(
    r"(?:하였|했|하|되었|됐|되|시키|시켰|받았|받)?"
    r"(?:습니다|었습니다|았습니다|였습니다|했습니다|합니다|됩니다|입니다|니다|었어요|았어요|였어요|했어요|해요"
    r"|이에요|예요|"
    r"어요|아요|네요|군요|지요|죠|었는데|았는데|는데|었고|았고|으며|면서|지만|니까|어서|아서|여서|해서|려고|도록|으면|"
    r"면|고|며|게|기|던|는|은|한|할|함|해|하여|된|될|됨|되어|돼|었던|았던|였던|했던)$"
)
_VERBAL: Final = frozenset("아어여해서고는은한할을된될던며운")
"""Syllables that close a verbal form; such a form is no stem that other words begin with."""
_STEMMER: Final = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place. `stem` is its lower-case form for comparison; two forms of one word mostly share it."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """Return the stem of an English word in lower case."""
    return str(_STEMMER.stemWord(word.lower().strip("'.-_/")))


@lru_cache(maxsize=20_000)
def korean_stem(word: str) -> str:
    """Return a Korean word without its particle or verbal ending; a heuristic that keeps at least two syllables."""
    ending = _ENDINGS.search(word)
    if ending and ending.start() >= 2:
        return word[: ending.start()]
    for found in _PARTICLES:
        if word.endswith(found) and len(word) - len(found) >= 2:
            return word[: -len(found)]
    return word


def words(text: str) -> Iterator[Word]:
    """Yield all words of a text in order, function words included."""
    for found in _WORD.finditer(text):
        raw = found.group()
        stem = korean_stem(raw) if is_hangul(raw[0]) else (raw if raw[0].isdigit() else english_stem(raw))
        yield Word(raw, stem, found.start(), found.end())


@lru_cache(maxsize=4)
def _stems(kind: str) -> frozenset[str]:
    table = STOPWORDS if kind == "stop" else GENERIC
    korean = {korean_stem(word) for word in table[Language.KO]} | table[Language.KO]
    return frozenset(korean | {english_stem(word) for word in table[Language.EN]} | table[Language.EN])


def is_function_word(word: Word) -> bool:
    """Tell whether a word belongs to grammar and not to the matter."""
    return word.stem in _stems("stop") or word.text.lower() in _stems("stop")


def is_generic(word: Word) -> bool:
    """Tell whether a word is a filler or fits any answer."""
    return word.stem in _stems("generic") or word.text.lower() in _stems("generic")


def content_words(text: str) -> list[Word]:
    """Return the words that carry matter: no function words, fillers, generalities and lone numbers."""
    return [
        word
        for word in words(text)
        if not word.text[0].isdigit()
        and not is_function_word(word)
        and not is_generic(word)
        and (len(word.stem) > 1 or word.text.isupper())
    ]


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry matter."""
    return frozenset(word.stem for word in content_words(text))


def related(left: str, right: str) -> bool:
    """Tell whether two stems name one thing as far as their letters show: equal, or one begins with the other."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= 2 and is_hangul(short[0]) and short[-1] not in _VERBAL and long.startswith(short)


def overlap(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """Return the stems of `left` that are related to a stem of `right`."""
    return frozenset(stem for stem in left if stem in right or any(related(stem, other) for other in right))
