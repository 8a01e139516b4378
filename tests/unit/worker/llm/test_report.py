"""The words of a report: nothing without a quote, numbers as given, both languages."""

from uuid import UUID

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.rules.engine import RulesEngine
from ai_worker.pipelines.report_writing import write_report
from interview_contracts.payloads.evaluations import DimensionScore, RatedAnswer, WriteReportPayload
from interview_contracts.vocabulary import Dimension, Language, Section

pytestmark = pytest.mark.unit


def rated(
    number: int, level: int | None, competency: str, quote: str = "", *, language: Language = Language.KO
) -> RatedAnswer:
    korean = language is Language.KO
    return RatedAnswer(
        answer_id=UUID(int=number),
        question="질문" if korean else "Question",
        section=Section.EXPERIENCE,
        competency=competency,
        dimension=Dimension.EXPERIENCE,
        level=level,
        quotes=(quote,) if quote else (),
        rationale="근거: 결과를 수치로 말했습니다." if korean else "Grounds: The result is given as a number.",
        missing="답변에서 확인되지 않은 점: 그렇게 판단한 이유."
        if korean
        else "Not found in the answer: the reasons behind the decisions.",
    )


def payload(*ratings: RatedAnswer, language: Language = Language.KO) -> WriteReportPayload:
    return WriteReportPayload(
        language=language,
        job_title="백엔드 개발자" if language is Language.KO else "Backend Engineer",
        ratings=ratings,
        dimensions=(
            DimensionScore(dimension=Dimension.EXPERIENCE, score=4.5, rated_answers=2),
            DimensionScore(dimension=Dimension.COMMUNICATION, score=2.0, rated_answers=1),
            DimensionScore(dimension=Dimension.GROWTH, score=None, rated_answers=0),
        ),
    )


def test_korean_report() -> None:
    result = write_report(
        payload(
            rated(1, 5, "문제 해결력", "응답 시간이 1.2초에서 200밀리초로 줄었습니다"),
            rated(2, 4, "문제 해결력", "캐시를 도입했습니다"),
            rated(3, 2, "의사소통", "팀이 함께 해결했습니다"),
            rated(4, None, "성장"),
        ),
        RulesEngine(),
        deadline=NO_DEADLINE,
    )

    assert "평가 대상 답변 4개 중 3개를 평가했습니다(5단계 1개, 4단계 1개, 2단계 1개)" in result.summary
    assert "가장 높은 영역은 경험(4.5점), 가장 낮은 영역은 의사소통(2.0점)입니다." in result.summary
    assert "평가하지 않은 답변이 1개" in result.summary
    (strength,) = result.strengths
    assert strength.text == "‘문제 해결력’이 답변에서 5단계로 확인되었습니다. 결과를 수치로 말했습니다."
    assert strength.answer_ids == (UUID(int=1), UUID(int=2))
    assert strength.quote == "응답 시간이 1.2초에서 200밀리초로 줄었습니다"
    (improvement,) = result.improvements
    assert improvement.text == "‘의사소통’ 답변은 2단계였습니다. 답변에서 확인되지 않은 점: 그렇게 판단한 이유."


def test_english_report() -> None:
    result = write_report(
        payload(
            rated(1, 4, "Problem solving", "latency fell to 300 milliseconds", language=Language.EN),
            rated(2, None, "Growth", language=Language.EN),
            language=Language.EN,
        ),
        RulesEngine(),
        deadline=NO_DEADLINE,
    )

    assert result.summary.startswith(
        "In the interview for Backend Engineer, 1 of 2 scored answers could be rated (1 at level 4)."
    )
    assert "One answer was not rated" in result.summary
    assert result.strengths[0].text == "“Problem solving” was shown at level 4. The result is given as a number."


def test_nothing_rated_means_no_praise() -> None:
    result = write_report(payload(rated(1, None, "성장"), rated(2, 5, "성장")), RulesEngine(), deadline=NO_DEADLINE)

    assert result.strengths == ()
    assert result.improvements == ()
    assert "근거가 있는 답변이 없었습니다" in result.summary
