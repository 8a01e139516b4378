"""How a text is cut before it is spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.engines.tts.spoken_text import breaths, spoken_sentences
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit


def test_sentences_lose_marks_and_what_has_no_word() -> None:
    text = "[공통] 안녕하세요. ... *정말* `React`를 썼나요? (?)"
    assert spoken_sentences(text, Language.KO) == ["공통 안녕하세요.", "정말 React 를 썼나요?"]


def test_a_short_sentence_is_one_breath() -> None:
    assert breaths("어떻게 재셨나요?", Language.KO, 120) == ["어떻게 재셨나요?"]


def test_a_long_one_is_cut_between_its_clauses() -> None:
    sentence = "I measured first, and then I changed the query, because it was slow"
    assert breaths(sentence, Language.EN, 35) == [
        "I measured first, and then",
        "I changed the query,",
        "because it was slow",
    ]


def test_a_long_one_without_clauses_is_cut_between_its_words() -> None:
    assert breaths("one two three four five", Language.EN, 10) == ["one two", "three four", "five"]


@given(st.text(alphabet="가나 ab,", max_size=300), st.integers(5, 60), st.sampled_from(Language))
def test_breaths_are_short_enough_and_lose_nothing(sentence: str, longest: int, language: Language) -> None:
    parts = breaths(sentence, language, longest)
    assert all(len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(sentence.split())
