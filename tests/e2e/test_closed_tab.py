"""A tab that is closed in the middle of a spoken answer: the same question waits, and nothing recorded is lost."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.room_page import RoomPage
from tests.support.people import invite
from tests.support.platform import Platform
from tests.support.recordings import silence, speech
from tests.support.waiting import wait_for

pytestmark = pytest.mark.e2e

EN = Language.EN
SPOKEN = "The most difficult problem was the database."
HEARD = re.compile(r"\b(most|problem)\b", re.IGNORECASE)
BACK_WITHIN_MS = 10_000


def stored_parts(platform: Platform, interview_id: str) -> Callable[[], dict[int, int]]:
    """Return what reads how many chunks of each part of the interview's recordings are stored."""

    def read() -> dict[int, int]:
        with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
            query = "SELECT part, count(*) FROM audio_chunk WHERE interview_id = %s GROUP BY part"
            return {int(part): int(count) for part, count in connection.execute(query, [interview_id])}

    return read


def test_an_answer_survives_a_closed_tab_and_a_reload(platform: Platform, browsers: Browsers) -> None:
    speaker = browsers.playing("slow-speaker", speech(SPOKEN), silence(6))
    pages = CandidatePages(browsers.person(EN, browser=speaker), EN)
    pages.open_invitation(invite(platform, language="en", name="Max Lim", email="max@candidate.example"))
    pages.register()
    pages.consent()
    pages.skip_resume()
    pages.check_devices()
    room = RoomPage(pages.page, EN)
    room.start()
    question = room.question.inner_text()
    room.open_answer()
    expect(room.captions).to_contain_text(HEARD, timeout=45_000)
    interview, parts = pages.interview_id, stored_parts(platform, pages.interview_id)
    wait_for(lambda: parts().get(0, 0) >= 2, within_s=15, what="two chunks of the first part")
    pages.page.close()

    room = RoomPage(pages.context.new_page(), EN)
    room.page.goto(f"/interviews/{interview}")
    expect(room.state("listening").or_(room.button("room:seat.take")).first).to_be_visible(timeout=BACK_WITHIN_MS)
    if room.button("room:seat.take").is_visible():
        room.button("room:seat.take").click()
    expect(room.question).to_have_text(question)
    expect(room.captions).to_contain_text(HEARD)
    wait_for(lambda: parts().get(1, 0) >= 2, within_s=20, what="two chunks of the second part")

    room.page.reload()
    expect(room.state("listening")).to_be_visible(timeout=BACK_WITHIN_MS)
    expect(room.question).to_have_text(question)
    wait_for(lambda: parts().get(2, 0) >= 1, within_s=20, what="a chunk of the third part")
    room.finish()
    assert room.goes_on_after(question)
    assert sorted(parts()) == [0, 1, 2]
