"""Texts that break things: null and control characters, half characters, a million of them, right-to-left tricks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.support.core import PASSWORD, Api
from tests.support.stage import Stage, on_stage

pytestmark = pytest.mark.integration

LOGIN = "/api/v1/auth/login"
NASTY = {
    "null": "a\x00b",
    "control": "a\x07\x1b[31mb",
    "zero width": "a\u200b\u200db\ufeff",
    "right to left": "\u202eevil\u202c",
    "tags": "a\U000e0041\U000e0042",
    "combining": "e" + "\u0301" * 50,
    "emoji": "👩‍👩‍👧‍👦" * 5,
    "sql": "'; DROP TABLE interview; --",
    "html": "<img src=x onerror=alert(1)>",
    "template": "{{7*7}} ${jndi:ldap://x}",
    "path": "../../etc/passwd",
}


def clear(answer: httpx.Response) -> None:
    """Assert that a refusal is the client's to read, in one of the two languages, and repeats nothing."""
    assert 400 <= answer.status_code < 500, answer.text
    body = answer.json()
    assert body["code"]
    assert body["title"]
    assert body["detail"]


async def raw(client: httpx.AsyncClient, path: str, body: str, method: str = "POST") -> httpx.Response:
    return await client.request(
        method, path, content=body.encode(), headers={"Content-Type": "application/json", "Accept-Language": "en"}
    )


async def test_a_typed_answer_of_any_characters_is_taken(api: Api) -> None:
    texts = list(NASTY.values())
    while texts:
        async with on_stage(api) as stage:
            await stage.start()
            while (await stage.snapshot())["state"] == "asking":
                await stage.type(texts.pop() if texts else "enough")
                await stage.settle()
            assert (await stage.snapshot())["state"] == "reported"
            words = (await stage.candidate.get(f"{stage.path}/transcript")).json()
            shown = json.dumps(words, ensure_ascii=False)
            assert not {"\x00", "\u202e", "\U000e0041", "\u200b"} & set(shown)


