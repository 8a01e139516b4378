"""Texts of errors in Korean and English, read once from the catalogue files beside the domains."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import Language

CATALOGUE = "error_texts.yaml"


class CatalogueText(BilingualText):
    """A text in both languages; other keys are what is left of a text that was not quoted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ErrorText(BaseModel):
    """Title and explanation of one error code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: CatalogueText
    detail: CatalogueText


@lru_cache
def error_texts() -> dict[str, ErrorText]:
    """Return all texts by code. A code that two files explain is an error of the product."""
    texts: dict[str, ErrorText] = {}
    reader = TypeAdapter(dict[str, ErrorText])
    package = Path(__file__).parent
    for path in [package / CATALOGUE, *sorted(package.glob(f"*/{CATALOGUE}"))]:
        for code, text in reader.validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))).items():
            if code in texts:
                raise ValueError(f"two texts for the error code {code}")
            texts[code] = text
    return texts


def text_of(code: str) -> ErrorText:
    """Return the text of a code; an unknown one reads as an internal error."""
    texts = error_texts()
    return texts.get(code) or texts["internal"]


def preferred_language(accept_language: str | None) -> Language:
    """Return the language that an `Accept-Language` header prefers; Korean when it names neither."""
    ranked: list[tuple[float, int, Language]] = []
    for position, item in enumerate((accept_language or "").split(",")[:20]):
        tag, _, parameters = item.strip().partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary not in {language.value for language in Language}:
            continue
        ranked.append((_weight(parameters), -position, Language(primary)))
    weight, _, language = max(ranked, default=(0.0, 0, Language.KO))
    return language if weight > 0 else Language.KO


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
