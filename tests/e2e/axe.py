"""axe-core in a page: what a machine can see of accessibility."""

from functools import cache
from typing import Any, Literal

from playwright.sync_api import Page

from tests.support import repository

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SERIOUS = ("serious", "critical")
_SOURCE = repository.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))
    .map((finished) => Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 500))])));
  return (await axe.run(document, { resultTypes: ["violations"] })).violations;
}"""


@cache
def _source() -> str:
    return _SOURCE.read_text(encoding="utf-8")


def serious_violations(page: Page, name: str) -> list[str]:
    """Return the serious and critical violations of the page as it stands, in light and dark; `name` stands for it."""
    found: list[str] = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    for theme in THEMES:
        # Colours that are on their way from one theme to the other would be measured as they pass.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
        violations: list[dict[str, Any]] = page.evaluate(_RUN)
        found += [
            f"{name} ({theme}): {violation['id']} {node['target']} {node['failureSummary']}"
            for violation in violations
            if violation["impact"] in SERIOUS
            for node in violation["nodes"]
        ]
    return found
