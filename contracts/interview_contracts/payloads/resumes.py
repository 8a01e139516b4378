"""Reading a résumé: text extraction on `cpu_worker`, structuring on `gpu_worker`."""

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.files import FileRef
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.vocabulary import HiddenReason, Language


class ExtractTextPayload(Message):
    """Read the visible text of a PDF."""

    file: FileRef
    max_pages: int = Field(default=30, ge=1)
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1)


class HiddenText(Message):
    """Text of the PDF's text layer that a reader of the page cannot see; a fact for a person, never a penalty."""

    page: int = Field(ge=1)
    reason: HiddenReason
    text: str = Field(max_length=2000)


class ExtractTextResult(Message):
    """`pages` holds the visible text, one entry a page."""

    pages: tuple[str, ...]
    language: Language
    hidden: tuple[HiddenText, ...] = ()


class StructurePayload(Message):
    """Turn the visible text of a résumé into facts and passages."""

    pages: tuple[str, ...]
    language: Language


class StructureResult(Message):
    """`facts` in the order of the document."""

    facts: tuple[ResumeFact, ...]
