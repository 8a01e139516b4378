"""A whole typed interview with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import PASSWORD, CandidatePages
from tests.e2e.room_page import PREPARED_WITHIN_MS, RoomPage
from tests.support.people import invite
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

KO = Language.KO
ANSWER = "마감 전에 고객에게 직접 전화해 두 시간 만에 계정을 복구했습니다."
FARTHEST = 60
"""More presses of Tab than any page has places to stop."""


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(FARTHEST):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def press(page: Page, target: Locator) -> None:
    """Go to a button and press Enter."""
    go_to(page, target)
    page.keyboard.press("Enter")


def test_a_typed_interview_by_keyboard(platform: Platform, browsers: Browsers) -> None:
    pages = CandidatePages(browsers.person(KO), KO)
    page, words = pages.page, pages.words
    pages.open_invitation(invite(platform, language="ko", name="오세라", email="sera@candidate.example"))
    press(page, pages.button("invitation:begin"))
    go_to(page, page.get_by_label(words("register:password"), exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(pages.heading("consent:decideTitle")).to_be_visible()
    for group in page.get_by_role("radiogroup").all():
        go_to(page, group.get_by_role("radio").first)
        page.keyboard.press("Space")
        expect(group.get_by_role("radio").first).to_be_checked()
    press(page, pages.button("consent:submit"))
    press(page, pages.button("resume:skip"))
    press(page, pages.button("device:continueTyped"))

    room = RoomPage(page, KO)
    expect(room.button("room:lobby.start")).to_be_visible(timeout=PREPARED_WITHIN_MS)
    press(page, room.button("room:lobby.start"))
    more, asked = True, 0
    while more:
        expect(room.question).to_be_focused()
        question = room.question.inner_text()
        page.keyboard.press("Space")
        go_to(page, room.typed)
        page.keyboard.insert_text(ANSWER)
        page.keyboard.press("Control+Enter")
        more = room.goes_on_after(question)
        asked += 1
    assert asked >= 4
    expect(room.finished).to_be_visible()
