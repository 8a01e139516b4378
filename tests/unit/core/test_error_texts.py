"""Every error has a text in both languages, and the right one is chosen."""

import importlib
import pkgutil
import re

import pytest

import backend_core
from backend_core.error_texts import error_texts, preferred_language
from backend_core.errors import ProblemError
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit

HANGUL = re.compile("[가-힣]")


def every_error() -> set[type[ProblemError]]:
    for module in pkgutil.walk_packages(backend_core.__path__, "backend_core."):
        if module.name.endswith(("errors", ".endpoints")):
            importlib.import_module(module.name)
    found: set[type[ProblemError]] = set()
    waiting = [ProblemError]
    while waiting:
        error = waiting.pop()
        found.add(error)
        waiting += error.__subclasses__()
    return found


def test_every_code_has_its_text() -> None:
    texts = error_texts()
    missing = sorted({error.code for error in every_error()} - texts.keys())
    assert missing == []


def test_one_code_has_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for error in every_error():
        statuses.setdefault(error.code, set()).add(error.status)
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_texts_are_in_their_language() -> None:
    for code, text in error_texts().items():
        for part in (text.title, text.detail):
            assert HANGUL.search(part.ko), code
            assert part.en, code
            assert not HANGUL.search(part.en), code


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, Language.KO),
        ("", Language.KO),
        ("en", Language.EN),
        ("en-US,en;q=0.9", Language.EN),
        ("ko-KR,ko;q=0.9,en-US;q=0.8", Language.KO),
        ("fr,en;q=0.4,ko;q=0.3", Language.EN),
        ("en;q=0.2,ko;q=0.9", Language.KO),
        ("en;q=0", Language.KO),
        ("en;q=x,ko;q=0.1", Language.KO),
        ("fr,de", Language.KO),
        ("," * 500, Language.KO),
    ],
)
def test_the_preferred_language(header: str | None, language: Language) -> None:
    assert preferred_language(header) is language
