"""What the product says to people: the frontend's own texts, by language and key."""

import json
import re
from functools import cache
from typing import Any

from interview_contracts.vocabulary import Language
from tests.support import repository

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)[^}]*\}\}")


@cache
def _texts(language: str, namespace: str) -> dict[str, Any]:
    file = repository.ROOT / "frontend" / "src" / "locales" / language / f"{namespace}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


class Words:
    """The texts of one language, found by `namespace:path.to.key`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled."""
        return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), self._template(key))

    def like(self, key: str) -> re.Pattern[str]:
        """Return a pattern for a text whose placeholders may hold anything."""
        pieces = _PLACEHOLDER.split(self._template(key))[::2]
        return re.compile("^" + ".*".join(re.escape(piece) for piece in pieces) + "$")

    def _template(self, key: str) -> str:
        namespace, _, path = key.partition(":")
        node: Any = _texts(self.language.value, namespace)
        for name in path.split("."):
            node = node[name]
        assert isinstance(node, str), f"{key} is no text"
        return node
