"""Sentences and clauses with their positions, also in recognised speech that has no punctuation."""

import itertools
import re
from dataclasses import dataclass

from interview_contracts.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: `text == source[start:end]` in Unicode code points."""

    text: str
    start: int
    end: int


_PUNCTUATION = re.compile(r"(?<=[.!?…。])[\"'”’)\]]*\s+|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|mr|ms|dr|no|approx)|\b[A-Z]|\d)\.\s*$", re.IGNORECASE)
_LOOK_BACK = 16
"""Characters before a full stop that tell whether it ends an abbreviation."""
_KO_ENDING = re.compile(
    r"(?:습니다만|ㅂ니다|습니다|니다|습니까|니까요|거든요|더라고요|더라구요|잖아요|는데요|은데요|네요|군요|세요"
    r"|에요|예요|"
    r"[았었했였겠됐왔갔봤났렸졌]어요|[았었했였됐렸졌]다|해요|돼요|되요|아요|어요|지요|죠|래요|까요|고요|구요)(?=\s)"
)
_EN_TURN = re.compile(
    r"\s(?=(?:and then|so then|so i|but then|after that|as a result|in the end|because of that)\b)", re.IGNORECASE
)
_EN_LONG = 18
"""Words after which an unpunctuated English sentence is cut at a discourse marker."""


def _trim(source: str, start: int, end: int) -> Span | None:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(source[start:end], start, end) if start < end else None


def _cuts(text: str, language: Language) -> list[int]:
    cuts = [
        found.end()
        for found in _PUNCTUATION.finditer(text)
        if not _ABBREVIATION.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
    ]
    if language is Language.KO:
        cuts += [found.end() for found in _KO_ENDING.finditer(text)]
    return sorted({cut for cut in cuts if 0 < cut < len(text)})


def _spans(source: str, cuts: list[int]) -> list[Span]:
    edges = [0, *cuts, len(source)]
    spans = (_trim(source, start, end) for start, end in itertools.pairwise(edges))
    return [span for span in spans if span is not None]


def split_sentences(text: str, language: Language) -> list[Span]:
    """Return the sentences of a text in order.

    Korean is cut after final endings even without a full stop; English that runs on without punctuation is cut at
    discourse markers once it is long.
    """
    sentences = _spans(text, _cuts(text, language))
    if language is Language.KO:
        return sentences
    result: list[Span] = []
    for sentence in sentences:
        if len(sentence.text.split()) <= _EN_LONG:
            result.append(sentence)
            continue
        result += [
            Span(part.text, part.start + sentence.start, part.end + sentence.start)
            for part in _spans(sentence.text, [found.end() for found in _EN_TURN.finditer(sentence.text)])
        ]
    return result


_KO_CLAUSE = re.compile(
    r"(?:,\s*|(?<=[가-힣])(?:으며|면서|지만|는데|은데|인데|니까|길래|더니|하며|되며|이며|"
    r"[해아어여워써려꿔겨져쳐혀셔춰둬줘켜봐와나]서|[하했되됐였았었이있없받들보오가주쓰누맡기]고)\s+|(?<=\s때)\s+)"
)
_EN_BOUND = "".join(
    f"(?<!{word})"
    for word in (
        "that",
        "what",
        "how",
        "when",
        "if",
        "which",
        "cause",
        "and",
        "but",
        "so",
        "as",
        "where",
        "than",
        "while",
        ",",
    )
)
_EN_CLAUSE = re.compile(
    r"(?:,\s*|;\s*|\s(?=(?:and|but|so|because|which|while|although|since|after|before|when|where|then)\s)"
    rf"|{_EN_BOUND}\s(?=(?:i|we)\s))",
    re.IGNORECASE,
)


def split_clauses(sentence: Span, language: Language) -> list[Span]:
    """Return the clauses of a sentence, with positions in the same source as the sentence's."""
    pattern = _KO_CLAUSE if language is Language.KO else _EN_CLAUSE
    cuts = [found.end() for found in pattern.finditer(sentence.text)]
    return [
        Span(part.text, part.start + sentence.start, part.end + sentence.start) for part in _spans(sentence.text, cuts)
    ]
