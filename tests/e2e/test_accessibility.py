"""axe finds nothing serious on any page, in both languages, light and dark."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.axe import serious_violations
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.recruiter_pages import RecruiterPages
from tests.e2e.room_page import RoomPage
from tests.support.documents import KOREAN_RESUME, pdf
from tests.support.people import Candidate, demo_job, invite, recruiter_client
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("language", list(Language), ids=str)
ANSWERS = {
    Language.KO: "작년에 고객이 로그인하지 못했을 때 직접 전화해 원인을 확인하고 두 시간 만에 계정을 복구했습니다.",
    Language.EN: "When a customer could not log in last year, I called them and restored the account within two hours.",
}


@BOTH
def test_candidate_pages(platform: Platform, browsers: Browsers, tmp_path: Path, language: Language) -> None:
    found: list[str] = []
    answer = ANSWERS[language]
    pages = CandidatePages(browsers.person(language), language)
    page, words = pages.page, pages.words

    def look(name: str) -> None:
        found.extend(serious_violations(page, name))

    page.goto("/login")
    expect(pages.button("auth:submit")).to_be_visible()
    pages.button("auth:submit").click()
    expect(page.get_by_text(words("auth:emailRequired"))).to_be_visible()
    look("sign-in with errors")
    pages.open_invitation("/invite#wrong")
    expect(pages.heading("invitation:unknown.title")).to_be_visible()
    look("closed invitation")
    page.goto("/nowhere")
    expect(pages.heading("common:notFound.title").first).to_be_visible()
    look("not found")
    email = f"axe-{language.value}@candidate.example"
    pages.open_invitation(invite(platform, language=language.value, name="Yu", email=email))
    expect(pages.button("invitation:begin")).to_be_visible()
    look("invitation")
    pages.button("invitation:begin").click()
    look("registration")
    page.get_by_label(words("register:password"), exact=True).fill("a long enough password")
    pages.button("register:submit").click()
    expect(pages.heading("consent:decideTitle")).to_be_visible()
    look("consent")
    pages.consent()
    expect(pages.heading("resume:title")).to_be_visible()
    look("résumé")
    (tmp_path / "resume.pdf").write_bytes(pdf(KOREAN_RESUME))
    pages.upload_resume(tmp_path / "resume.pdf")
    expect(pages.heading("resume:checkTitle")).to_be_visible(timeout=30_000)
    look("facts")
    pages.button("resume:confirm").click()
    expect(pages.heading("device:title")).to_be_visible()
    pages.button("device:microphone.start").click()
    pages.button("device:speaker.play").click()
    expect(page.get_by_label(words("device:microphone.level"))).to_be_visible()
    look("devices")
    pages.button("device:continue").click()

    room = RoomPage(page, language)
    expect(room.button("room:lobby.start")).to_be_visible(timeout=45_000)
    look("lobby")
    room.start()
    room.open_answer()
    look("answer as the room offers it")
    if room.button("room:mode.typed").is_visible():
        room.button("room:mode.typed").click()
    room.typed.fill(answer)
    look("typed answer")
    room.button("room:help.open").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look("help")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    question = room.question.inner_text()
    room.finish()
    while room.goes_on_after(question):
        question = room.type_answer(answer)
    expect(room.finished).to_be_visible()
    pages.button("done:showTranscript").click()
    expect(page.get_by_text(answer).first).to_be_visible()
    look("done")
    page.goto("/interviews")
    expect(pages.heading("home:title")).to_be_visible()
    look("own interviews")
    assert not found, "\n".join(found)


@BOTH
def test_recruiter_pages(platform: Platform, browsers: Browsers, language: Language) -> None:
    candidate = Candidate.register(platform, language=language.value)
    now = candidate.begin(language=language.value)
    while now["turn"] is not None:
        candidate.answer(now, ANSWERS[language])
        now = candidate.next_question(after=now["turn"]["id"], within_s=15)
    running = Candidate.register(platform, language=language.value)
    running.begin(language=language.value)
    with closing(recruiter_client(platform)) as client:
        job = demo_job(client)["id"]

    found: list[str] = []
    recruiter = RecruiterPages(browsers.person(language), language)
    page = recruiter.page
    recruiter.sign_in(platform)
    found += serious_violations(page, "jobs")
    for tab in ("invitations", "overview", "competencies", "questions"):
        page.goto(f"/recruiter/jobs/{job}?tab={tab}")
        expect(page.get_by_role("tabpanel")).to_be_visible()
        content = page.get_by_role("tabpanel").get_by_role("heading")
        expect(content.or_(page.get_by_role("listitem")).or_(page.get_by_role("table")).last).to_be_visible()
        found += serious_violations(page, f"job, {tab}")
    page.goto(f"/recruiter/jobs/{job}")
    recruiter.button("recruiter:invitation.create").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += serious_violations(page, "invite")
    for path, key in (("candidates", "board"), ("engines", "engines")):
        page.goto(f"/recruiter/{path}")
        expect(page.get_by_role("heading", level=1, name=recruiter.words(f"recruiter:{key}.title"))).to_be_visible()
        expect(page.get_by_role("main").get_by_text("…")).to_have_count(0)
        found += serious_violations(page, path)
    page.goto(f"/recruiter/interviews/{running.interview_id}")
    expect(page.get_by_role("heading", name=recruiter.words("recruiter:live.transcript"))).to_be_visible()
    found += serious_violations(page, "live interview")
    recruiter.open_report(candidate.interview_id, "Jordan Lee")
    expect(page.locator(".recharts-polar-grid")).to_be_visible()
    found += serious_violations(page, "report")
    assert not found, "\n".join(found)
