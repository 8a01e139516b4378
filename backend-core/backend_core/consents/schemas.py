"""Requests and responses of consents."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from interview_contracts.vocabulary import ConsentPurpose, Language


class NoticeSectionOut(BaseModel):
    """A heading of the notice with its paragraphs."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    title: str
    paragraphs: list[str]


class NoticePurposeOut(BaseModel):
    """A purpose to agree to or refuse."""

    purpose: ConsentPurpose
    title: str
    text: str
    required: bool


class NoticeOut(BaseModel):
    """The AI notice. `version` is the SHA-256 of its words and is sent back with the decisions."""

    version: str
    language: Language
    title: str
    introduction: str
    sections: list[NoticeSectionOut]
    purposes: list[NoticePurposeOut]


class ConsentDecision(BaseModel):
    """The decision about one purpose."""

    purpose: ConsentPurpose
    granted: bool


class ConsentsIn(BaseModel):
    """Decisions about the notice of `version`. A purpose that is left out keeps its last decision."""

    version: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    language: Language
    decisions: Annotated[list[ConsentDecision], Field(min_length=1, max_length=len(ConsentPurpose))]


class ConsentOut(BaseModel):
    """The decision that counts for one purpose; `granted` is None while the candidate has not decided."""

    purpose: ConsentPurpose
    required: bool
    granted: bool | None
    version: str | None = None
    language: Language | None = None
    decided_at: AwareDatetime | None = None


class ConsentsOut(BaseModel):
    """All purposes that this interview asks about. `complete`: the required ones are granted."""

    complete: bool
    current_version: str
    consents: list[ConsentOut]
