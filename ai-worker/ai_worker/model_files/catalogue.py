"""Every model that the platform knows by name: its files, licence and needs, and the profiles that group them.

The data is `catalogue.toml` beside this file. A model that is not in it works as well when a person puts it into the
models folder and names it in the settings.
"""

import tomllib
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ai_worker.hardware import Hardware
from interview_contracts.vocabulary import Capability

DATA: Final = Path(__file__).with_name("catalogue.toml")

LANGUAGE_MODEL_COPIES: Final = 2
"""So many processes of a machine hold the language model in memory: one for live work, one for batch work.

On a GPU one copy is reckoned: each process takes the layers that fit in what is free when it loads.
"""

CommercialUse = Literal["allowed", "conditional", "unclear", "forbidden"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Licence(_Strict):
    """A licence in plain words: what a person should know before fetching."""

    name: str
    url: str
    commercial_use: CommercialUse
    summary: str


class ModelFile(_Strict):
    """One file of a model: path in the models folder, and below the source's address.

    `size` in bytes and `sha256` are 0 and "" where they could not be established beforehand.
    """

    path: str
    remote: str
    size: int = Field(default=0, ge=0)
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")


class Source(_Strict):
    """Where files come from: a repository of the model hub at a revision, or an address below which they lie."""

    repository: str = ""
    revision: str = "main"
    url: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Source":
        if bool(self.repository) == bool(self.url):
            raise ValueError("a source is a repository or an address")
        return self


class Model(_Strict):
    """A model with what it needs to run.

    `name` is the file or folder below the capability's folder, by which engines and settings call it. `memory_mb` is
    what one copy takes on a processor, `gpu_memory_mb` on a GPU (0: it does not run there). On a processor with fewer
    than `cores` it is too slow for a live interview. `rank` orders the models of a capability, the best being lowest.
    `extra` is the extra of the package `ai-worker` whose engine loads it ("": none). `about_bytes` is the size of all
    files, rounded where sizes are not known beforehand.
    """

    key: str
    capability: Capability
    name: str
    title: str
    licence: str
    extra: str
    memory_mb: int = Field(gt=0)
    gpu_memory_mb: int = Field(default=0, ge=0)
    cores: int = Field(default=1, ge=1)
    rank: int
    about_bytes: int = Field(gt=0)
    source: Source
    files: tuple[ModelFile, ...] = Field(min_length=1)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files relative to the models folder."""
        return tuple(file.path for file in self.files)

    def fits(self, hardware: Hardware) -> bool:
        """Tell whether the model runs here fast enough for a live interview."""
        on_gpu = self.gpu_memory_mb and any(gpu.memory_mb >= self.gpu_memory_mb for gpu in hardware.gpus)
        copies = LANGUAGE_MODEL_COPIES if self.capability is Capability.LLM else 1
        return bool(on_gpu) or (hardware.memory_mb >= copies * self.memory_mb and hardware.cores >= self.cores)


class Profile(_Strict):
    """A set of models that serves a kind of machine or a licence policy."""

    title: str
    models: tuple[str, ...] = Field(min_length=1)


class Catalogue(_Strict):
    """The whole data file; every reference in it leads somewhere."""

    licences: dict[str, Licence]
    models: tuple[Model, ...]
    profiles: dict[str, Profile]

    @model_validator(mode="after")
    def _consistent(self) -> "Catalogue":
        keys = {model.key for model in self.models}
        paths = [path for model in self.models for path in model.paths]
        if len(keys) != len(self.models) or len(set(paths)) != len(paths):
            raise ValueError("a model or a file is listed twice")
        if missing := {model.licence for model in self.models} - set(self.licences):
            raise ValueError(f"no such licence: {sorted(missing)}")
        if missing := {key for profile in self.profiles.values() for key in profile.models} - keys:
            raise ValueError(f"no such model: {sorted(missing)}")
        for path in paths:
            check_path(path)
        return self

    def select(self, names: Iterable[str]) -> tuple[Model, ...]:
        """Return the models of profiles and single models by their names, each once; raises `KeyError`."""
        known = {model.key: model for model in self.models}
        keys = [key for name in names for key in (self.profiles[name].models if name in self.profiles else (name,))]
        return tuple(known[key] for key in dict.fromkeys(keys))


def check_path(path: str) -> str:
    """Return a relative path with forward slashes as it is; raises `ValueError` where it could leave its folder."""
    pure = PurePosixPath(path)
    plain = path == str(pure) and "\\" not in path and "\0" not in path
    if not plain or pure.is_absolute() or not pure.parts or ".." in pure.parts:
        raise ValueError(f"not a path inside the models folder: {path!r}")
    return path


def read_catalogue(file: Path) -> Catalogue:
    """Return a catalogue of the form of `catalogue.toml`; raises `OSError` and `ValueError`."""
    return Catalogue.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue that the platform ships."""
    return read_catalogue(DATA)


def preference(capability: Capability) -> tuple[Model, ...]:
    """Return the known models of a capability, the best first, with the hardware that each needs."""
    known = (model for model in catalogue().models if model.capability is capability)
    return tuple(sorted(known, key=lambda model: model.rank))


def choose(capability: Capability, present: Collection[str], hardware: Hardware) -> str:
    """Return which of the `present` names an engine should load on this hardware, "" when nothing is present.

    The best known one that is fast enough here; else the known one that needs least memory; else, among names that
    the catalogue does not know, the first in alphabetical order.
    """
    known = [model for model in preference(capability) if model.name in present]
    for model in known:
        if model.fits(hardware):
            return model.name
    if known:
        return min(known, key=lambda model: model.memory_mb).name
    return min(present, default="")
