"""Citing a candidate's words: the shortest clause that makes the point, verbatim, in a phrase that reads naturally."""

import re
from dataclasses import dataclass
from typing import Final

from ai_worker.language.josa import particle
from ai_worker.language.sentences import Span, split_clauses
from ai_worker.language.words import content_words
from interview_contracts.vocabulary import Language

_MAX: Final = {Language.KO: 42, Language.EN: 90}
"""Characters of a citation."""

_KO_LEAD: Final = re.compile(
    r"^(?:음+|어+|아+|그+|저기|뭐|막|이제|일단|사실|근데|그런데|그리고|그래서|그러니까|그러다가|그러면서|또한?"
    r"|먼저|우선|다음으로|결국|하지만|"
    r"제가|저는|저도|전|저희가|저희는|저희\s?팀[은이]|저희\s?팀에서[는]?|우리\s?팀[은이]|우리는|우리가|그때"
    r"|그\s?당시에?|당시에?|따라서|직접|"
    r"네|예|아니|약간|좀|뭔가|이런|그런)[\s,]+"
)
_EN_LEAD: Final = re.compile(
    r"^(?:um+|uh+|er+|hmm+|like|well|so|and|but|then|also|basically|actually|honestly|yeah|yes|okay|ok|you know"
    r"|i mean|because|which|"
    r"that|after that|as a result|in the end|eventually|finally|first|at first|at the time)[\s,]+",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"[\s,.;:!?…~]+$")
_KO_DID: Final = re.compile(
    r"^(?P<head>.*[가-힣A-Za-z0-9)%])(?:했|하였)(?:습니다|습니다만|어요|고요?|으며|는데요?|다|거든요|지만|더니|던)$"
    r"|^(?P<head2>.*[가-힣A-Za-z0-9)%])(?:해서|하여|해요)$"
)
_KO_BECAME: Final = re.compile(
    r"^(?P<head>.*[가-힣A-Za-z0-9)%])(?:됐|되었)(?:습니다|습니다만|어요|고요?|으며|는데요?|다|거든요|지만)$"
)
_KO_NOT_A_NOUN: Final = re.compile(r"(?:못|안|잘|야|게|록|로|고|지|면|서|아|어|까지)$")
_KO_FINAL: Final = re.compile(r"(?:다|요|죠|까|음|함)$")
_EN_I: Final = re.compile(
    r"^i\s+(?!am\b|was\b|have\b|had\b|think\b|believe\b|feel\b|would\b|can\b|could\b|don)(?P<rest>.+)$", re.I
)
_EN_DID: Final = re.compile(
    r"^(?:\w{2,}ed|built|wrote|led|made|ran|took|set|found|chose|drew|cut|kept|gave|brought|drove|put|split"
    r"|rewrote|rebuilt)\s",
    re.I,
)
_EN_WE: Final = re.compile(r"^we\s+(?!are\b|were\b|have\b|had\b|could\b|would\b|can\b|all\b|both\b)(?P<rest>.+)$", re.I)


@dataclass(frozen=True, slots=True)
class Citation:
    """`trigger` is a verbatim part of the answer; `phrase` is the half-sentence that cites it."""

    trigger: str
    phrase: str


def _stripped(text: str, lead: re.Pattern[str]) -> str:
    text = _TAIL.sub("", text.strip())
    while True:
        shorter = lead.sub("", text, count=1)
        if shorter == text or not content_words(shorter):
            return text
        text = shorter


def _window(sentence: Span, at: int, language: Language) -> str:
    """Return the clause around a position, with the clause before it when it says too little by itself."""
    clauses = split_clauses(sentence, language)
    index = next((i for i, clause in enumerate(clauses) if clause.start <= at < clause.end), len(clauses) - 1)
    start, end = clauses[index].start, clauses[index].end
    if index > 0 and len(content_words(clauses[index].text)) < 2:
        start = clauses[index - 1].start
    if index + 1 < len(clauses) and language is Language.KO and index + 2 == len(clauses):
        whole = sentence.text[start - sentence.start :]
        little = len(content_words(clauses[-1].text)) < 2
        if little and len(whole) <= _MAX[language] and not _KO_FINAL.search(_TAIL.sub("", clauses[index].text)):
            end = sentence.end
    return sentence.text[start - sentence.start : end - sentence.start]


def _shortened(text: str, language: Language) -> str:
    limit = _MAX[language]
    while len(text) > limit and " " in text:
        text = text.split(" ", 1)[1] if language is Language.KO else text.rsplit(" ", 1)[0]
    return text[:limit]


def _korean(text: str) -> Citation:
    for pattern, said in ((_KO_DID, "했다고"), (_KO_BECAME, "되었다고")):
        found = pattern.match(text)
        if found is None:
            continue
        head = next(group for group in found.groups() if group is not None)
        if not _KO_NOT_A_NOUN.search(head) and len(content_words(head)) > 0:
            return Citation(head, f"‘{head}’{said}")
    if _KO_FINAL.search(text):
        return Citation(text, f"‘{text}’라고")
    if re.search(r"[고며데서만니]$", text):
        return Citation(text, f"‘{text}…’라고")
    return Citation(text, f"‘{text}’{particle(text, '이라고/라고')}")


def _english(text: str, before: str) -> Citation:
    if _EN_DID.match(text):
        subject = re.findall(r"\b(i|we)\b", before.lower())
        if subject:
            return Citation(text, f"You mentioned that {'you' if subject[-1] == 'i' else 'your team'} “{text}”")
    own = _EN_I.match(text)
    if own:
        return Citation(own["rest"], f"You mentioned that you “{own['rest']}”")
    team = _EN_WE.match(text)
    if team:
        return Citation(team["rest"], f"You mentioned that your team “{team['rest']}”")
    return Citation(text, f"You said “{text}”")


def cite(sentence: Span, at: int, language: Language) -> Citation | None:
    """Cite the part of a sentence around the position `at` of the answer; None when nothing worth citing is left."""
    lead = _KO_LEAD if language is Language.KO else _EN_LEAD
    text = _stripped(_shortened(_stripped(_window(sentence, at, language), lead), language), lead)
    if not content_words(text):
        return None
    before, found, _ = sentence.text.partition(text)
    if not found:
        return None
    return _korean(text) if language is Language.KO else _english(text, before)
