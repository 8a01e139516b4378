"""An English interview by voice: a synthesised speaker in the fake microphone, a person in the fake camera."""

import io
import re

import psycopg
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.recruiter_pages import RecruiterPages
from tests.e2e.room_page import RoomPage
from tests.support.platform import Platform
from tests.support.recordings import silence, speech

pytestmark = pytest.mark.e2e

EN = Language.EN
NAME = "Robin Park"
JOB = "Customer Success Manager (short trial interview)"
SPOKEN = "I decided to call the customer. I helped the customer and solved the problem."
HEARD = re.compile(r"\b(customer|problem|decided)\b", re.IGNORECASE)
"""What the embedded recogniser understands of it for certain."""

PAUSE_S = 10.5
"""Longer than the silence and the countdown that end an answer."""

UNDERSTOOD_WITHIN_MS = 45_000
SILENCE_ENDS_WITHIN_MS = 40_000


def test_an_english_interview_by_voice(platform: Platform, browsers: Browsers) -> None:
    recruiter = RecruiterPages(browsers.person(EN), EN)
    recruiter.sign_in(platform)
    recruiter.open_job(JOB)
    link = recruiter.invite(name=NAME, email="robin@candidate.example", language=EN)

    speaker = browsers.playing("speaker", speech(SPOKEN), silence(PAUSE_S))
    pages = CandidatePages(browsers.person(EN, browser=speaker), EN)
    pages.open_invitation(link)
    pages.register()
    pages.consent()
    pages.skip_resume()
    pages.check_devices()
    interview = pages.interview_id
    take_interview(RoomPage(pages.page, EN))

    pages.button("done:showTranscript").click()
    expect(pages.page.get_by_text(HEARD).first).to_be_visible()
    assert faces_seen(platform, interview) > 0

    recruiter.open_report(interview, NAME)
    check_report(recruiter)
    check_print(recruiter)


def take_interview(room: RoomPage) -> None:
    """End a spoken answer in each of the three ways, then answer by typing."""
    room.start()
    question = speak(room)
    room.finish()
    assert room.goes_on_after(question)

    question = speak(room)
    room.page.keyboard.press("Space")
    assert room.goes_on_after(question)

    question = speak(room)
    expect(room.page.get_by_text(room.words("room:silence.text"))).to_be_visible(timeout=SILENCE_ENDS_WITHIN_MS)
    more = room.goes_on_after(question)

    while more:
        more = room.goes_on_after(room.type_answer(SPOKEN))
    expect(room.finished).to_be_visible()


def speak(room: RoomPage) -> str:
    """Open the answer and let the microphone be understood; returns the question."""
    question = room.question.inner_text()
    room.open_answer()
    expect(room.state("listening")).to_be_visible()
    expect(room.captions).to_contain_text(HEARD, timeout=UNDERSTOOD_WITHIN_MS)
    return question


def faces_seen(platform: Platform, interview_id: str) -> int:
    """Return in how many sampled frames of an interview a person was present."""
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        query = "SELECT count(*) FROM frame_observation WHERE interview_id = %s AND face_count > 0"
        row = connection.execute(query, [interview_id]).fetchone()
    assert row is not None
    return int(row[0])


def check_report(recruiter: RecruiterPages) -> None:
    """The report shows what a decision needs, and the recording plays beside its words."""
    page, words = recruiter.page, recruiter.words
    for key in ("summary", "dimensions", "strengths", "improvements", "engines"):
        expect(page.get_by_role("heading", name=words(f"recruiter:report.{key}"), exact=True)).to_be_visible()
    rated = page.get_by_role("img", name=words.like("recruiter:report.levelOf"))
    expect(rated.or_(page.get_by_text(words("recruiter:report.notRated"), exact=True)).first).to_be_visible()
    expect(page.locator("q").filter(has_text=HEARD).first).to_be_visible()
    expect(page.locator(".recharts-polar-grid")).to_be_visible()
    expect(page.get_by_text(re.compile("pocketsphinx", re.IGNORECASE)).first).to_be_visible()

    recording = page.get_by_label(words.like("recruiter:report.recordingOf")).first
    expect(recording).to_be_visible()
    recording.evaluate("element => { element.muted = true; return element.play(); }")
    page.wait_for_function("element => element.currentTime > 0.5", arg=recording.element_handle())
    expect(page.get_by_role("button", name=HEARD).first).to_be_visible()


def check_print(recruiter: RecruiterPages) -> None:
    """The report prints with its words."""
    printed = PdfReader(io.BytesIO(recruiter.page.pdf(format="A4")))
    text = "\n".join(page.extract_text() for page in printed.pages)
    assert len(printed.pages) >= 2
    assert NAME in text
    assert HEARD.search(text)
