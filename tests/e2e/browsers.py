"""Chromium with fake devices, and people who each have a browser profile of their own."""

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Playwright

from interview_contracts.vocabulary import Language
from tests.support import browser as chromium
from tests.support import fake_devices
from tests.support.recordings import Samples, silence

ARGUMENTS = (
    "--headless=new",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
LOCALES = {Language.KO: "ko-KR", Language.EN: "en-US"}
SIZE = (1280, 800)


class Browsers:
    """Starts a browser for each sound that a microphone plays; closes all at the end."""

    def __init__(self, playwright: Playwright, url: str, folder: Path) -> None:
        self._playwright = playwright
        self._url = url
        self._folder = folder
        self._running: dict[str, Browser] = {}
        self._people: list[BrowserContext] = []
        self._camera = fake_devices.camera(folder / "person.y4m")

    def playing(self, name: str = "nothing", *pieces: Samples) -> Browser:
        """Return the browser whose microphone plays `pieces` over and over; `name` stands for them."""
        if name not in self._running:
            sound = fake_devices.microphone(self._folder / f"{name}.wav", *(pieces or (silence(4),)))
            devices = (
                f"--use-file-for-fake-audio-capture={sound}",
                f"--use-file-for-fake-video-capture={self._camera}",
            )
            sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
            self._running[name] = self._playwright.chromium.launch(
                executable_path=chromium.find(), args=[*ARGUMENTS, *devices, *sandbox]
            )
        return self._running[name]

    def person(
        self,
        language: Language,
        *,
        browser: Browser | None = None,
        theme: Literal["light", "dark"] = "light",
    ) -> BrowserContext:
        """Return a new profile of somebody who reads `language`."""
        context = (browser or self.playing()).new_context(
            base_url=self._url,
            locale=LOCALES[language],
            color_scheme=theme,
            viewport={"width": SIZE[0], "height": SIZE[1]},
            permissions=["camera", "microphone", "clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        self._people.append(context)
        return context

    def leave(self) -> None:
        """Close all profiles: a room that stays open goes on listening."""
        while self._people:
            self._people.pop().close()

    def close(self) -> None:
        """End all browsers."""
        for browser in self._running.values():
            browser.close()
