"""Links that open nothing say what happened and what to do, in both languages."""

from contextlib import closing

import psycopg
import pytest
from playwright.sync_api import expect

from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.support.people import invite, recruiter_client
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("language", list(Language), ids=str)


def expect_closed(pages: CandidatePages, link: str, reason: str) -> None:
    """Open a link and see why it opens nothing."""
    pages.open_invitation(link)
    expect(pages.page.get_by_role("heading", level=1, name=pages.words(f"invitation:{reason}.title"))).to_be_visible()
    expect(pages.page.get_by_text(pages.words(f"invitation:{reason}.text"))).to_be_visible()
    expect(pages.button("invitation:begin")).to_have_count(0)


@BOTH
def test_links_that_open_nothing(platform: Platform, browsers: Browsers, language: Language) -> None:
    links = {reason: new_link(platform, language, reason) for reason in ("expired", "revoked")}
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        changed = connection.execute(
            "UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE candidate_email = %s",
            [address("expired", language)],
        )
        assert changed.rowcount == 1
    with closing(recruiter_client(platform)) as client:
        (row,) = [
            invitation
            for job in client.get("/jobs").raise_for_status().json()
            for invitation in client.get(f"/jobs/{job['id']}/invitations").raise_for_status().json()
            if invitation["candidate_email"] == address("revoked", language)
        ]
        client.post(f"/invitations/{row['id']}/revoke").raise_for_status()

    context = browsers.person(language)
    for reason, link in links.items():
        expect_closed(CandidatePages(context, language), link, reason)
    for wrong in ("/invite#wrong", f"/invite#{'x' * 43}", "/invite", f"/invite#{'%3Cscript%3E' * 20}"):
        expect_closed(CandidatePages(context, language), wrong, "unknown")


@BOTH
def test_a_used_link_leads_to_the_sign_in(platform: Platform, browsers: Browsers, language: Language) -> None:
    link = new_link(platform, language, "used")
    first = CandidatePages(browsers.person(language), language)
    first.open_invitation(link)
    first.register()
    expect(first.heading("consent:decideTitle")).to_be_visible()

    other = CandidatePages(browsers.person(language), language)
    other.open_invitation(link)
    expect(other.page.get_by_text(other.words("invitation:alreadyRegistered"))).to_be_visible()
    other.button("invitation:signIn").click()
    expect(other.heading("auth:title")).to_be_visible()


def address(reason: str, language: Language) -> str:
    """Return the address of whom a link is made for."""
    return f"{reason}-{language.value}@candidate.example"


def new_link(platform: Platform, language: Language, reason: str) -> str:
    """Return a new invitation's link."""
    return invite(platform, language=language.value, name="Kim", email=address(reason, language))
