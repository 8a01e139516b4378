import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.language.josa import attach, particle

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("정산 시스템", "정산 시스템을"),
        ("캐시", "캐시를"),
        ("서울", "서울을"),
        ("API", "API를"),
        ("SQL", "SQL을"),
        ("LLM", "LLM을"),
        ("Docker", "Docker를"),
        ("robot", "robot을"),
        ("sheet", "sheet를"),
        ("network", "network를"),
        ("Spring Boot", "Spring Boot를"),
        ("Python", "Python을"),
        ("JavaScript", "JavaScript를"),
        ("Excel", "Excel을"),
        ("Kafka", "Kafka를"),
        ("2023", "2023을"),
        ("10", "10을"),
        ("4", "4를"),
        ("40%", "40%를"),
        ("C++", "C++를"),
        ("주문 서비스(앱)", "주문 서비스(앱)를"),
    ],
)
def test_object_particle_follows_the_sound(word: str, expected: str) -> None:
    assert attach(word, "을/를") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("서울", "서울로"), ("부산", "부산으로"), ("제주", "제주로"), ("SQL", "SQL로"), ("3", "3으로"), ("1", "1로")],
)
def test_direction_particle_after_rieul(word: str, expected: str) -> None:
    assert attach(word, "으로/로") == expected


def test_quotation_marks_do_not_count() -> None:
    assert attach("캐시", "을/를", shown="‘캐시’") == "‘캐시’를"
    assert particle("‘정산’", "이/가") == "이"


def test_unknown_sound_shows_both() -> None:
    assert particle("???", "을/를") == "을(를)"


@given(st.text(max_size=20))
def test_any_text_gets_a_particle(word: str) -> None:
    assert particle(word, "은/는") in {"은", "는", "은(는)"}
