"""The interview room, as a candidate sees it."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

from interview_contracts.vocabulary import Language
from tests.support.words import Words

PREPARED_WITHIN_MS = 45_000
NEXT_WITHIN_MS = 15_000
OPENS_WITHIN_MS = 2_000
FINISHED_WITHIN_MS = 60_000


class RoomPage:
    """A tab with the room."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page = page
        self.words = Words(language)

    def button(self, key: str) -> Locator:
        """Return the button with a text."""
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def state(self, name: str) -> Locator:
        """Return the pill that says what the interviewer does now."""
        text = re.escape(self.words(f"room:state.{name}"))
        return self.page.get_by_role("status").filter(has_text=re.compile(f"^{text}$"))

    @property
    def question(self) -> Locator:
        """The question that is asked."""
        return self.page.get_by_role("heading", level=1)

    @property
    def captions(self) -> Locator:
        """What is understood of the spoken answer."""
        return self.page.get_by_role("log", name=self.words("room:spoken.captionsLabel"))

    @property
    def typed(self) -> Locator:
        """The field of a typed answer."""
        return self.page.get_by_label(self.words("room:typed.label"))

    @property
    def finished(self) -> Locator:
        """The page after the last answer."""
        return self.page.get_by_role("heading", name=self.words("done:title"))

    def start(self) -> None:
        """Wait until the questions are prepared, start, and wait for the first one."""
        start = self.button("room:lobby.start")
        expect(start).to_be_visible(timeout=PREPARED_WITHIN_MS)
        start.click()
        expect(self._asked.first).to_be_visible(timeout=NEXT_WITHIN_MS)

    @property
    def _asked(self) -> Locator:
        """A button that stands below an open question."""
        return self.button("room:answer.begin").or_(self.button("room:answer.finish"))

    def open_answer(self) -> None:
        """Begin to answer, without waiting until the question has been read out."""
        expect(self._asked.first).to_be_visible(timeout=NEXT_WITHIN_MS)
        if self.button("room:answer.finish").is_visible():
            return
        with suppress(TimeoutError):  # it opens by itself too, and may do so under the press
            self.button("room:answer.begin").click(timeout=OPENS_WITHIN_MS)
        expect(self.button("room:answer.finish")).to_be_visible()

    def type_answer(self, text: str) -> str:
        """Answer the question by typing; returns the question."""
        question = self.question.inner_text()
        self.open_answer()
        switch = self.button("room:mode.typed")
        if switch.is_visible():
            switch.click()
        self.typed.fill(text)
        self.finish()
        return question

    def finish(self) -> None:
        """End the answer by the button."""
        finish = self.button("room:answer.finish")
        expect(finish).to_be_enabled()
        finish.click()

    def goes_on_after(self, question: str) -> bool:
        """Wait for another question or the end; tells whether there is another question."""
        another = self.page.get_by_role("heading", level=1).filter(has_not_text=question)
        expect(another).to_be_visible(timeout=NEXT_WITHIN_MS)
        over = self.finished.or_(self.page.get_by_role("heading", name=self.words("room:finished.title")))
        expect(over.or_(self._asked).first).to_be_visible(timeout=FINISHED_WITHIN_MS)
        return not over.is_visible()
