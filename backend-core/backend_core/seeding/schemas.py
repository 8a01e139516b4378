"""Shape of the seed files."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend_core.models.vocabulary import JobState
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import Dimension, Language, Section


class _Seed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SeedText(BilingualText):
    """A text in both languages. Other keys are refused: they are what is left of a text that was not quoted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _says_something(self) -> "SeedText":
        if not self.ko.strip() or not self.en.strip():
            raise ValueError("a text is empty")
        return self


class ValueSeed(_Seed):
    """A value of the talent profile."""

    name: SeedText
    description: SeedText


class TalentProfileSeed(_Seed):
    """The talent profile."""

    version: int
    summary: SeedText
    values: list[ValueSeed]


class StaffSeed(_Seed):
    """A login of the company's staff."""

    role: Literal["admin", "recruiter"]
    email: str
    name: str
    locale: Language


class CompanySeed(_Seed):
    """`company.yaml`."""

    slug: str
    name: SeedText
    introduction: SeedText
    talent_profile: TalentProfileSeed
    staff: list[StaffSeed]


class CompetencySeed(_Seed):
    """A competency with its rubric: an anchor for each level."""

    key: str
    dimension: Dimension
    name: SeedText
    definition: SeedText
    anchors: dict[Annotated[int, Field(ge=1, le=5)], SeedText]

    @model_validator(mode="after")
    def _has_the_anchors_that_a_rubric_needs(self) -> "CompetencySeed":
        if not {1, 3, 5} <= self.anchors.keys():
            raise ValueError("a rubric needs anchors at levels 1, 3 and 5")
        return self


class QuestionSeed(_Seed):
    """A question of the bank; its place in the file is its position."""

    key: str
    version: int = 1
    section: Section
    competency: str | None = None
    core: bool = True
    scored: bool = True
    answer_limit_s: int = Field(default=180, ge=30, le=600)
    text: SeedText
    note: SeedText


class JobSeed(_Seed):
    """`job_*.yaml`: one version of a job."""

    key: str
    version: int
    state: JobState
    title: SeedText
    description: SeedText
    languages: list[Language] = Field(min_length=1)
    follow_ups_per_question: int
    resume_question_limit: int
    silence_s: float
    think_time_s: int
    recording: bool
    video_required: bool
    face_observation: bool
    emotion_observation: bool
    weights: dict[Dimension, float]
    competencies: list[CompetencySeed]
    questions: list[QuestionSeed]

    @model_validator(mode="after")
    def _fits_together(self) -> "JobSeed":
        known = {competency.key: competency.dimension for competency in self.competencies}
        for question in self.questions:
            if question.scored and question.competency not in known:
                raise ValueError(f"the scored question {question.key} names no competency of the job")
        asked = {known[question.competency] for question in self.questions if question.scored and question.competency}
        if set(self.weights) != asked:
            raise ValueError("the weighted dimensions are not those that the questions ask about")
        return self
