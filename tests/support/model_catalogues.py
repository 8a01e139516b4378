"""Catalogues of small made-up models, in the form of the platform's own."""

import hashlib
import random
from pathlib import Path

LICENCES = """
[licences.free]
name = "Free Licence"
url = "https://licences.example/free"
commercial_use = "allowed"
summary = "Do what you like."

[licences.research]
name = "Research Licence"
url = "https://licences.example/research"
commercial_use = "forbidden"
summary = "Research only."

[profiles.small]
title = "For tests"
models = ["words"]
"""


def content(size: int, seed: int = 1) -> bytes:
    """Return bytes that no compression shortens, always the same for a seed."""
    return random.Random(seed).randbytes(size)


def sha256(data: bytes) -> str:
    """Return a digest in hex."""
    return hashlib.sha256(data).hexdigest()


def git_blob(data: bytes) -> str:
    """Return the name that git gives a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def write(
    folder: Path, files: dict[str, bytes], *, source: str, pinned: bool = True, licence: str = "free", about: int = 0
) -> Path:
    """Write a catalogue of one model `words` with these files by name; `source` is the TOML of its source."""
    rows = []
    for name, data in files.items():
        known = f', size = {len(data)}, sha256 = "{sha256(data)}"' if pinned else ""
        rows.append(f'  {{ path = "llm/{name}", remote = "{name}"{known} }},')
    file = folder / "catalogue.toml"
    file.write_text(
        f"""{LICENCES}
[[models]]
key = "words"
capability = "llm"
name = "words.gguf"
title = "Words"
licence = "{licence}"
extra = "llama-cpp"
memory_mb = 10
rank = 1
about_bytes = {about or sum(map(len, files.values()))}
source = {{ {source} }}
files = [
{chr(10).join(rows)}
]
""",
        encoding="utf-8",
    )
    return file
