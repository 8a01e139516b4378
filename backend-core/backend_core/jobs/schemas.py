"""Responses about jobs."""

from uuid import UUID

from pydantic import BaseModel

from backend_core.companies.schemas import TalentProfileOut
from backend_core.models import BankQuestion, Competency, Job, Rubric
from backend_core.models.vocabulary import JobState
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import Dimension, Language, Section


class JobCounts(BaseModel):
    """How many people stand where in a job."""

    invitations: int = 0
    interviews: int = 0
    reported: int = 0


class JobSettings(BaseModel):
    """How interviews of a job run. Times are in seconds.

    `emotion_observation` is None where the deployment does not know it at all; it never holds without face observation.
    """

    languages: list[Language]
    follow_ups_per_question: int
    resume_question_limit: int
    silence_s: float
    think_time_s: int
    recording: bool
    video_required: bool
    face_observation: bool
    emotion_observation: bool | None

    @classmethod
    def of(cls, job: Job, *, allow_emotion: bool) -> "JobSettings":
        """Return the settings of a job."""
        settings = cls.model_validate(job, from_attributes=True)
        emotion = (job.face_observation and job.emotion_observation) if allow_emotion else None
        return settings.model_copy(update={"emotion_observation": emotion})


class JobSummary(BaseModel):
    """A job in a list."""

    id: UUID
    key: str
    version: int
    state: JobState
    title: BilingualText
    languages: list[Language]
    questions: int
    counts: JobCounts


class AnchorOut(BaseModel):
    """Observable behaviour at one level of a rubric."""

    level: int
    text: BilingualText


class RubricOut(BaseModel):
    """Anchored levels, in general or for one question."""

    id: UUID
    version: int
    bank_question_id: UUID | None
    anchors: list[AnchorOut]

    @classmethod
    def of(cls, rubric: Rubric) -> "RubricOut":
        """Return the response for a rubric whose anchors are loaded."""
        anchors = [
            AnchorOut(level=anchor.level, text=BilingualText(ko=anchor.text_ko, en=anchor.text_en))
            for anchor in rubric.anchors
        ]
        return cls(id=rubric.id, version=rubric.version, bank_question_id=rubric.bank_question_id, anchors=anchors)


class CompetencyOut(BaseModel):
    """A competency with its rubrics."""

    id: UUID
    key: str
    dimension: Dimension
    name: BilingualText
    definition: BilingualText
    rubrics: list[RubricOut]

    @classmethod
    def of(cls, competency: Competency) -> "CompetencyOut":
        """Return the response for a competency whose rubrics are loaded."""
        return cls(
            id=competency.id,
            key=competency.key,
            dimension=competency.dimension,
            name=BilingualText(ko=competency.name_ko, en=competency.name_en),
            definition=BilingualText(ko=competency.definition_ko, en=competency.definition_en),
            rubrics=[RubricOut.of(rubric) for rubric in competency.rubrics],
        )


class BankQuestionOut(BaseModel):
    """A question of the bank."""

    id: UUID
    key: str
    version: int
    section: Section
    core: bool
    scored: bool
    competency_id: UUID | None
    answer_limit_s: int
    text: BilingualText
    note: BilingualText

    @classmethod
    def of(cls, question: BankQuestion) -> "BankQuestionOut":
        """Return the response for a question."""
        return cls(
            id=question.id,
            key=question.key,
            version=question.version,
            section=question.section,
            core=question.core,
            scored=question.scored,
            competency_id=question.competency_id,
            answer_limit_s=question.answer_limit_s,
            text=BilingualText(ko=question.text_ko, en=question.text_en),
            note=BilingualText(ko=question.note_ko, en=question.note_en),
        )


class WeightOut(BaseModel):
    """Share of a dimension in the overall score; the shares of a job add up to 1."""

    dimension: Dimension
    weight: float


class JobOut(BaseModel):
    """A job with everything that an interview for it is made of."""

    id: UUID
    key: str
    version: int
    state: JobState
    title: BilingualText
    description: BilingualText
    settings: JobSettings
    weights: list[WeightOut]
    talent_profile: TalentProfileOut | None
    competencies: list[CompetencyOut]
    questions: list[BankQuestionOut]
    counts: JobCounts
