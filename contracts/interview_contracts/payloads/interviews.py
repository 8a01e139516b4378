"""Planning an interview and asking follow-up questions."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.payloads.common import (
    BilingualText,
    Competency,
    PlannedQuestion,
    QuestionAndAnswer,
    ResumeFact,
)
from interview_contracts.vocabulary import FollowUpIntent, Language, Section


class RetrievedPassage(Message):
    """A passage found by hybrid retrieval. `score` is the reciprocal rank fusion score; larger is nearer."""

    source: str = Field(max_length=40, description="resume, talent_profile or question_bank")
    text: str = Field(max_length=4000)
    competency_id: UUID | None = None
    score: float = 0.0


class BankQuestion(Message):
    """A question of the bank, in both languages, in the order in which the job asks it."""

    id: UUID
    section: Section
    text: BilingualText
    competency_id: UUID | None = None
    answer_limit_s: int = Field(default=180, ge=30, le=600)


class PlanPayload(Message):
    """Everything that planning may use. It holds no name and no contact data of the candidate."""

    interview_id: UUID
    language: Language
    job_title: str
    job_description: str
    talent_profile: str
    competencies: tuple[Competency, ...]
    core_questions: tuple[BankQuestion, ...]
    resume_facts: tuple[ResumeFact, ...] = ()
    passages: tuple[RetrievedPassage, ...] = ()
    resume_question_limit: int = Field(default=2, ge=0, le=5)


class PlanResult(Message):
    """The core questions in the given order, with the résumé block before the closing question."""

    questions: tuple[PlannedQuestion, ...] = Field(min_length=1, max_length=40)
    explanation: str = Field(default="", max_length=2000)


class FollowUpPayload(Message):
    """One answer and what the next question may build on. `asked` are all texts asked so far.

    `history` are the exchanges before this one, the first of the interview first. Job, talent profile, competencies and
    résumé facts are those of the plan and stay the same for a whole interview. Nothing in it names the candidate, and
    it holds no rubric.
    """

    interview_id: UUID
    turn_id: UUID
    language: Language
    question: str
    section: Section
    competency: Competency | None = None
    answer: str
    history: tuple[QuestionAndAnswer, ...] = ()
    asked: tuple[str, ...] = ()
    follow_ups_left: int = Field(ge=0, le=2)
    job_title: str = ""
    talent_profile: str = ""
    competencies: tuple[Competency, ...] = ()
    resume_facts: tuple[ResumeFact, ...] = ()


class FollowUp(Message):
    """A follow-up question; `trigger` is the verbatim part of the answer that it takes up, else empty."""

    text: str = Field(max_length=600)
    intent: FollowUpIntent
    trigger: str = Field(default="", max_length=400)
    rationale: str = Field(default="", max_length=600)


class FollowUpResult(Message):
    """`follow_up` is None when the answer leaves nothing open."""

    follow_up: FollowUp | None = None
    rationale: str = Field(default="", max_length=600)
