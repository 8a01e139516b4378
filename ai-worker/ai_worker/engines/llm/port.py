"""The port of language engines: a closed set of typed requests, each with one result type.

A request carries only what its task may use, so that no engine can look at more: a rating sees one question, its
rubric and that answer. Results are drafts. The pipelines check them (verbatim quotes, no repeated question, nothing
invented) and compute what must not come from a model, such as positions of quotes, medians and the order of questions.
"""

from typing import Generic, Protocol, TypeVar

from pydantic import Field

from ai_worker.engines.base import Deadline
from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.common import BilingualText, Competency, QuestionAndAnswer, ResumeFact, RubricAnchor
from interview_contracts.payloads.evaluations import DimensionScore, Observation, RatedAnswer, WriteReportResult
from interview_contracts.payloads.interviews import FollowUpResult, RetrievedPassage
from interview_contracts.payloads.resumes import StructureResult
from interview_contracts.vocabulary import Language, Section

ResultT = TypeVar("ResultT", bound=Message)


class Request(Message, Generic[ResultT]):
    """A unit of language work whose result is a `ResultT`."""

    language: Language


class ResumeQuestionDraft(Message):
    """A question about one résumé fact. `fact_index` points into the request's facts."""

    fact_index: int = Field(ge=0)
    text: str = Field(max_length=1000)
    competency: str = Field(default="", max_length=200, description="Name of the competency it is nearest to, or empty")
    rationale: str = Field(default="", max_length=1000)


class PlanDraft(Message):
    """Questions about the résumé, best first."""

    questions: tuple[ResumeQuestionDraft, ...] = ()
    explanation: str = Field(default="", max_length=1500)


class RatingDraft(Message):
    """One independent judgement. `quotes` are verbatim parts of the transcript; without a quote there is no level."""

    level: int | None = Field(default=None, ge=1, le=5)
    quotes: tuple[str, ...] = ()
    rationale: str = Field(default="", max_length=2000)
    missing: str = Field(default="", max_length=1000)
    observations: tuple[Observation, ...] = ()


class PlanRequest(Request[PlanDraft]):
    """Draft up to `limit` questions about the facts of a résumé. `core_questions` are asked anyway.

    `seed` chooses between wordings of equal worth; the same seed gives the same wording.
    """

    job_title: str
    job_description: str
    talent_profile: str
    competencies: tuple[Competency, ...]
    core_questions: tuple[BilingualText, ...]
    facts: tuple[ResumeFact, ...]
    passages: tuple[RetrievedPassage, ...]
    limit: int = Field(ge=0, le=5)
    seed: str


class FollowUpRequest(Request[FollowUpResult]):
    """Draft one follow-up question to an answer, or none. `asked` holds every question asked so far.

    `history` are the exchanges before this one, the first of the interview first. Job, talent profile, competencies and
    facts are those of the interview's `PlanRequest`, the same for all its follow-ups; `competency` is the question's.
    """

    question: str
    section: Section
    competency: Competency | None
    answer: str
    history: tuple[QuestionAndAnswer, ...]
    asked: tuple[str, ...]
    seed: str
    job_title: str = ""
    talent_profile: str = ""
    competencies: tuple[Competency, ...] = ()
    facts: tuple[ResumeFact, ...] = ()


class StructureRequest(Request[StructureResult]):
    """Read facts from the visible text of a résumé, one entry a page."""

    pages: tuple[str, ...]


class RateRequest(Request[RatingDraft]):
    """Judge one answer. `draw` numbers independent judgements of the same answer, from 0."""

    question: str
    section: Section
    competency: Competency
    anchors: tuple[RubricAnchor, ...]
    transcript: str
    draw: int = Field(ge=0)


class ReportRequest(Request[WriteReportResult]):
    """Put ratings and scores into words."""

    job_title: str
    ratings: tuple[RatedAnswer, ...]
    dimensions: tuple[DimensionScore, ...]


class LlmEngine(Protocol):
    """A language engine. One instance serves one request at a time."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def prompt_version(self) -> str:
        """Return the version of prompts or rules; a result can be replayed with the same version."""
        ...

    def run(self, request: Request[ResultT], *, deadline: Deadline) -> ResultT:
        """Do the work of a request.

        The same request gives the same result on the same engine and version. Raises `EngineError`: `ENGINE_TIMEOUT`
        when the deadline passes, `ENGINE_OUTPUT_INVALID` when a model's output does not fit, `ENGINE_FAILED` otherwise.
        """
        ...
