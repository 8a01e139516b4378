from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.language.sentences import split_clauses, split_sentences
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit


def test_korean_speech_without_punctuation_is_cut_at_endings() -> None:
    text = "저는 백엔드 개발자로 일했습니다 당시 결제 오류가 많았는데요 제가 로그를 분석했어요"

    assert [span.text for span in split_sentences(text, Language.KO)] == [
        "저는 백엔드 개발자로 일했습니다",
        "당시 결제 오류가 많았는데요",
        "제가 로그를 분석했어요",
    ]


def test_decimals_and_abbreviations_do_not_end_a_sentence() -> None:
    text = "It went from 1.8 to 0.3 s, e.g. for carts. Then we shipped it."

    assert [span.text for span in split_sentences(text, Language.EN)] == [
        "It went from 1.8 to 0.3 s, e.g. for carts.",
        "Then we shipped it.",
    ]


def test_long_english_speech_is_cut_at_discourse_markers() -> None:
    text = (
        "we had a slow checkout and nobody knew why it was slow or when it had begun at all "
        "so i profiled the service and then i found the query"
    )

    assert len(split_sentences(text, Language.EN)) == 3


def test_clauses_keep_their_place() -> None:
    text = "앞말입니다. 재고 조회가 느려서 제가 캐시를 도입했고 응답 시간을 줄였습니다."
    sentence = split_sentences(text, Language.KO)[1]

    clauses = split_clauses(sentence, Language.KO)

    assert [clause.text for clause in clauses] == [
        "재고 조회가 느려서",
        "제가 캐시를 도입했고",
        "응답 시간을 줄였습니다.",
    ]
    assert all(text[clause.start : clause.end] == clause.text for clause in clauses)


@given(st.text(max_size=200), st.sampled_from(Language))
def test_sentences_are_spans_in_order(text: str, language: Language) -> None:
    spans = split_sentences(text, language)

    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert "".join("".join(span.text for span in spans).split()) == "".join(text.split())
