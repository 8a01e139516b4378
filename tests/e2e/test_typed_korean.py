"""A Korean interview by typing, with a résumé, in the real pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.recruiter_pages import RecruiterPages
from tests.e2e.room_page import RoomPage
from tests.support.documents import KOREAN_RESUME, pdf
from tests.support.people import invite
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

KO = Language.KO
NAME = "김하늘"
FACT = "문의 분류 자동화"
ANSWERS = (
    "저는 고객 지원팀에서 삼 년 동안 일하면서 고객의 문제를 직접 듣고 해결하는 일을 좋아하게 됐습니다.",
    "작년에 대형 고객사의 로그인이 되지 않았을 때 제가 직접 전화해 원인을 확인하고 두 시간 만에 계정을 복구했습니다.",
    "배포가 이틀 남아서 작은 수정부터 먼저 내보내기로 결정했고, 그 뒤 문의가 30% 줄었습니다.",
    "일정에 대해 의견이 달라서 위험을 정리해 공유하고 새 계획에 모두 합의했습니다.",
)


def test_a_korean_interview_by_typing_with_a_resume(platform: Platform, browsers: Browsers, tmp_path: Path) -> None:
    resume = tmp_path / "resume.pdf"
    resume.write_bytes(pdf(KOREAN_RESUME))
    pages = CandidatePages(browsers.person(KO), KO)
    words = pages.words

    pages.open_invitation(invite(platform, language="ko", name=NAME, email="haneul@candidate.example"))
    pages.register()
    pages.consent()

    pages.upload_resume(resume)
    expect(pages.heading("resume:checkTitle")).to_be_visible(timeout=30_000)
    expect(pages.page.get_by_text("바른클라우드").first).to_be_visible()
    project = pages.page.get_by_role("button", name=words("resume:editFact", title="고객 이탈 예측 대시보드"))
    project.click()
    pages.page.get_by_label(words("resume:titleLabel.project")).fill("이탈 예측 알림판")
    pages.button("resume:apply").click()
    expect(pages.page.get_by_text("이탈 예측 알림판").first).to_be_visible()
    pages.button("resume:confirm").click()

    pages.go_on_typing()
    room = RoomPage(pages.page, KO)
    room.start()
    questions, followed_up = [], []
    for number in range(12):
        text = ANSWERS[number % len(ANSWERS)]
        question = room.type_answer(text)
        questions.append(question)
        if not room.goes_on_after(question):
            break
        if pages.page.get_by_text(words("room:followUp"), exact=True).is_visible():
            followed_up.append((text, room.question.inner_text()))
    assert len(set(questions)) == len(questions) >= 5
    assert any("이탈 예측 알림판" in question or "바른클라우드" in question for question in questions), questions
    assert followed_up, questions
    assert any(quoted(question, answer) for answer, question in followed_up), followed_up
    expect(room.finished).to_be_visible()

    interview = pages.interview_id
    recruiter = RecruiterPages(browsers.person(KO), KO)
    recruiter.sign_in(platform)
    recruiter.open_report(interview, NAME)
    expect(recruiter.page.get_by_text("두 시간 만에 계정을 복구했습니다").first).to_be_visible()
    expect(recruiter.page.get_by_role("heading", name=words("recruiter:report.summary"))).to_be_visible()


def quoted(question: str, answer: str) -> bool:
    """Tell whether a question takes up at least six letters in a row of an answer."""
    return any(answer[start : start + 6] in question for start in range(len(answer) - 5))