async def test_names_and_searches_of_any_characters_are_no_error_of_ours(api: Api) -> None:
    company = await api.rows.company()
    client = await api.client_of(await api.rows.staff(company))
    for number, text in enumerate(NASTY.values()):
        job = await api.rows.job(company)
        wanted = {
            "candidate_name": text,
            "candidate_email": "someone@test.example",
            "language": "ko",
            "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        }
        made = await client.post(f"/api/v1/jobs/{job.id}/invitations", json=wanted)
        assert made.status_code in {201, 422}, made.text
        if made.status_code == 201:
            token = made.json()["link"].partition("#")[2]
            found = await client.post("/api/v1/auth/invitations/lookup", json={"token": token})
            assert found.status_code == 200
        searched = await client.get("/api/v1/candidates", params={"q": text})
        assert searched.status_code in {200, 422}, searched.text
        looked = await client.post("/api/v1/auth/invitations/lookup", json={"token": text})
        assert looked.status_code in {404, 422}, looked.text
        login = await client.post(LOGIN, json={"email": f"a{number}@test.example", "password": text})
        assert login.status_code in {401, 422}


@pytest.mark.parametrize("where", ["password", "email"])
async def test_half_characters_are_refused(api: Api, where: str) -> None:
    body = {"email": "a@test.example", "password": "x"}
    text = json.dumps({**body, where: "HALF"}).replace("HALF", "\\ud800")
    async with api.client() as client:
        answer = await raw(client, LOGIN, text)
    clear(answer)


async def test_half_characters_in_an_answer_are_refused_and_the_answer_stays_open(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    answer = await raw(stage.candidate, f"{stage.path}/turns/{turn}/end", '{"mode":"typed","text":"a\\udfffb"}')
    clear(answer)
    assert (await stage.snapshot())["state"] == "answering"


NONSENSE = [
    "",
    "{",
    "[]",
    "null",
    "1e999",
    "NaN",
    '{"mode":"typed"}',
    '{"mode":"sung","text":"a"}',
    '{"mode":"typed","text":"a","reason":"boredom"}',
    '{"mode":"typed","text":5}',
    '{"mode":"spoken","parts":[{"part":-1,"chunks":1}]}',
    '{"mode":"spoken","parts":[{"part":64,"chunks":1}]}',
    '{"mode":"spoken","parts":[{"part":0,"chunks":100000000000000000000}]}',
    '{"mode":"spoken","parts":[{"part":0,"chunks":1e400}]}',
    '{"mode":"spoken","parts":' + json.dumps([{"part": 0, "chunks": 1}] * 65) + "}",
    '{"mode":"typed","text":"' + "a" * 20_001 + '"}',
    '{"mode":"typed","text":"' + "a" * 1_000_000 + '"}',
    "[" * 100_000,
]


async def test_an_end_that_makes_no_sense_ends_nothing(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    for body in NONSENSE:
        answer = await raw(stage.candidate, f"{stage.path}/turns/{turn}/end", body)
        clear(answer)
        assert answer.json()["detail"].isascii()
    assert (await stage.snapshot())["state"] == "answering"
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": "And now a real answer."})


async def test_errors_come_in_the_readers_language(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    answers = [
        await stage.candidate.post(
            f"{stage.path}/turns/{turn}/end", json={"mode": "sung"}, headers={"Accept-Language": language}
        )
        for language in ("ko-KR", "en-GB")
    ]
    assert [answer.json()["title"] for answer in answers] == ["입력 내용을 확인해 주세요", "Please check your input"]
    fields = [answer.json()["fields"][0] for answer in answers]
    assert [field["field"] for field in fields] == ["mode", "mode"]
    assert fields[0]["detail"] != fields[1]["detail"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "application/json; charset=x"]
)
async def test_a_wrong_type_of_content_is_refused(stage: Stage, kind: str) -> None:
    answer = await stage.candidate.post(
        f"{stage.path}/prepare", content=b"<language>en</language>", headers={"Content-Type": kind}
    )
    clear(answer)
    assert (await stage.snapshot())["state"] == "created"


async def test_addresses_differ_by_more_than_their_case(api: Api) -> None:
    person = await api.rows.person()
    async with api.client() as client:
        for email in (person.email.upper(), f"  {person.email} ", person.email.title()):
            answer = await client.post(LOGIN, json={"email": email, "password": PASSWORD})
            assert answer.status_code == 200, email
        for email in (
            "a" * 300 + "@test.example",
            "a@" + "b" * 300,
            "@",
            "a@b@c",
            "a\x00@test.example",
            "",
            "a b@c.de",
        ):
            clear(await client.post(LOGIN, json={"email": email, "password": PASSWORD}))


PEOPLE = ["김하늘", "Zoë Nguyễn-Þór", "مريم", "李小龍", "O'Brien", "x" * 100, "नमस्ते"]


async def test_names_of_all_peoples_are_kept_as_they_are(api: Api) -> None:
    company = await api.rows.company()
    client = await api.client_of(await api.rows.staff(company))
    for name in PEOPLE:
        job = await api.rows.job(company)
        made = await client.post(
            f"/api/v1/jobs/{job.id}/invitations",
            json={
                "candidate_name": name,
                "candidate_email": "someone@test.example",
                "language": "en",
                "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
            },
        )
        assert made.status_code == 201
        assert made.json()["candidate_name"] == name


@pytest.mark.parametrize(
    "expires_at",
    [
        "2020-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-13-01T00:00:00Z",
        "tomorrow",
        "",
        None,
        -1,
        1e300,
        "2030-01-01",
    ],
)
async def test_a_deadline_that_cannot_be_is_refused(api: Api, expires_at: Any) -> None:
    company = await api.rows.company()
    job = await api.rows.job(company)
    async with await api.client_of(await api.rows.staff(company)) as client:
        wanted = {"candidate_name": "A", "candidate_email": "a@test.example", "language": "ko"}
        made = await client.post(f"/api/v1/jobs/{job.id}/invitations", json={**wanted, "expires_at": expires_at})
        clear(made)


async def test_facts_with_odd_characters_are_no_error_of_ours(stage: Stage) -> None:
    for text in NASTY.values():
        facts = [{"kind": "skill", "title": text, "detail": text}]
        answer = await stage.candidate.put(f"{stage.path}/resume/facts", json={"facts": facts})
        assert answer.status_code < 500, answer.text


async def test_device_checks_and_decisions_with_odd_characters_are_no_error_of_ours(stage: Stage) -> None:
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        for text in NASTY.values():
            check = dict.fromkeys(("camera", "microphone", "speaker", "connection"), "ok")
            answer = await stage.candidate.post(
                f"{stage.path}/device-check", json={**check, "detail": {"browser": text}}
            )
            assert answer.status_code < 500, answer.text
            answer = await recruiter.post(f"{stage.path}/decision", json={"outcome": "hold", "reason": text})
            assert answer.status_code < 500, answer.text
