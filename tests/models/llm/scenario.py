"""Scenarios of answers, read from YAML, with what every language engine should do about them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from interview_contracts.payloads.common import Competency, RubricAnchor, TimedText
from interview_contracts.payloads.evaluations import RateAnswerPayload
from interview_contracts.payloads.interviews import FollowUpPayload
from interview_contracts.vocabulary import Dimension, Language, Section

_FOLDER = Path(__file__).parent / "scenarios"
_ANCHORS = {
    Language.KO: (
        "관련된 사례가 없다",
        "본인의 행동과 결과를 말한다",
        "근거 있는 판단과 측정된 결과, 배운 점을 말한다",
    ),
    Language.EN: ("No relevant example", "Own action and result", "Grounded decisions, a measured result, a lesson"),
}


@dataclass(frozen=True)
class Scenario:
    """One answer. `intents` are fitting follow-up intents, "none" among them; `levels` the fitting levels or None."""

    name: str
    language: Language
    section: Section
    dimension: Dimension
    question: str
    competency: Competency
    answer: str
    intents: frozenset[str]
    levels: tuple[int, int] | None
    or_unrated: bool

    def follow_up_payload(self, answer: str | None = None) -> FollowUpPayload:
        """Return the task that asks for a follow-up to the answer."""
        return FollowUpPayload(
            interview_id=UUID(int=1),
            turn_id=UUID(int=len(self.name)),
            language=self.language,
            question=self.question,
            section=self.section,
            competency=self.competency,
            answer=self.answer if answer is None else answer,
            asked=(self.question,),
            follow_ups_left=1,
        )

    def rate_payload(self, answer: str | None = None) -> RateAnswerPayload:
        """Return the task that rates the answer, given as two timed pieces."""
        text = self.answer if answer is None else answer
        words = text.split(" ")
        halves = (" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :]))
        pieces = tuple(
            TimedText(text=half, start_s=10.0 * index, end_s=10.0 * index + 9)
            for index, half in enumerate(halves)
            if half
        )
        return RateAnswerPayload(
            question=self.question,
            section=self.section,
            competency=self.competency,
            dimension=self.dimension,
            anchors=tuple(
                RubricAnchor(level=level, text=anchor)
                for level, anchor in zip((1, 3, 5), _ANCHORS[self.language], strict=True)
            ),
            pieces=pieces,
            language=self.language,
        )


def _scenario(document: dict[str, Any], item: dict[str, Any]) -> Scenario:
    question = document["questions"][item["question"]]
    return Scenario(
        name=f"{document['language']}-{item['id']}",
        language=Language(document["language"]),
        section=Section(question["section"]),
        dimension=Dimension(question["dimension"]),
        question=question["question"],
        competency=Competency(id=UUID(int=7), **question["competency"]),
        answer=item["answer"],
        intents=frozenset(item["follow_up"]),
        levels=None if item["level"] is None else (item["level"][0], item["level"][1]),
        or_unrated=bool(item.get("or_unrated", False)),
    )


def load() -> list[Scenario]:
    """Return all scenarios."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.yaml"))]
    return [_scenario(document, item) for document in documents for item in document["scenarios"]]
