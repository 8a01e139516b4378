"""Prints docs/reference/models.md: `python -m ai_worker.model_files.reference`."""

import sys
from collections.abc import Iterator

from ai_worker.model_files.catalogue import Catalogue, Model, catalogue
from ai_worker.model_files.console import SAYS, size_text


def page(known: Catalogue) -> str:
    """Return the catalogue as Markdown."""
    return "\n".join(_lines(known)) + "\n"


def _lines(known: Catalogue) -> Iterator[str]:
    yield "# Models"
    yield ""
    yield "Generated from `ai_worker/model_files/catalogue.toml` by `script/generate`; do not edit."
    yield ""
    yield "## Profiles"
    yield ""
    yield "| profile | for | models | size |"
    yield "| --- | --- | --- | --- |"
    for name, profile in known.profiles.items():
        models = known.select([name])
        keys = ", ".join(f"`{model.key}`" for model in models)
        yield f"| `{name}` | {profile.title} | {keys} | {size_text(sum(model.about_bytes for model in models))} |"
    yield ""
    yield "## Models"
    yield ""
    yield (
        "Best first within a capability. Memory is what the model takes on a processor or on a GPU; with fewer cores "
        "and without a GPU it is too slow for a live interview. The last column says what files from the model hub are "
        "held against: a checksum in the catalogue, or the one that the hub states."
    )
    yield ""
    yield "| model | capability | size | memory | on a GPU | cores | extra | licence | revision | checksums |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for model in known.models:
        yield _row(known, model)
    yield ""
    yield "## Licences"
    yield ""
    yield "| licence | commercial use | in plain words |"
    yield "| --- | --- | --- |"
    for licence in known.licences.values():
        yield f"| [{licence.name}]({licence.url}) | {SAYS[licence.commercial_use].lower()} | {licence.summary} |"


def _row(known: Catalogue, model: Model) -> str:
    pinned = sum(bool(file.sha256) for file in model.files)
    checksums = "in the catalogue" if pinned == len(model.files) else "stated by the hub"
    cells = [
        f"`{model.key}`: {model.title}",
        model.capability.value,
        size_text(model.about_bytes),
        _gib(model.memory_mb),
        _gib(model.gpu_memory_mb) if model.gpu_memory_mb else "–",
        str(model.cores) if model.cores > 1 else "any",
        f"`{model.extra}`" if model.extra else "–",
        known.licences[model.licence].name,
        "–" if model.source.url else f"`{model.source.revision[:8]}`",
        checksums,
    ]
    return f"| {' | '.join(cells)} |"


def _gib(mebibytes: int) -> str:
    return f"{mebibytes / 1024:.1f} GiB"


if __name__ == "__main__":
    sys.stdout.write(page(catalogue()))
