"""Reading and rendering prompts.

A prompt file is `<name>.<language>.jinja`: a comment with its version in the first line, then sections that begin with
`=== system ===` or `=== user ===`. Values are filled in by `{{ … }}`, always through `inline`: whatever a value holds,
it stays on its line and inside the tag that the file puts around it. A section takes over another file's section
by `{% include "<name>.<language>/<section>" %}`.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined

from ai_worker.prompts.material import inline
from interview_contracts.vocabulary import Language

FOLDER: Final = Path(__file__).parent
_VERSION: Final = re.compile(r"\{# version (\d+)")
_SECTION: Final = re.compile(r"^=== (system|user) ===\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The two texts of a prompt: standing rules, and the material with what to do about it."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt file as it stands on disk."""

    name: str
    language: Language
    version: int
    sections: dict[str, str]


def render(name: str, language: Language, **values: Any) -> Rendered:
    """Fill in a prompt. Raises `jinja2.UndefinedError` where a value is missing."""
    environment = _environment()
    texts = (environment.get_template(f"{name}.{language}/{section}").render(values) for section in ("system", "user"))
    system, user = (text.strip() for text in texts)
    return Rendered(system, user)


@lru_cache(maxsize=1)
def files() -> tuple[PromptFile, ...]:
    """Return all prompt files, by name and language. Raises `ValueError` for a file without version or section."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.jinja")))


@lru_cache(maxsize=1)
def digest() -> str:
    """Return eight hexadecimal digits that change with every change of any prompt."""
    texts = (f"{file.name}.{file.language}\n{file.sections}" for file in files())
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def version_of(name: str) -> int:
    """Return the version of a prompt, the same in both languages. Raises `ValueError` for an unknown name."""
    return max(file.version for file in files() if file.name == name)


def _read(path: Path) -> PromptFile:
    name, _, language = path.stem.rpartition(".")
    head, *parts = _SECTION.split(path.read_text(encoding="utf-8"))
    version = _VERSION.match(head)
    if version is None or not parts:
        raise ValueError(f"{path.name} needs a version in its first line and a section")
    return PromptFile(name, Language(language), int(version[1]), dict(zip(parts[::2], parts[1::2], strict=True)))


def _finalize(value: object) -> object:
    return inline(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    sources = {
        f"{file.name}.{file.language}/{section}": text for file in files() for section, text in file.sections.items()
    }
    return Environment(
        loader=DictLoader(sources),
        undefined=StrictUndefined,
        finalize=_finalize,
        autoescape=False,  # noqa: S701  plain text for a model; `inline` does what escaping does for pages
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
