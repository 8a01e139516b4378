"""The demo data says what an interview for a job needs, in both languages."""

import re
from pathlib import Path

import pytest
import yaml

from backend_core.jobs.weights import normalised_weights
from backend_core.seeding.schemas import JobSeed
from backend_core.seeding.service import read_company, read_jobs
from interview_contracts.vocabulary import Dimension, Section

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[3] / "db" / "seeds" / "demo"
HANGUL = re.compile("[가-힣]")
FORBIDDEN = re.compile(
    r"나이|연세|결혼|가족|자녀|임신|출신|고향|종교|키가|몸무게|외모|재산|부모|\b(age|married|religion|children|family|pregnan)",
    re.IGNORECASE,
)


@pytest.fixture
def jobs() -> dict[str, JobSeed]:
    return {job.key: job for job in read_jobs(FOLDER)}


def test_the_two_jobs_have_the_interviews_that_they_promise(jobs: dict[str, JobSeed]) -> None:
    assert sum(question.core for question in jobs["backend-engineer"].questions) == 9
    assert sum(question.core for question in jobs["customer-success"].questions) == 4
    assert {competency.dimension for competency in jobs["backend-engineer"].competencies} == set(Dimension)
    sections = [question.section for question in jobs["backend-engineer"].questions if question.core]
    assert sections == [section for section in Section if section is not Section.RESUME]


def test_interviews_begin_with_an_introduction_and_end_with_a_closing(jobs: dict[str, JobSeed]) -> None:
    for job in jobs.values():
        core = [question for question in job.questions if question.core]
        assert (core[0].section, core[0].scored) == (Section.INTRODUCTION, False)
        assert (core[-1].section, core[-1].scored) == (Section.CLOSING, False)


def test_rubrics_have_all_five_levels(jobs: dict[str, JobSeed]) -> None:
    for job in jobs.values():
        for competency in job.competencies:
            assert set(competency.anchors) == {1, 2, 3, 4, 5}


def test_weights_add_up(jobs: dict[str, JobSeed]) -> None:
    for job in jobs.values():
        weights = normalised_weights({dimension.value: weight for dimension, weight in job.weights.items()})
        assert sum(weights.values()) == pytest.approx(1)
        assert set(weights) == set(Dimension)


def test_questions_ask_nothing_that_is_forbidden(jobs: dict[str, JobSeed]) -> None:
    for job in jobs.values():
        for question in job.questions:
            assert not FORBIDDEN.search(question.text.ko), question.key
            assert not FORBIDDEN.search(question.text.en), question.key


def test_every_text_is_in_its_language() -> None:
    def check(value: object, place: str) -> None:
        if isinstance(value, dict) and "ko" in value and "en" in value:
            assert HANGUL.search(value["ko"]), place
            assert not HANGUL.search(value["en"]), place
        elif isinstance(value, dict):
            for key, item in value.items():
                check(item, f"{place}.{key}")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                check(item, f"{place}.{number}")

    for path in FOLDER.glob("*.yaml"):
        check(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


def test_the_company_has_a_talent_profile_and_both_logins() -> None:
    company = read_company(FOLDER)
    assert len(company.talent_profile.values) >= 3
    assert {person.email for person in company.staff} == {"recruiter@demo.example", "admin@demo.example"}


@pytest.mark.parametrize("weights", [{}, {"technical": 0}, {"technical": -1}, {"looks": 1}])
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        normalised_weights(weights)
