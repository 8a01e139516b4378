"""A whole interview for the demo company's backend job, as the requests that a language engine gets."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import yaml

from ai_worker.engines.llm.port import (
    FollowUpRequest,
    PlanRequest,
    RateRequest,
    ReportRequest,
    Request,
    StructureRequest,
)
from interview_contracts.payloads.common import BilingualText, Competency, QuestionAndAnswer, ResumeFact, RubricAnchor
from interview_contracts.payloads.evaluations import DimensionScore, RatedAnswer
from interview_contracts.payloads.interviews import RetrievedPassage
from interview_contracts.vocabulary import Dimension, Language, Section
from tests.support.repository import ROOT

_SEEDS = ROOT / "db" / "seeds" / "demo"
_FOLLOW_UPS = {
    Language.KO: "‘{cite}…’라고 하셨는데, 그때 지원자님이 직접 하신 일을 조금 더 자세히 말씀해 주시겠어요?",
    Language.EN: "You said ‘{cite}…’. Could you tell me more about what you did yourself at that point?",
}
RESUME = {
    Language.KO: """성명: 홍길동
연락처 010-1234-5678 이메일 gildong@example.com
■ 경력사항
2021.03 ~ 현재 (주)가나커머스 백엔드 개발자
- 주문 서비스 설계 및 운영 담당
- 재고 조회 응답 시간을 1.2초에서 200ms로 단축
[프로젝트]
쿠폰 발급 서비스
2022.01 ~ 2022.04
- 동시성 제어를 위한 분산 락 적용
보유 기술
언어: Java, Kotlin
학력
2014.03 ~ 2018.02 한국대학교 컴퓨터공학과 졸업
자격증
정보처리기사 2018.05
가족관계
부 홍판서 62세 공무원
자기소개
대학 시절 동아리에서 일정 앱을 만들어 300명이 사용했습니다.
""",
    Language.EN: """Name: Jane Doe
jane.doe@mail.com | +1 415 555 0123
Work Experience
Senior Backend Engineer, Northwind Technologies Jan 2021 - Present
- Designed the idempotent payment API used by 40 services
Projects
Route Planner
2019 - 2020
- Open source route planning library in Rust
Skills
Languages: Python, Go
Education
State University, B.S. in Computer Science, 2014 - 2018
Certifications
AWS Certified Solutions Architect, 2022
Summary
Engineer who likes to leave things simpler than she found them.
""",
}
"""The page of a résumé."""


@cache
def _document(name: str) -> Any:
    return yaml.safe_load((_SEEDS / name).read_text(encoding="utf-8"))


@cache
def _said(language: Language) -> Any:
    file = ROOT / "tests" / "support" / "conversation.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))[language.value]


def facts(language: Language) -> tuple[ResumeFact, ...]:
    """The candidate's résumé."""
    return tuple(ResumeFact.model_validate(fact) for fact in _said(language)["facts"])


def answers(language: Language) -> tuple[str, ...]:
    """What the candidate says, question by question."""
    return tuple(_said(language)["answers"])


def job(language: Language) -> dict[str, Any]:
    """What plan and follow-ups have in common."""
    document, company = _document("job_backend_engineer.yaml"), _document("company.yaml")
    profile = company["talent_profile"]
    values = [f"{value['name'][language]}: {value['description'][language]}" for value in profile["values"]]
    return {
        "job_title": document["title"][language],
        "talent_profile": "\n".join([profile["summary"][language], *values]),
        "competencies": tuple(
            Competency(id=UUID(int=index), name=item["name"][language], definition=item["definition"][language])
            for index, item in enumerate(document["competencies"])
        ),
        "facts": facts(language),
    }


def _core(language: Language) -> list[dict[str, Any]]:
    return [item for item in _document("job_backend_engineer.yaml")["questions"] if item.get("core", True)]


def plan_request(language: Language, *, limit: int = 2) -> PlanRequest:
    """The plan of the interview."""
    return PlanRequest(
        language=language,
        job_description=_document("job_backend_engineer.yaml")["description"][language],
        core_questions=tuple(BilingualText(**item["text"]) for item in _core(language)),
        passages=tuple(RetrievedPassage(source="resume", text=fact.detail) for fact in facts(language) if fact.detail),
        limit=limit,
        seed="interview",
        **job(language),
    )


def follow_up_requests(language: Language) -> Iterator[FollowUpRequest]:
    """Every follow-up that is asked for, in order: each question and its follow-up take the next answer."""
    common = job(language)
    keys = [item["key"] for item in _document("job_backend_engineer.yaml")["competencies"]]
    said = iter(answers(language))
    history: list[QuestionAndAnswer] = []
    for item in _core(language):
        section = Section(item["section"])
        cite = ""
        for question in (item["text"][language], _FOLLOW_UPS[language]):
            answer = next(said, None)
            if answer is None:
                return
            text = question.format(cite=cite) if cite else question
            competency = common["competencies"][keys.index(item["competency"])] if "competency" in item else None
            yield FollowUpRequest(
                language=language,
                question=text,
                section=section,
                competency=competency,
                answer=answer,
                history=tuple(history),
                asked=(*(exchange.question for exchange in history), text),
                seed=f"turn {len(history)}",
                **common,
            )
            history.append(QuestionAndAnswer(question=text, answer=answer, section=section))
            cite = answer[:15]
            if section in (Section.INTRODUCTION, Section.MOTIVATION, Section.COMMUNICATION, Section.RESPONSIBILITY):
                break


def rate_request(language: Language, *, draw: int = 0, answer: str | None = None) -> RateRequest:
    """One answer with the demo rubric of its competency."""
    competency = _document("job_backend_engineer.yaml")["competencies"][2]
    question = next(item for item in _core(language) if item.get("competency") == competency["key"])
    return RateRequest(
        language=language,
        question=question["text"][language],
        section=Section(question["section"]),
        competency=job(language)["competencies"][2],
        anchors=tuple(RubricAnchor(level=level, text=text[language]) for level, text in competency["anchors"].items()),
        transcript=answers(language)[6] if answer is None else answer,
        draw=draw,
    )


def report_request(language: Language) -> ReportRequest:
    """Ratings of five answers; the fifth was not rated."""
    said = answers(language)
    ratings = tuple(
        RatedAnswer(
            answer_id=UUID(int=100 + index),
            question=item["text"][language],
            section=Section(item["section"]),
            competency=job(language)["competencies"][index].name,
            dimension=list(Dimension)[index],
            level=level,
            quotes=tuple(f"{part.strip()}." for part in said[index + 2].split(".")[:2]) if level else (),
            rationale=said[index][:120],
            missing=said[index + 1][:60],
        )
        for index, (item, level) in enumerate(zip(_core(language)[2:7], (4, 5, 2, 3, None), strict=True))
    )
    dimensions = tuple(
        DimensionScore(dimension=item.dimension, score=item.level, rated_answers=1) for item in ratings if item.level
    )
    return ReportRequest(
        language=language, job_title=job(language)["job_title"], ratings=ratings, dimensions=dimensions
    )


def all_requests(language: Language) -> list[Request[Any]]:
    """One request of every kind."""
    return [
        StructureRequest(language=language, pages=(RESUME[language],)),
        plan_request(language),
        list(follow_up_requests(language))[4],
        rate_request(language),
        report_request(language),
    ]
