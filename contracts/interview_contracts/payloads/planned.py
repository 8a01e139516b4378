"""Payloads of tasks that are named now and filled by later work."""

from uuid import UUID

from interview_contracts.base import Message
from interview_contracts.files import FileRef, RelativePath
from interview_contracts.payloads.common import BilingualText, RubricAnchor
from interview_contracts.vocabulary import Language, Section


class DraftJobPayload(Message):
    """A job description to draft competencies and questions from (REC-01)."""

    description: str
    language: Language


class DraftedQuestion(Message):
    """A drafted question; nothing is published before a named person approves it."""

    section: Section
    competency: str
    text: BilingualText
    anchors: tuple[RubricAnchor, ...]


class DraftJobResult(Message):
    """Drafts for a recruiter to review."""

    competencies: tuple[str, ...]
    questions: tuple[DraftedQuestion, ...]


class WriteFeedbackPayload(Message):
    """Material of the feedback to a candidate (CAND-17): words only, no score."""

    language: Language
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]


class WriteFeedbackResult(Message):
    """Feedback in the candidate's language."""

    text: str


class LintQuestionPayload(Message):
    """A question to check against the blind-hiring rules (REC-22)."""

    text: str
    language: Language


class LintQuestionResult(Message):
    """Codes of the rules that the question breaks."""

    violations: tuple[str, ...]


class RenderReportPayload(Message):
    """A report to render as PDF on the server; the print view of the browser works without it."""

    report_id: UUID
    html: FileRef
    target: RelativePath


class RenderReportResult(Message):
    """The rendered PDF."""

    file: FileRef
