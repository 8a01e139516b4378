"""One interview in two tabs: one of them has it, and the person decides which."""

import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.room_page import RoomPage
from tests.support.people import invite
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

KO = Language.KO
DRAFT = "아직 쓰고 있는 답변입니다."


def test_a_second_tab_takes_the_interview_over(platform: Platform, browsers: Browsers) -> None:
    pages = CandidatePages(browsers.person(KO), KO)
    pages.open_invitation(invite(platform, language="ko", name="한가람", email="garam@candidate.example"))
    pages.register()
    pages.consent()
    pages.skip_resume()
    pages.go_on_typing()
    first = RoomPage(pages.page, KO)
    first.start()
    question = first.question.inner_text()
    first.open_answer()
    first.typed.fill(DRAFT)

    second = RoomPage(pages.context.new_page(), KO)
    second.page.goto(first.page.url)
    expect(second.page.get_by_role("heading", name=second.words("room:seat.title")).first).to_be_visible()
    expect(first.typed).to_be_visible()
    second.button("room:seat.take").click()
    expect(second.question).to_have_text(question)
    expect(first.page.get_by_role("heading", name=first.words("room:seat.title")).first).to_be_visible()

    second.type_answer(DRAFT)
    assert second.goes_on_after(question)
    first.button("room:seat.take").click()
    expect(first.question).to_have_text(second.question.inner_text())
    expect(second.page.get_by_role("heading", name=second.words("room:seat.title")).first).to_be_visible()
