"""Facts become passages that can be understood alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_core.resumes.passages import PASSAGE_LIMIT, passages_of
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.vocabulary import FactKind

pytestmark = pytest.mark.unit


def project(detail: str) -> ResumeFact:
    return ResumeFact(
        kind=FactKind.PROJECT,
        title="결제 이전",
        organization="가나다페이",
        start="2021-03",
        end="2022-01",
        detail=detail,
    )


def test_a_short_fact_is_one_passage_with_its_heading() -> None:
    (passage,) = passages_of([project("Kafka로 옮겼습니다.")])

    assert passage.fact_index == 0
    assert passage.text == "결제 이전 · 가나다페이 · 2021-03–2022-01\nKafka로 옮겼습니다."


def test_a_long_fact_is_cut_between_sentences_and_every_part_keeps_the_heading() -> None:
    passages = passages_of([project("문장 하나를 적습니다. " * 200)])

    assert len(passages) > 1
    assert all(p.text.startswith("결제 이전 · 가나다페이") and p.text.endswith("적습니다.") for p in passages)


def test_a_fact_without_detail_is_its_heading() -> None:
    assert [p.text for p in passages_of([ResumeFact(kind=FactKind.SKILL, title="Python")])] == ["Python"]


def test_an_empty_fact_gives_nothing() -> None:
    assert passages_of([ResumeFact(kind=FactKind.SKILL, title=" ")]) == []


@given(st.text(max_size=4000), st.text(max_size=300))
def test_no_word_is_lost_and_no_passage_is_too_long(detail: str, title: str) -> None:
    passages = passages_of([ResumeFact(kind=FactKind.PROJECT, title=title, detail=detail)])

    assert all(len(p.text) <= PASSAGE_LIMIT + 1 for p in passages)
    heading = title.strip()
    kept = "".join("".join(p.text.removeprefix(heading).split()) for p in passages)
    if detail.strip():
        assert kept == "".join(detail.split())
