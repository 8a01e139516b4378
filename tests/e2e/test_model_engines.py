"""A whole interview on engines that load models. Their weights are random: only their words are nonsense."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from playwright.sync_api import Playwright, expect
from psycopg.rows import dict_row

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.e2e.recruiter_pages import RecruiterPages
from tests.e2e.room_page import RoomPage
from tests.support.documents import KOREAN_RESUME, pdf
from tests.support.people import invite
from tests.support.platform import Platform, running_platform
from tests.support.recordings import silence, speech
from tests.support.tiny_models.folder import make_folder
from tests.support.waiting import wait_for

pytestmark = pytest.mark.e2e

KO = Language.KO
NAME = "이가람"
ANSWER = "작년에 대형 고객사의 로그인이 되지 않았을 때 제가 직접 전화해 원인을 확인하고 두 시간 만에 복구했습니다."
READ_WITHIN_MS = 90_000
REPORTED_WITHIN_S = 300
"""Ratings are drawn five times, and a model of random weights writes until its grammar ends it."""

SPOKEN_ANSWERS = 2
CORE_QUESTIONS = 4
"""Nonsense is mostly no question: what a model of random weights drafts is rarely asked."""


@pytest.fixture(scope="module")
def platform(built_frontend: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The product with tiny models in its models folder, every engine on `auto`."""
    folder = tmp_path_factory.mktemp("models")
    with running_platform(folder / "data", MODELS_DIR=str(make_folder(folder / "models"))) as running:
        yield running


@pytest.fixture(scope="module")
def browsers(
    platform: Platform, running_playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    """Browsers whose candidate is heard and seen."""
    running = Browsers(running_playwright, platform.url, tmp_path_factory.mktemp("devices"))
    yield running
    running.close()


def test_a_korean_interview_on_engines_that_load_models(platform: Platform, browsers: Browsers, tmp_path: Path) -> None:
    resume = tmp_path / "resume.pdf"
    resume.write_bytes(pdf(KOREAN_RESUME))
    speaker = browsers.playing("speaker", speech(ANSWER, KO), silence(3))
    pages = CandidatePages(browsers.person(KO, browser=speaker), KO)
    pages.open_invitation(invite(platform, language="ko", name=NAME, email="garam@candidate.example"))
    pages.register()
    pages.consent()
    pages.upload_resume(resume)
    expect(pages.heading("resume:checkTitle")).to_be_visible(timeout=READ_WITHIN_MS)
    pages.button("resume:confirm").click()
    pages.check_devices()
    interview = pages.interview_id

    room = RoomPage(pages.page, KO)
    room.start()
    questions: list[str] = []
    more = True
    while more:
        assert len(questions) < 30, questions
        question = speak(room) if len(questions) < SPOKEN_ANSWERS else room.type_answer(ANSWER)
        questions.append(question)
        more = room.goes_on_after(question)
    assert len(questions) >= CORE_QUESTIONS
    assert len(set(questions)) == len(questions), questions
    expect(room.finished).to_be_visible()

    wait_for(lambda: state(platform, interview) == "reported", within_s=REPORTED_WITHIN_S, what="the report")
    recruiter = RecruiterPages(browsers.person(KO), KO)
    recruiter.sign_in(platform)
    recruiter.open_report(interview, NAME)
    expect(recruiter.page.get_by_text("llama_cpp").first).to_be_visible()
    check_records(platform, interview, asked=len(questions))


def speak(room: RoomPage) -> str:
    """Answer by voice for as long as it takes to be heard, and end the answer by the button."""
    question = room.question.inner_text()
    room.open_answer()
    expect(room.state("listening")).to_be_visible()
    room.finish()
    return question


def state(platform: Platform, interview: str) -> str:
    """Return the state of an interview."""
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT state FROM interview WHERE id = %s", [interview]).fetchone()
    assert row is not None
    return str(row[0])


def check_records(platform: Platform, interview: str, *, asked: int) -> None:
    """Every step names the engine that made it; what a model did not do in time says so."""
    with psycopg.connect(platform.database_url.replace("+psycopg", ""), row_factory=dict_row) as connection:

        def rows(query: LiteralString) -> list[dict[str, Any]]:
            return connection.execute(query, [interview]).fetchall()

        tasks = rows("SELECT name, state, engine FROM task_record WHERE interview_id = %s")
        engines: dict[str, set[str]] = {}
        for task in tasks:
            assert task["state"] == "succeeded", task
            if task["engine"] is not None:
                engines.setdefault(task["name"], set()).add(task["engine"]["name"])
        for name in ("resume.structure", "interview.plan", "interview.follow_up"):
            assert engines[name] <= {"llama_cpp", "rules"}, engines
        for name in ("evaluation.rate_answer", "evaluation.write_report"):
            assert engines[name] == {"llama_cpp"}, engines
        assert "llama_cpp" in engines["interview.follow_up"] | engines["interview.plan"]
        [turns] = rows("SELECT count(*) AS asked FROM turn WHERE interview_id = %s")
        [reports] = rows("SELECT count(*) AS made FROM report WHERE interview_id = %s")
        answers = rows("SELECT mode, transcript_engine FROM answer WHERE interview_id = %s")
        passages = rows(
            "SELECT passage.model FROM passage JOIN interview USING (job_id) WHERE interview.id = %s"
            " AND passage.interview_id IS NULL"
        )
        [faces] = rows(
            "SELECT count(*) AS seen, array_agg(DISTINCT engine->>'name') AS engines FROM frame_observation"
            " WHERE interview_id = %s AND face_count > 0"
        )
    assert turns["asked"] == asked
    assert reports["made"] == 1
    spoken = [answer["transcript_engine"]["name"] for answer in answers if answer["mode"] == "spoken"]
    assert spoken == ["faster_whisper"] * SPOKEN_ANSWERS
    assert passages
    assert all(passage["model"].startswith("sentence_transformers:") for passage in passages)
    assert faces["seen"] > 0
    assert faces["engines"] == ["mediapipe_landmarker"]
