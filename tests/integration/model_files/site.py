"""A place that model files are fetched into."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ai_worker.model_files.__main__ import main
from tests.support import model_catalogues

DATA = model_catalogues.content(300_000)


@dataclass
class Site:
    """A models folder, the catalogue of one file, and what the command said."""

    folder: Path
    catalogue: Path
    capture: pytest.CaptureFixture[str]

    @property
    def target(self) -> Path:
        return self.folder / "llm" / "words.gguf"

    @property
    def part(self) -> Path:
        return self.folder / "llm" / "words.gguf.part"

    def fetch(self, *options: str) -> tuple[int, str, str]:
        """Run the command and return its exit code, what it said and what it complained of."""
        call = ["words", "--yes", "--catalogue", str(self.catalogue), "--models-dir", str(self.folder)]
        code = main([*call, "--retry-wait", "0", "--attempts", "3", *options])
        out, err = self.capture.readouterr()
        return code, out, err

    def manifest(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "manifest.json").read_text())["files"])


SiteMaker = Callable[..., Site]
