"""The interview room, as a candidate sees it."""

import re

from playwright.sync_api import Locator, Page, expect

from interview_contracts.vocabulary import Language
from tests.support.words import Words

PREPARED_WITHIN_MS = 45_000
NEXT_WITHIN_MS = 15_000
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
        return self.page.get_by_role("status").filter(has_text=re.compile(f"^{re.escape(self.words(f'room:state.{name}'))}$"))

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
        """Wait for the questions and start."""
        start = self.button("room:lobby.start")
        expect(start).to_be_visible(timeout=PREPARED_WITHIN_MS)
        start.click()

    def open_answer(self) -> None:
        """Begin to answer, without waiting until the question has been read out."""
        begin, finish = self.button("room:answer.begin"), self.button("room:answer.finish")
        expect(begin.or_(finish).first).to_be_visible(timeout=NEXT_WITHIN_MS)
        if begin.is_visible():
            begin.click()
        expect(finish).to_be_visible()

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
        asked = self.button("room:answer.begin").or_(self.button("room:answer.finish"))
        expect(over.or_(asked).first).to_be_visible(timeout=FINISHED_WITHIN_MS)
        return not over.is_visible()
