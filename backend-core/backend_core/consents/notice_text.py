"""Shape of the notice's words, the same in every language."""

from dataclasses import dataclass

from interview_contracts.vocabulary import ConsentPurpose

SECTION_KEYS = (
    "ai_use",
    "purpose",
    "data",
    "criteria",
    "decision",
    "retention",
    "rights",
    "human",
)
"""What the law and CAND-02 ask a notice to state, in the order of reading."""


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """A heading and its paragraphs. `key` is one of `SECTION_KEYS`."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurposeText:
    """What a candidate is asked to agree to, and what follows from a refusal."""

    purpose: ConsentPurpose
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """All words of the notice in one language."""

    title: str
    introduction: str
    sections: tuple[NoticeSection, ...]
    purposes: tuple[PurposeText, ...]
