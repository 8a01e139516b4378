import subprocess
import sys

import pytest

from ai_worker.language.lexemes import lexemes
from ai_worker.language.scripts import blank_invisible, dominant_language, has_invisible, visible
from ai_worker.language.similarity import already_asked
from ai_worker.language.words import content_stems, overlap
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit


def test_content_words_lose_particles_endings_and_fillers() -> None:
    stems = content_stems("음 제가 정말 주문 서버에서 캐시를 도입했고 최선을 다했습니다")

    assert {"주문", "서버", "캐시", "도입"} <= stems
    assert not {"음", "제가", "정말", "최선"} & stems


def test_english_forms_share_a_stem() -> None:
    assert content_stems("caching improved decisions") == content_stems("cached improving decision")


def test_compounds_are_related_to_their_first_part() -> None:
    assert overlap(frozenset({"고객사"}), frozenset({"고객"}))
    assert not overlap(frozenset({"찾아다니"}), frozenset({"찾아"}))


def test_english_lexemes_need_no_korean_analyser() -> None:
    code = (
        "import sys; from ai_worker.language.lexemes import lexemes; "
        "print(lexemes('The payments were delayed')); print('kiwipiepy' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert out.stdout.split("\n")[:2] == ["payment delay", "False"]


def test_korean_lexemes_are_morphemes_and_latin_stems() -> None:
    found = lexemes("재고 조회가 느려서 Caching을 도입했습니다").split()

    assert {"재고", "조회", "도입", "cach"} <= set(found)
    assert not {"가", "을", "습니다"} & set(found)


def test_lexemes_hold_nothing_that_breaks_a_text_search() -> None:
    assert lexemes("") == ""
    assert set(lexemes("a:b & 'c' | !(d) <-> e*")) <= set("abcde ")


def test_invisible_characters() -> None:
    text = "보이는\u200b글\U000e0041자"

    assert has_invisible(text)
    assert visible(text) == "보이는글자"
    assert len(blank_invisible(text)) == len(text)


def test_language_of_mixed_text() -> None:
    assert dominant_language("Redis와 Kafka를 썼습니다") is Language.KO
    assert dominant_language("I used Redis and Kafka") is Language.EN


def test_same_question_in_other_words() -> None:
    asked = ["그 결과는 어떻게 되었나요?"]

    assert already_asked("그 결과는 어떻게 되었나요", asked)
    assert not already_asked("왜 그렇게 결정하셨나요?", asked)
