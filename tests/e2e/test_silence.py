"""A microphone that hears nothing: no answer is made up, and the interview goes on."""

import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.recruiter_pages import RecruiterPages
from tests.e2e.room_page import RoomPage
from tests.support.people import invite
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

EN = Language.EN
NAME = "Alex Shin"
TYPED = "I answered the angry customer within an hour, and the number of complaints fell by 20 percent."


def test_a_silent_answer_is_no_answer(platform: Platform, browsers: Browsers) -> None:
    pages = CandidatePages(browsers.person(EN), EN)
    pages.open_invitation(invite(platform, language="en", name=NAME, email="alex@candidate.example"))
    pages.register()
    pages.consent()
    pages.skip_resume()
    pages.button("device:microphone.start").click()
    expect(pages.page.get_by_text(pages.words("device:remedy.silent"))).to_be_visible(timeout=20_000)
    pages.button("device:continue").click()
    interview = pages.interview_id

    room = RoomPage(pages.page, EN)
    room.start()
    question = room.question.inner_text()
    room.open_answer()
    expect(room.state("listening")).to_be_visible()
    expect(room.captions).to_contain_text(room.words("room:spoken.captionsEmpty"))
    room.finish()
    more = room.goes_on_after(question)
    assert more
    expect(pages.page.get_by_text(room.words("room:followUp"), exact=True)).to_have_count(0)
    while more:
        more = room.goes_on_after(room.type_answer(TYPED))
    expect(room.finished).to_be_visible()
    pages.button("done:showTranscript").click()
    expect(pages.page.get_by_text(room.words("done:none"))).to_be_visible(timeout=30_000)

    recruiter = RecruiterPages(browsers.person(EN), EN)
    recruiter.sign_in(platform)
    recruiter.open_report(interview, NAME)
    expect(recruiter.page.get_by_text(recruiter.words("recruiter:report.noAnswer")).first).to_be_visible()
