"""Numbers in answers: which are measurements, and which of them claim a change."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_KO_DIGITS: Final = "일이삼사오육칠팔구십백천만"
_UNIT: Final = (
    r"%|퍼센트|프로(?!젝|그|모|필|토|세|파|덕)|배(?![가-힣])|배로|배나|배\s|초|분(?!석|류|산|야|기|배|리|위|명)"
    r"|시간|일(?!정|본|반|부)|주(?!문|요|도|로|소)|개월|달(?!성)|"
    r"명|건|개(?!발|선|인|월|편|념|최)|원(?!인|칙|래)|만\s?원|억|천만|회(?!사|의|원|고)|번|ms|밀리초|gb|mb|tps|rps"
    r"|qps|위|점|페이지|팀|곳"
)
_EN_UNIT: Final = (
    r"percent|per\s?cent|seconds?|secs?|milliseconds?|minutes?|mins?|hours?|days?|weeks?|months?|times|x|people"
    r"|users?|customers?|clients?|requests?|"
    r"engineers?|members?|tickets?|dollars?|orders?|calls?|points?|errors?|tests?|records?|rows?|accounts?"
    r"|students?|pages?|teams?|stores?|complaints?"
)
_EN_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_NUMBER: Final = re.compile(
    rf"""
    (?P<digits>\$?\d[\d,]*(?:\.\d+)?)\s?(?P<unit>{_UNIT}|(?:\w+\s)?(?:{_EN_UNIT})\b|k\b|천|만)
    | (?P<korean>(?:[{_KO_DIGITS}]+|몇십|수십|수백|수천)\s?(?:퍼센트|프로(?!젝|그|모)|초|배(?![가-힣])|명|개월|시간|건
      |만\s?원|밀리초))
    | (?P<korean_word>절반|(?:두|세|네|다섯|열)\s?(?:배|명|시간|건|달|주|개(?!발|선)))
    | (?P<english>\b(?:{_EN_WORDS})(?:[\s-](?:{_EN_WORDS}))*\s(?:\w+\s)?(?:{_EN_UNIT})\b)
    | (?P<english_word>\b(?:in\shalf|by\shalf|halved|doubled|tripled|twice\sas)\b)
    | (?P<money>\$\d[\d,.]*(?:\s?(?:k|million|thousand))?)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RATIO: Final = re.compile(
    r"%|퍼센트|프로|percent|per\s?cent|배|절반|half|halved|doubled|tripled|twice|times|\dx$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A measured quantity and its place. `ratio` is True for shares and multiples, which need a base."""

    text: str
    start: int
    end: int
    ratio: bool


def numbers(text: str) -> Iterator[Number]:
    """Yield the quantities of a text in order; bare years and dates are none."""
    for found in _NUMBER.finditer(text):
        value = found.group().strip()
        if re.fullmatch(r"(?:19|20)\d\d\s?\w*", value) and not re.search(r"%|건|명|원", value):
            continue
        yield Number(value, found.start(), found.start() + len(value), _RATIO.search(value) is not None)
