"""What a candidate does before the room, page by page, found by role and label in the interface's language."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from interview_contracts.vocabulary import Language
from tests.support.words import Words

PASSWORD = "a long enough password"


class CandidatePages:
    """A candidate's tab from the invitation to the door of the room."""

    def __init__(self, context: BrowserContext, language: Language) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.words = Words(language)

    def button(self, key: str) -> Locator:
        """Return the button with a text."""
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def heading(self, key: str) -> Locator:
        """Return the heading of a page."""
        return self.page.get_by_role("heading", name=self.words(key), exact=True)

    @property
    def interview_id(self) -> str:
        """The interview that the address names."""
        return self.page.url.split("/interviews/")[1].split("/")[0]

    def open_invitation(self, link: str) -> None:
        """Open the link of an invitation."""
        self.page.goto(link)

    def register(self) -> None:
        """Accept the invitation with the name and address that it was made for."""
        self.button("invitation:begin").click()
        self.page.get_by_label(self.words("register:password"), exact=True).fill(PASSWORD)
        self.button("register:submit").click()

    def consent(self, *, without: tuple[str, ...] = ()) -> None:
        """Decide about each purpose, one by one; the titles that contain a text of `without` are refused."""
        expect(self.page.get_by_role("heading", name=self.words("consent:decideTitle"))).to_be_visible()
        for group in self.page.get_by_role("radiogroup").all():
            title = group.get_attribute("aria-label") or ""
            refused = any(part in title for part in without)
            decision = self.words("consent:disagree" if refused else "consent:agree")
            group.get_by_role("radio", name=decision, exact=True).click()
        self.button("consent:submit").click()

    def skip_resume(self) -> None:
        """Go on without a résumé."""
        self.button("resume:skip").click()

    def upload_resume(self, file: Path) -> None:
        """Choose a file; what comes of it is for the caller to see."""
        self.page.get_by_label(self.words("resume:drop")).set_input_files(file)

    def check_devices(self) -> None:
        """Check microphone, speaker, camera and connection, and go to the room."""
        self.button("device:microphone.start").click()
        self.button("device:speaker.play").click()
        self.button("device:speaker.yes").click()
        camera = self.button("device:camera.start")
        if camera.is_visible():
            camera.click()
            expect(self.page.get_by_label(self.words("device:camera.preview"))).to_be_visible()
        self.button("device:connection.start").click()
        expect(self.page.get_by_label(self.words("device:microphone.level"))).to_be_visible()
        expect(self.page.get_by_role("status").filter(has_text=self.words("device:state.running"))).to_have_count(0)
        self.button("device:continue").click()

    def go_on_typing(self) -> None:
        """Go to the room without a microphone."""
        self.button("device:continueTyped").click()
