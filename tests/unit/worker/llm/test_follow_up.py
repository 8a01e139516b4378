"""Follow-up questions of the `rules` engine: wording, no repeats, when to stop, speed."""

import subprocess
import sys
from time import perf_counter
from uuid import UUID

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.rules.engine import RulesEngine
from ai_worker.engines.llm.rules.follow_up import wording_en, wording_ko
from ai_worker.engines.llm.rules.follow_up.points import INTENTS, Kind
from ai_worker.pipelines.follow_up import follow_up
from interview_contracts.payloads.common import Competency, QuestionAndAnswer
from interview_contracts.payloads.interviews import FollowUp, FollowUpPayload
from interview_contracts.vocabulary import FollowUpIntent, Language, Section

pytestmark = pytest.mark.unit

ENGINE = RulesEngine()
QUESTION = "어려운 문제를 해결한 경험을 말씀해 주세요."


def payload(answer: str, **changes: object) -> FollowUpPayload:
    base = FollowUpPayload(
        interview_id=UUID(int=1),
        turn_id=UUID(int=2),
        language=Language.KO,
        question=QUESTION,
        section=Section.PROBLEM_SOLVING,
        competency=Competency(id=UUID(int=3), name="문제 해결력", definition="문제의 원인을 찾아 해결한다"),
        answer=answer,
        asked=(QUESTION,),
        follow_ups_left=1,
    )
    return base.model_copy(update=changes)


def ask(answer: str, **changes: object) -> FollowUp | None:
    return follow_up(payload(answer, **changes), ENGINE, deadline=NO_DEADLINE).follow_up


@pytest.mark.parametrize(
    ("answer", "trigger", "cited"),
    [
        (
            "인턴 때 배포가 실패했는데 제가 배포 자동화를 구축했습니다.",
            "배포 자동화를 구축",
            "‘배포 자동화를 구축’했다고",
        ),
        (
            "화면이 느렸을 때 제가 로딩 시간을 40% 줄였습니다",
            "로딩 시간을 40% 줄였습니다",
            "‘로딩 시간을 40% 줄였습니다’라고",
        ),
    ],
)
def test_korean_citations_read_naturally(answer: str, trigger: str, cited: str) -> None:
    question = ask(answer)

    assert question is not None
    assert question.trigger == trigger
    assert cited in question.text


@pytest.mark.parametrize(
    ("answer", "cited"),
    [
        (
            "When I was an intern the build broke often and i automated the pipeline with a script",
            "You mentioned that you “automated",
        ),
        (
            "last year we had a big outage and we moved everything to a new cluster",
            "You mentioned that your team “moved everything",
        ),
    ],
)
def test_english_citations_read_naturally(answer: str, cited: str) -> None:
    question = ask(
        answer, language=Language.EN, question="Tell me about a problem.", asked=("Tell me about a problem.",)
    )

    assert question is not None
    assert cited in question.text


def test_wording_varies_with_the_turn_and_is_stable_for_it() -> None:
    answer = "인턴 때 배포가 자꾸 실패했는데 제가 배포 자동화를 구축했습니다."
    texts = {question.text for turn in range(12) if (question := ask(answer, turn_id=UUID(int=turn)))}

    assert len(texts) == 3
    assert ask(answer) == ask(answer)


def test_no_question_is_asked_twice() -> None:
    answer = "저희 팀이 Kafka를 쓰기로 했고 다 같이 처리량을 40퍼센트 늘렸습니다."
    asked: tuple[str, ...] = (QUESTION,)
    for _ in range(30):
        question = ask(answer, asked=asked)
        if question is None:
            break
        assert question.text not in asked
        asked = (*asked, question.text)
    assert ask(answer, asked=asked) is None


@pytest.mark.parametrize("section", [Section.INTRODUCTION, Section.CLOSING])
def test_introduction_and_closing_are_taken_as_they_are(section: Section) -> None:
    assert ask("안녕하세요.", section=section) is None


def test_none_when_no_follow_up_is_left() -> None:
    assert ask("모르겠습니다", follow_ups_left=0) is None


def test_no_answer_is_asked_once_more_in_an_easier_way_and_then_left() -> None:
    first = ask("잘 모르겠습니다")
    assert first is not None
    assert first.intent is FollowUpIntent.CLARIFY
    assert "괜찮습니다" in first.text

    before = QuestionAndAnswer(question=QUESTION, answer="잘 모르겠습니다", section=Section.PROBLEM_SOLVING)
    assert ask("그래도 생각이 안 나요", question=first.text, history=(before,), asked=(QUESTION, first.text)) is None


def test_second_follow_up_takes_up_only_new_claims() -> None:
    answer = "인턴 때 배포가 자꾸 실패했는데 제가 배포 자동화를 구축했습니다."
    first = ask(answer, follow_ups_left=2)
    assert first is not None
    before = QuestionAndAnswer(question=QUESTION, answer=answer, section=Section.PROBLEM_SOLVING)
    linked = {"question": first.text, "history": (before,), "asked": (QUESTION, first.text)}

    assert ask("네, 실패가 거의 없어졌습니다.", **linked) is None
    claim = ask("배포 실패가 80퍼센트 줄었습니다.", **linked)
    assert claim is not None
    assert claim.intent is FollowUpIntent.NUMBER


def test_protected_words_are_not_cited() -> None:
    question = ask("저는 결혼하고 아버지 회사에서 일하면서 열심히 배우고 있는 사람입니다.")

    assert question is None or not question.trigger


@pytest.mark.parametrize("wording", [wording_ko, wording_en])
def test_every_kind_of_point_has_words(wording: object) -> None:
    tables = {**wording.PLAIN, **wording.WITH_CITATION}  # type: ignore[attr-defined]
    for kind in Kind:
        assert kind in INTENTS
        assert wording.REASONS[kind]  # type: ignore[attr-defined]
        assert kind is Kind.NO_ANSWER or tables[kind]


def test_an_hour_of_talking_is_answered_at_once() -> None:
    answer = "제가 캐시를 도입했고 응답 시간을 줄였습니다 그리고 여러 가지를 했습니다. " * 2000
    started = perf_counter()
    ask(answer)

    assert perf_counter() - started < 5


def test_follow_ups_load_no_korean_analyser() -> None:
    code = (
        "import sys\n"
        "from tests.unit.worker.llm.test_follow_up import ask\n"
        "assert ask('제가 캐시를 도입했습니다') is not None\n"
        "print('kiwipiepy' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert out.stdout.strip() == "False"
