"""Keeping out what blind hiring keeps out: contact data, photo, birth, family, origin, looks, military service."""

import re
from typing import Final

from ai_worker.language.guard import touches_protected_matter
from ai_worker.language.sentences import split_sentences
from interview_contracts.vocabulary import Language

_FIELD: Final = re.compile(
    r"""^\W*(?:성\s?명|이\s?름|한글\s?이름|영문\s?이름|영문\s?성명|한문|한자|생\s?년\s?월\s?일|생일|출생|성\s?별
      |나\s?이|연\s?령|(?:현)?\s?주\s?소|거주지|연\s?락\s?처|전\s?화(?:번호)?
    |휴\s?대\s?(?:폰|전화)|핸드폰|(?:비상)\s?연락처|이\s?메\s?일|메일|E-?mail|본\s?적|출신지|고향|결혼(?:여부)?|혼인
      |병\s?역(?:사항|구분)?|군별|전역|종\s?교|취\s?미|특\s?기|신\s?장
    |체\s?중|키|몸무게|혈액형|시력|국\s?적|SNS|블로그|깃허브|홈페이지|사\s?진|희망\s?연봉|보훈|장애|가족(?:관계|사항)?
      |부친|모친|호주|주민등록번호|동거|재산|종교
    |name|full\sname|date\sof\sbirth|birth\s?(?:date|day|place)|d\.?o\.?b\.?|age|gender|sex|marital\sstatus
      |nationality|citizenship|address|location|residence|phone|mobile|cell|tel|telephone|fax
    |e-?mail|religion|photo|linkedin|github|website|homepage|blog|height|weight|blood\stype|military\sservice
      |visa(?:\sstatus)?|father|mother|spouse|children|hometown)\s*(?:[:：|/]|\s{1,}(?=\S)|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIELD_WITH_COLON_ONLY: Final = re.compile(
    r"^\W*(?:키|name|age|sex|location|photo|children|weight|height|특기|전역|장애|blog|mobile|github|address|신장"
    r"|취미|blood type|cell|visa|residence|사진|이름|메일|생일|고향)(?!\s*[:：|])",
    re.IGNORECASE,
)
_SCRUB: Final = re.compile(
    r"""
    [\w.+-]+@[\w-]+(?:\.[\w-]+)+ | (?:https?://|www\.)\S+
      | \b(?:github|linkedin|velog|tistory|notion)\.(?:com|io|site|so)/\S+
    | \d{6}\s?-\s?[1-4]\d{6} | (?:\+?82[-\s.]?)?\(?0?1[016789]\)?[-\s.]?\d{3,4}[-\s.]?\d{4}
      | \b0\d{1,2}[-\s.)]\s?\d{3,4}[-\s.]\d{4}\b
    | \+\d{1,3}[\s-]?\(?\d{1,4}\)?(?:[\s-]?\d{2,4}){2,4} | \(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}\b
    | 만?\s?\d{2}\s?세\b | \((?:남|여|남자|여자|male|female)\)
    | [가-힣]{1,5}(?:특별시|광역시|시|도)\s[가-힣]{1,5}(?:구|군|시)\s[가-힣0-9]+(?:로|길|동|읍|면)(?:\s?\d[\d-]*)?
    | \d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln)\b\.?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_private_line(line: str) -> bool:
    """Tell whether a line is a personal field such as a name, a birth date or an address."""
    return _FIELD.match(line) is not None and _FIELD_WITH_COLON_ONLY.match(line) is None


_EMPTY_BRACKETS: Final = re.compile(r"\(\s*\)|\[\s*\]")
_EDGES: Final = " \t,|/·-–—:"


def tidy(text: str) -> str:
    """Return a text without the separators and empty or half brackets that a removal leaves at its edges."""
    text = re.sub(r"\s{2,}", " ", _EMPTY_BRACKETS.sub(" ", text)).strip(_EDGES)
    if text.count("(") > text.count(")"):
        text = (
            text.removesuffix("(")
            if text.endswith("(")
            else text.replace("(", " ", 1)
            if text.startswith("(")
            else text
        )
    if text.count(")") > text.count("("):
        text = (
            text.removeprefix(")") if text.startswith(")") else text.removesuffix(")") if text.endswith(")") else text
        )
    return text.strip(_EDGES)


def scrub(text: str) -> str:
    """Remove contact data, ages and addresses from a text."""
    return tidy(_SCRUB.sub(" ", text))


def without_protected_sentences(text: str, language: Language) -> str:
    """Remove the sentences that touch family, origin, religion and other protected matters."""
    kept = [s.text for s in split_sentences(text, language) if not touches_protected_matter(s.text)]
    return " ".join(kept)
