"""What a recruiter does, found by role and label in the interface's language."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from interview_contracts.vocabulary import Language
from tests.support.platform import Platform
from tests.support.words import Words

EMAIL = "recruiter@demo.example"
REPORTED_WITHIN_MS = 60_000


class RecruiterPages:
    """A recruiter's tab."""

    def __init__(self, context: BrowserContext, language: Language) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.words = Words(language)

    def button(self, key: str) -> Locator:
        """Return the button with a text."""
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def sign_in(self, platform: Platform) -> None:
        """Sign in as the demo recruiter."""
        self.page.goto("/login")
        self.page.get_by_label(self.words("auth:email")).fill(EMAIL)
        self.page.get_by_label(self.words("auth:password")).fill(platform.secrets["DEMO_PASSWORD"])
        self.button("auth:submit").click()
        expect(self.page.get_by_role("heading", name=self.words("recruiter:jobs.title"))).to_be_visible()

    def open_job(self, title: str) -> None:
        """Open a job from the list."""
        self.page.get_by_role("link", name=title).click()
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def invite(self, *, name: str, email: str, language: Language) -> str:
        """Invite somebody to the open job; returns the copied link."""
        self.button("recruiter:invitation.create").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label(self.words("recruiter:invitation.name")).fill(name)
        dialog.get_by_label(self.words("recruiter:invitation.email")).fill(email)
        dialog.get_by_label(self.words("recruiter:invitation.language"), exact=True).click()
        self.page.get_by_role("option", name=self.words(f"recruiter:languages.{language.value}")).click()
        self.button("recruiter:invitation.makeLink").click()
        self.button("recruiter:invitation.copy").click()
        expect(self.button("recruiter:invitation.copied")).to_be_visible()
        link = str(self.page.evaluate("navigator.clipboard.readText()"))
        assert link == dialog.get_by_label(self.words("recruiter:invitation.link")).input_value()
        self.button("recruiter:invitation.done").click()
        return link

    def open_report(self, interview_id: str, name: str) -> None:
        """Open an interview; the page turns into its report by itself."""
        self.page.goto(f"/recruiter/interviews/{interview_id}")
        title = self.words("recruiter:report.title", name=name)
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=REPORTED_WITHIN_MS)

    def card(self, heading: str | re.Pattern[str]) -> Locator:
        """Return the innermost block of the report below a heading."""
        return self.page.locator("section, div").filter(has=self.page.get_by_role("heading", name=heading)).last
