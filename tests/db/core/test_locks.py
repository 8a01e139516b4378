"""A locked row may still be referred to by new rows: nothing waits for nothing."""

import re

import pytest
from sqlalchemy import text

from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview
from backend_core.persistence import Repository
from tests.support.core import Api
from tests.support.repository import ROOT

pytestmark = pytest.mark.db


class Interviews(Repository[Interview]):
    model = Interview


@pytest.mark.parametrize("how", ["locked", "lock"])
async def test_rows_that_refer_to_a_locked_row_are_added_at_once(api: Api, how: str) -> None:
    company = await api.rows.company()
    interview = await api.rows.interview(await api.rows.job(company), await api.rows.person())
    async with api.resources.sessions() as holder, api.resources.sessions() as other:
        if how == "locked":
            await InterviewRepository(holder).locked(interview.id)
        else:
            await Interviews(holder).lock(interview.id)
        await other.execute(text("SET LOCAL lock_timeout = '2s'"))
        await other.execute(
            text("INSERT INTO outbox (kind, name, interview_id, payload) VALUES ('event', 'x', :id, '{}')"),
            {"id": interview.id},
        )
        await other.rollback()


def test_no_statement_takes_the_lock_that_foreign_keys_wait_for() -> None:
    strong = re.compile(r"with_for_update(=True|\((?![^)]*key_share=True))")
    sources = sorted((ROOT / "backend-core" / "backend_core").rglob("*.py"))
    assert [file.name for file in sources if strong.search(file.read_text("utf-8"))] == []
