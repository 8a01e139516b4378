"""The AI notice: complete in both languages, versioned by its words."""

import pytest

from backend_core.consents.notice import (
    DEFAULT_PURPOSES,
    NOTICE_EDITION,
    REQUIRED_PURPOSES,
    build_notice,
    offered_purposes,
)
from backend_core.consents.notice_text import SECTION_KEYS
from interview_contracts.vocabulary import ConsentPurpose, Language

pytestmark = pytest.mark.unit

EVERY_PURPOSE = tuple(ConsentPurpose)

EDITIONS = {
    "2026-11": {
        Language.KO: "088ed57d7ae733ca725b2bfa8c3c46df490aa3559ff780782ae470806f736ffa",
        Language.EN: "d53944773e578877d00bab887fc77e942ebcfe3a826fb574826a6832cf9a7059",
    },
    "2026-11-22": {
        Language.KO: "5c176279b6accf74225f760b6f85cb12bc01cd4d41301b722683b2ee6209dc66",
        Language.EN: "ec7c2495ae756b08c03a33c1053b8e8479eaeeb9200a8de09cc0663b9c557118",
    },
    "2026-11-27": {
        Language.KO: "98a034f961573bf8f946b0bc20b27fcbe64ae7a6a877f5178fcd56638f7e8b80",
        Language.EN: "0b2687e21642120b8e7ca95f1beca3ae4ffa24b3ff545965ff0e85f947f167f5",
    },
}
"""Digests of every edition's words with all purposes. Consents name an edition: words that were shown never change."""


@pytest.mark.parametrize("language", list(Language))
def test_states_everything_that_a_notice_must_state(language: Language) -> None:
    notice = build_notice(language, EVERY_PURPOSE)

    assert tuple(section.key for section in notice.text.sections) == SECTION_KEYS
    assert all(section.title and section.paragraphs and all(section.paragraphs) for section in notice.text.sections)
    assert tuple(entry.purpose for entry in notice.purposes) == EVERY_PURPOSE
    assert all(entry.title and entry.text for entry in notice.purposes)


def test_both_languages_have_the_same_structure() -> None:
    korean, english = (build_notice(language).text for language in (Language.KO, Language.EN))

    assert [(s.key, len(s.paragraphs)) for s in korean.sections] == [
        (s.key, len(s.paragraphs)) for s in english.sections
    ]


@pytest.mark.parametrize("language", list(Language))
def test_joined_lines_leave_no_missing_or_doubled_spaces(language: Language) -> None:
    text = build_notice(language, EVERY_PURPOSE).text
    paragraphs = [
        text.introduction,
        *(p for s in text.sections for p in s.paragraphs),
        *(p.text for p in text.purposes),
    ]

    for paragraph in paragraphs:
        assert paragraph == " ".join(paragraph.split())
        assert "." not in paragraph.rstrip(".").replace(". ", "")


def test_only_the_ai_interview_itself_is_required() -> None:
    assert {ConsentPurpose.AI_INTERVIEW} == REQUIRED_PURPOSES


def test_a_job_asks_only_about_what_it_uses() -> None:
    least = offered_purposes(recording=False, face_observation=False, emotion_observation=False)

    assert least == (ConsentPurpose.AI_INTERVIEW, ConsentPurpose.RESUME_ANALYSIS)
    assert offered_purposes(recording=True, face_observation=True, emotion_observation=True) == EVERY_PURPOSE
    assert ConsentPurpose.EMOTION_OBSERVATION not in DEFAULT_PURPOSES


def test_the_version_names_language_words_and_purposes() -> None:
    versions = {
        build_notice(language, purposes).version
        for language in Language
        for purposes in (DEFAULT_PURPOSES, EVERY_PURPOSE)
    }

    assert len(versions) == 4
    assert build_notice(Language.KO).version == build_notice(Language.KO, DEFAULT_PURPOSES).version


def test_changed_words_are_a_new_edition() -> None:
    digests = {language: build_notice(language, EVERY_PURPOSE).version for language in Language}

    assert EDITIONS[NOTICE_EDITION] == digests
