"""The notice that every candidate reads before anything is recorded, and its version."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from backend_core.consents.notice_en import NOTICE_EN
from backend_core.consents.notice_ko import NOTICE_KO
from backend_core.consents.notice_text import NoticeText, PurposeText
from interview_contracts.vocabulary import ConsentPurpose, Language

NOTICE_EDITION = "2026-11-27"
"""Name of the present wording. Changed words need a new edition: `test_notice.py` holds the digests of each."""

REQUIRED_PURPOSES = frozenset({ConsentPurpose.AI_INTERVIEW})
"""Purposes without which there is no AI interview; every other one may be refused without consequence."""

DEFAULT_PURPOSES = tuple(purpose for purpose in ConsentPurpose if purpose is not ConsentPurpose.EMOTION_OBSERVATION)
"""Purposes of the notice for a reader whose job is not known. Emotion is asked about only where a job uses it."""

_TEXTS: Mapping[Language, NoticeText] = {Language.KO: NOTICE_KO, Language.EN: NOTICE_EN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as one candidate sees it. `version` is the SHA-256 of all its words, so that it names them for good."""

    version: str
    language: Language
    text: NoticeText
    purposes: tuple[PurposeText, ...]


def offered_purposes(
    *, recording: bool, face_observation: bool, emotion_observation: bool
) -> tuple[ConsentPurpose, ...]:
    """Return the purposes that a candidate is asked about: only what the job uses and the deployment allows."""
    used = {
        ConsentPurpose.AI_INTERVIEW: True,
        ConsentPurpose.RESUME_ANALYSIS: True,
        ConsentPurpose.RECORDING: recording,
        ConsentPurpose.FACE_OBSERVATION: face_observation,
        ConsentPurpose.EMOTION_OBSERVATION: emotion_observation,
    }
    return tuple(purpose for purpose in ConsentPurpose if used[purpose])


def build_notice(language: Language, purposes: Sequence[ConsentPurpose] = DEFAULT_PURPOSES) -> Notice:
    """Return the notice in a language, asking about these purposes."""
    text = _TEXTS[language]
    asked = tuple(entry for entry in text.purposes if entry.purpose in purposes)
    words = {
        "edition": NOTICE_EDITION,
        "language": language.value,
        "title": text.title,
        "introduction": text.introduction,
        "sections": [asdict(section) for section in text.sections],
        "purposes": [asdict(purpose) for purpose in asked],
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    version = hashlib.sha256(canonical.encode()).hexdigest()
    return Notice(version=version, language=language, text=text, purposes=asked)
