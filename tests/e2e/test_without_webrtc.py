"""A network that lets no WebRTC through: the interview goes on, by voice and by typing."""

import re

import pytest
from playwright.sync_api import Route, expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.room_page import RoomPage
from tests.support.people import invite
from tests.support.platform import Platform
from tests.support.recordings import silence, speech

pytestmark = pytest.mark.e2e

EN = Language.EN
SPOKEN = "The most difficult problem was the database."
HEARD = re.compile(r"\b(most|problem)\b", re.IGNORECASE)
TYPED = "I called the customer before the deadline and restored the account within two hours."
LIVE_GIVEN_UP_WITHIN_MS = 40_000
TRANSCRIBED_WITHIN_MS = 60_000


def test_an_interview_where_webrtc_cannot_connect(platform: Platform, browsers: Browsers) -> None:
    speaker = browsers.playing("slow-speaker", speech(SPOKEN), silence(6))
    pages = CandidatePages(browsers.person(EN, browser=speaker), EN)
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.method)
        route.abort("connectionrefused")

    pages.context.route(f"{platform.media_url}/**", refuse)
    pages.open_invitation(invite(platform, language="en", name="Sam Yoon", email="sam@candidate.example"))
    pages.register()
    pages.consent()
    pages.skip_resume()
    pages.check_devices()

    room = RoomPage(pages.page, EN)
    room.start()
    question = room.question.inner_text()
    room.open_answer()
    expect(room.state("listening")).to_be_visible()
    expect(pages.page.get_by_text(room.words("room:spoken.noCaptions"))).to_be_visible(timeout=LIVE_GIVEN_UP_WITHIN_MS)
    room.finish()
    more = room.goes_on_after(question)
    assert more
    while more:
        more = room.goes_on_after(room.type_answer(TYPED))
    expect(room.finished).to_be_visible()
    assert refused

    pages.button("done:showTranscript").click()
    expect(pages.page.get_by_text(HEARD).first).to_be_visible(timeout=TRANSCRIBED_WITHIN_MS)
    expect(pages.page.get_by_text(TYPED).first).to_be_visible()
