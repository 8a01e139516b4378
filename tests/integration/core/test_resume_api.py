"""Résumés over HTTP: upload, reading, correction, replacement, and every way in which it goes wrong."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update

from backend_core.consents.notice import build_notice
from backend_core.models import Consent, Interview, Outbox, Passage, Resume, ResumeFact, TaskRecord
from backend_core.models.vocabulary import FactOrigin, OutboxKind
from backend_core.resumes import handlers
from backend_core.resumes.service import MAX_BYTES, confirmed_facts
from backend_core.retrieval.indexing import store_embeddings
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.payloads import common
from interview_contracts.payloads.embeddings import EmbedPayload
from interview_contracts.payloads.resumes import ExtractTextResult, HiddenText, StructureResult
from interview_contracts.vocabulary import Capability, ConsentPurpose, FactKind, InterviewState, Language
from tests.support.core import Api, core_settings, running_api
from tests.support.hashing import embed

pytestmark = pytest.mark.integration

PDF = b"%PDF-1.7\n" + b"x" * 2000
FACTS = (
    common.ResumeFact(kind=FactKind.PROJECT, title="결제 서버 이전", detail="응답 시간을 40% 줄였습니다."),
    common.ResumeFact(kind=FactKind.SKILL, title="Python"),
)
ENGINE = EngineInfo(capability=Capability.LLM, name="rules", version="1")


@pytest.fixture
async def api(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    async with running_api(core_settings(database_url, redis_url, tmp_path / "uploads")) as running:
        yield running


class Desk:
    """An interview whose candidate gives a résumé, and the workers that read it."""

    def __init__(self, api: Api, interview: Interview, client: httpx.AsyncClient, uploads: Path) -> None:
        self.api, self.interview, self.client, self.uploads = api, interview, client, uploads
        self.path = f"/api/v1/interviews/{interview.id}/resume"

    async def consent(self, granted: bool = True) -> None:
        await self.api.rows.save(
            Consent(
                company_id=self.interview.company_id,
                interview_id=self.interview.id,
                candidate_id=self.interview.candidate_id,
                purpose=ConsentPurpose.RESUME_ANALYSIS,
                granted=granted,
                notice_version="2026-11",
                text_sha256=build_notice(Language.KO).version,
                language=Language.KO,
                decided_at=self.interview.created_at,
            )
        )

    async def upload(self, content: bytes = PDF, **headers: str) -> httpx.Response:
        return await self.client.post(self.path, files={"file": ("이력서.pdf", content)}, headers=headers)

    async def read(self, language: str = "ko") -> dict[str, Any]:
        response = await self.client.get(self.path, headers={"Accept-Language": language})
        assert response.status_code == 200
        body: dict[str, Any] = response.json()
        return body

    async def task(self, name: str) -> TaskRecord:
        """Return the newest task of a kind."""
        async with self.api.resources.sessions() as session:
            statement = select(TaskRecord).where(TaskRecord.name == name).order_by(TaskRecord.id.desc()).limit(1)
            return (await session.scalars(statement)).one()

    async def extracted(self, *, hidden: tuple[HiddenText, ...] = (), task: TaskRecord | None = None) -> None:
        task = task or await self.task("resume.extract_text")
        result = ExtractTextResult(pages=("결제 서버 이전\x00",), language=Language.KO, hidden=hidden)
        async with self.api.resources.sessions() as session:
            await handlers.text_extracted(session, task, result, None)
            await session.commit()

    async def structured(self, facts: tuple[common.ResumeFact, ...] = FACTS, task: TaskRecord | None = None) -> None:
        task = task or await self.task("resume.structure")
        async with self.api.resources.sessions() as session:
            await handlers.structured(session, task, StructureResult(facts=facts), ENGINE)
            await session.commit()

    async def failed(self, code: ErrorCode, task: TaskRecord | None = None) -> None:
        task = task or await self.task("resume.extract_text")
        async with self.api.resources.sessions() as session:
            await handlers.reading_failed(session, task, TaskError(code=code, retryable=False))
            await session.commit()

    async def ready(self) -> None:
        await self.consent()
        assert (await self.upload()).status_code == 202
        await self.extracted()
        await self.structured()

    async def confirm(self, *facts: common.ResumeFact) -> httpx.Response:
        body = {"facts": [fact.model_dump(mode="json") for fact in facts]}
        return await self.client.put(f"{self.path}/facts", json=body)

    async def rows(self, model: type[Any]) -> list[Any]:
        async with self.api.resources.sessions() as session:
            return list(await session.scalars(select(model).order_by(model.id)))

    async def files(self) -> list[Path]:
        return sorted(path for path in self.uploads.rglob("*") if path.is_file())


@pytest.fixture
async def desk(api: Api, tmp_path: Path) -> AsyncIterator[Desk]:
    job = await api.rows.job(await api.rows.company())
    person = await api.rows.person()
    interview = await api.rows.interview(job, person)
    async with await api.client_of(person) as client:
        yield Desk(api, interview, client, tmp_path / "uploads")


async def test_from_the_file_to_confirmed_facts_that_can_be_found(desk: Desk) -> None:
    assert (await desk.read())["state"] == "none"
    await desk.consent()

    uploaded = await desk.upload()
    assert (uploaded.status_code, uploaded.json()["state"]) == (202, "reading")
    assert uploaded.json()["file_name"] == "이력서.pdf"
    (stored,) = await desk.files()
    assert stored.read_bytes() == PDF

    await desk.extracted(hidden=(HiddenText(page=1, reason="white", text="ignore\x00 all"),))
    await desk.structured()
    read = await desk.read()
    assert (read["state"], read["hidden_text_found"]) == ("ready", True)
    assert [fact["title"] for fact in read["facts"]] == ["결제 서버 이전", "Python"]

    corrected = FACTS[0].model_copy(update={"detail": "응답 시간을 35% 줄였습니다."})
    response = await desk.confirm(corrected)
    assert (response.status_code, response.json()["state"]) == (200, "confirmed")
    assert [fact["detail"] for fact in response.json()["facts"]] == ["응답 시간을 35% 줄였습니다."]

    task = await desk.task("embedding.embed_texts")
    async with desk.api.resources.sessions() as session:
        await store_embeddings(session, embed(EmbedPayload.model_validate(task.payload)))
        await session.commit()
        assert await confirmed_facts(session, desk.interview.id) == (corrected,)
    (passage,) = await desk.rows(Passage)
    assert passage.text == "결제 서버 이전\n응답 시간을 35% 줄였습니다."
    assert (passage.model, passage.interview_id) == ("test-hashing", desk.interview.id)


async def test_what_was_read_is_kept_beside_the_correction(desk: Desk) -> None:
    await desk.ready()
    await desk.confirm(FACTS[1])
    await desk.confirm(FACTS[1], common.ResumeFact(kind=FactKind.SKILL, title="Go"))

    facts = await desk.rows(ResumeFact)

    titles = {
        origin: [f.title for f in sorted(facts, key=lambda f: f.position) if f.origin is origin]
        for origin in FactOrigin
    }
    assert titles == {FactOrigin.PARSED: ["결제 서버 이전", "Python"], FactOrigin.CANDIDATE: ["Python", "Go"]}
    assert len(await desk.rows(Passage)) == 2


async def test_without_consent_nothing_is_taken(desk: Desk) -> None:
    refused = await desk.upload()
    await desk.consent(granted=False)
    refused_again = await desk.upload()

    assert [r.json()["code"] for r in (refused, refused_again)] == ["consent_required"] * 2
    assert await desk.files() == []
    assert await desk.rows(Resume) == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "pdf_empty"),
        (b"PK\x03\x04 a document" * 100, 422, "pdf_not_a_pdf"),
        (b"%PDF-" + bytes(MAX_BYTES), 413, "pdf_too_large"),
        (b"%PDF-" + bytes(50 * 1024 * 1024), 413, "pdf_too_large"),
    ],
    ids=["empty", "no PDF", "10 MB and a little", "50 MB"],
)
@pytest.mark.parametrize(("language", "hangul"), [("ko", True), ("en", False)])
async def test_a_bad_file_is_refused_in_the_readers_language_and_nothing_is_lost(
    desk: Desk, content: bytes, status: int, code: str, language: str, hangul: bool
) -> None:
    await desk.ready()
    before = await desk.files()

    response = await desk.upload(content, **{"Accept-Language": language})

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert any("가" <= character <= "힣" for character in response.json()["detail"]) is hangul
    assert await desk.files() == before
    assert (await desk.read())["state"] == "ready"


async def test_a_request_without_a_file_is_refused(desk: Desk) -> None:
    await desk.consent()

    response = await desk.client.post(desk.path, content=b"%PDF-", headers={"Content-Type": "application/pdf"})

    assert (response.status_code, response.json()["code"]) == (422, "upload_malformed")


@pytest.mark.parametrize(
    "code",
    [
        ErrorCode.PDF_NOT_A_PDF,
        ErrorCode.PDF_ENCRYPTED,
        ErrorCode.PDF_EMPTY,
        ErrorCode.PDF_TOO_MANY_PAGES,
        ErrorCode.PDF_NO_TEXT,
        ErrorCode.FILE_CORRUPT,
        ErrorCode.WORKER_LOST,
    ],
)
async def test_a_file_that_cannot_be_read_says_why_and_leaves_every_way_open(desk: Desk, code: ErrorCode) -> None:
    await desk.consent()
    await desk.upload()
    await desk.failed(code)

    korean, english = await desk.read("ko"), await desk.read("en")
    assert (korean["state"], korean["error_code"]) == ("failed", code.value)
    assert korean["error_text"] != english["error_text"]
    assert korean["error_text"].endswith("이력서 없이 계속하실 수 있습니다.")

    assert (await desk.confirm(FACTS[0])).json()["state"] == "confirmed"
    assert (await desk.upload()).json()["state"] == "reading"
    assert (await desk.client.post(f"{desk.path}/skip")).json()["state"] == "skipped"


async def test_another_upload_replaces_everything_of_the_first(desk: Desk) -> None:
    await desk.ready()
    await desk.confirm(*FACTS)
    late_extract, late_structure = await desk.task("resume.extract_text"), await desk.task("resume.structure")

    assert (await desk.upload()).json()["state"] == "reading"

    assert await desk.rows(Passage) == []
    assert (await desk.read())["facts"] == []
    await desk.extracted(task=late_extract)
    await desk.structured(task=late_structure)
    await desk.failed(ErrorCode.INTERNAL, task=late_extract)
    assert (await desk.read())["state"] == "reading"
    assert (await desk.task("resume.structure")).id == late_structure.id
    await desk.extracted()
    await desk.structured((FACTS[1],))
    assert [fact["title"] for fact in (await desk.read())["facts"]] == ["Python"]


async def test_results_that_come_twice_change_nothing(desk: Desk) -> None:
    await desk.ready()
    await desk.extracted()
    await desk.structured((FACTS[1],))
    await desk.failed(ErrorCode.INTERNAL)

    read = await desk.read()

    assert (read["state"], len(read["facts"])) == ("ready", 2)


async def test_facts_cannot_be_confirmed_before_there_are_any(desk: Desk) -> None:
    await desk.consent()
    none = await desk.confirm(*FACTS)
    await desk.upload()
    reading = await desk.confirm(*FACTS)
    await desk.client.post(f"{desk.path}/skip")
    skipped = await desk.confirm(*FACTS)

    assert [r.json()["code"] for r in (none, reading, skipped)] == ["resume_not_read"] * 3


async def test_after_the_preparation_the_resume_stays_as_it_is(desk: Desk) -> None:
    await desk.ready()
    async with desk.api.resources.sessions() as session:
        await session.execute(update(Interview).values(state=InterviewState.READY))
        await session.commit()
    before = await desk.files()

    answers = [await desk.upload(), await desk.confirm(*FACTS), await desk.client.post(f"{desk.path}/skip")]

    assert [answer.json()["code"] for answer in answers] == ["resume_settled"] * 3
    assert await desk.files() == before


async def test_every_step_is_told_to_the_browser(desk: Desk) -> None:
    await desk.ready()
    await desk.confirm(*FACTS)

    events = [row for row in await desk.rows(Outbox) if row.kind is OutboxKind.EVENT]

    assert [event.name for event in events] == ["resume.changed"] * 3


async def test_null_characters_of_a_model_or_a_person_do_no_harm(desk: Desk) -> None:
    await desk.consent()
    await desk.upload()
    await desk.extracted()
    await desk.structured((common.ResumeFact(kind=FactKind.SKILL, title="Py\x00thon"),))
    response = await desk.confirm(common.ResumeFact(kind=FactKind.SKILL, title="G\x00o"))

    assert [fact["title"] for fact in response.json()["facts"]] == ["Go"]


async def test_a_strangers_upload_reaches_nothing(desk: Desk, api: Api) -> None:
    await desk.consent()
    recruiter = await api.rows.staff(await api.rows.company())
    for other in (await api.rows.person(), recruiter):
        async with await api.client_of(other) as client:
            stranger = Desk(api, desk.interview, client, desk.uploads)
            assert (await stranger.upload()).status_code in {403, 404}
            assert (await client.get(stranger.path)).status_code in {403, 404}
            assert (await stranger.confirm(*FACTS)).status_code in {403, 404}
            assert (await client.post(f"{stranger.path}/skip")).status_code in {403, 404}
    assert await desk.files() == []


async def test_deleting_an_interview_takes_its_resume_along(desk: Desk) -> None:
    await desk.ready()
    await desk.confirm(*FACTS)
    async with desk.api.resources.sessions() as session:
        await session.execute(delete(Consent))
        await session.execute(delete(Interview))
        await session.commit()

    assert [await desk.rows(model) for model in (Resume, ResumeFact, Passage)] == [[], [], []]
