"""Korean and English say the same things."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.repository import ROOT

pytestmark = pytest.mark.architecture

LOCALES = ROOT / "frontend" / "src" / "locales"
PLURAL = re.compile(r"_(zero|one|two|few|many|other)$")
VARIABLE = re.compile(r"\{\{\s*(\w+)")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk a locale file; plural forms differ between languages and count as one key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")
    else:
        yield PLURAL.sub("", path), str(value)


def read(language: str, name: str) -> dict[str, str]:
    return dict(texts(json.loads((LOCALES / language / name).read_text(encoding="utf-8"))))


def names() -> list[str]:
    return sorted({file.name for file in LOCALES.glob("*/*.json")})


def test_there_are_texts() -> None:
    assert names()


@pytest.mark.parametrize("name", names())
def test_both_languages_have_the_same_keys_and_variables(name: str) -> None:
    korean, english = read("ko", name), read("en", name)
    assert set(korean) == set(english)
    for key, text in korean.items():
        assert text.strip(), key
        assert english[key].strip(), key
        assert set(VARIABLE.findall(text)) == set(VARIABLE.findall(english[key])), key


@pytest.mark.parametrize("name", names())
def test_no_text_was_left_untranslated(name: str) -> None:
    hangul = re.compile(r"[가-힣]")
    wrong = [key for key, text in read("en", name).items() if hangul.search(text) and text.strip() != "한국어"]
    assert wrong == []


def test_locales_are_the_two() -> None:
    assert sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()) == ["en", "ko"]


ERROR_TEXTS = sorted((ROOT / "backend-core").rglob("error_texts.yaml"))


@pytest.mark.parametrize("file", ERROR_TEXTS, ids=lambda file: file.parent.name)
def test_every_error_has_both_languages(file: Path) -> None:
    for code, parts in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for part in ("title", "detail"):
            assert set(parts[part]) == {"ko", "en"}, f"{code}.{part}"
            assert all(str(text).strip() for text in parts[part].values()), f"{code}.{part}"
