"""Where model files come from: the model hub and its kind, a mirror, or a folder that a person carried here."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

import httpx2

from ai_worker.model_files.catalogue import Model, ModelFile
from ai_worker.model_files.manifest import MANIFEST, Manifest, read_manifest

HUB: Final = "https://huggingface.co"
SUMS: Final = "SHA256SUMS"
TIMEOUT: Final = httpx2.Timeout(60.0, connect=20.0)
"""Seconds; reading counts from one block to the next, so a slow line is no fault."""

_BLOCK = 1 << 20
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_SUM_LINE = re.compile(r"^([0-9a-fA-F]{64}) [ *](.+)$", flags=re.MULTILINE)


class FetchProblem(Exception):
    """Why a file cannot be had, as one sentence for the person at the terminal."""


class Interrupted(Exception):
    """The bytes stopped; trying again may help. `after_s` is how long the server asks to wait."""

    def __init__(self, reason: str, *, after_s: float = 0.0) -> None:
        super().__init__(reason)
        self.after_s = after_s


class UselessPart(Exception):
    """What was fetched before does not fit what the server has now: begin again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an origin says of a file: size in bytes (0: nothing), digests and a strong entity tag ("": none)."""

    size: int = 0
    sha256: str = ""
    git_blob: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks of a file from the offset `start` to its end."""

    start: int
    stated: Stated
    blocks: Iterator[bytes]


class Origin(Protocol):
    """A place that has the files of models."""

    def address(self, model: Model, file: ModelFile) -> str:
        """Return where a file lies there."""
        ...

    def published(self) -> Mapping[str, str]:
        """Return SHA-256 digests by path that the place publishes beside the files."""
        ...

    def open(self, address: str, *, offset: int, etag: str) -> AbstractContextManager[Piece]:
        """Open a file at an offset; raises `FetchProblem`, `Interrupted` or `UselessPart`, also while it is read.

        With `etag`, the offset counts only while the file there is still the same.
        """
        ...


class FolderOrigin:
    """A folder with the layout of a models folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise FetchProblem(f"There is no folder {folder}.")
        self._folder = folder

    def address(self, model: Model, file: ModelFile) -> str:  # noqa: ARG002  the protocol's
        """Return the file's path."""
        return str(self._folder / file.path)

    def published(self) -> Mapping[str, str]:
        """Return the digests of the folder's manifest and of its SHA256SUMS."""
        sums = self._folder / SUMS
        listed = _sums(sums.read_text(encoding="utf-8")) if sums.is_file() else {}
        return {**listed, **_digests(read_manifest(self._folder))}

    @contextmanager
    def open(self, address: str, *, offset: int, etag: str) -> Iterator[Piece]:  # noqa: ARG002  the protocol's
        """Open a file of the folder."""
        try:
            file = Path(address).open("rb")  # noqa: SIM115  closed below
        except OSError as error:
            raise FetchProblem(f"The folder's file cannot be read ({error.strerror}): {address}") from None
        with file:
            size = file.seek(0, 2)
            file.seek(offset)
            yield Piece(offset, Stated(size=size), iter(lambda: file.read(_BLOCK), b""))


class WebOrigin:
    """The addresses that the catalogue names, or a mirror with the layout of a models folder."""

    def __init__(self, client: httpx2.Client, *, hub: str = HUB, mirror: str = "", token: str = "") -> None:
        self._client = client
        self._hub = hub.rstrip("/")
        self._mirror = mirror.rstrip("/")
        self._token = token

    def address(self, model: Model, file: ModelFile) -> str:
        """Return the address of a file."""
        source = model.source
        if self._mirror:
            return f"{self._mirror}/{quote(file.path)}"
        if source.url:
            return f"{source.url.rstrip('/')}/{quote(file.remote)}"
        return f"{self._hub}/{source.repository}/resolve/{source.revision}/{quote(file.remote)}"

    def published(self) -> Mapping[str, str]:
        """Return the digests of a mirror's manifest and of its SHA256SUMS; a mirror may have neither."""
        if not self._mirror:
            return {}
        found: dict[str, str] = {}
        try:
            sums = self._client.get(f"{self._mirror}/{SUMS}")
            manifest = self._client.get(f"{self._mirror}/{MANIFEST}")
            if sums.is_success:
                found.update(_sums(sums.text))
            if manifest.is_success:
                found.update(_digests(Manifest.model_validate(manifest.json())))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise FetchProblem(f"The mirror cannot be reached ({type(error).__name__}): {self._mirror}") from None
        except ValueError:  # a manifest that is none
            pass
        return found

    @contextmanager
    def open(self, address: str, *, offset: int, etag: str) -> Iterator[Piece]:
        """Ask for a file from an offset on."""
        headers = {"Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        if offset and etag:
            headers["If-Range"] = etag
        if self._token and address.startswith(f"{self._hub}/"):
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            with self._client.stream("GET", address, headers=headers) as response:
                yield self._piece(response, address, offset)
        except httpx2.TransportError as error:
            raise Interrupted(type(error).__name__) from None
        except httpx2.TooManyRedirects:
            raise FetchProblem(f"The server sends from one address to the next without end: {address}") from None
        except httpx2.InvalidURL:
            raise FetchProblem(f"This is no address: {address}") from None

    def _piece(self, response: httpx2.Response, address: str, offset: int) -> Piece:
        status = response.status_code
        if status in _TRY_AGAIN:
            after = response.headers.get("retry-after", "")
            raise Interrupted(f"HTTP {status}", after_s=float(after) if after.isdigit() else 0.0)
        if status == 416:
            raise UselessPart
        if status in {401, 403}:
            raise FetchProblem(f"The server refuses (HTTP {status}; a token in HF_TOKEN may help): {address}")
        if status not in {200, 206} or response.headers.get("content-encoding", "identity") != "identity":
            raise FetchProblem(f"The server does not have the file (HTTP {status}): {address}")
        start, size = _extent(response)
        if start not in {0, offset}:
            raise UselessPart
        return Piece(start, self._stated(response, size), response.iter_raw())

    def _stated(self, response: httpx2.Response, size: int) -> Stated:
        """Read size, digests and tag. The hub names large files by SHA-256 and small ones by their git blob."""
        sha256 = git_blob = ""
        for answer in (*response.history, response):
            linked, tag = _tag(answer, "x-linked-etag"), _tag(answer, "etag")
            if re.fullmatch(r"[0-9a-f]{64}", linked):
                sha256 = linked
            if re.fullmatch(r"[0-9a-f]{40}", tag) and str(answer.url).startswith(f"{self._hub}/"):
                git_blob = tag
        etag = response.headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        return Stated(size=size, sha256=sha256, git_blob="" if sha256 else git_blob, etag=strong)


def _extent(response: httpx2.Response) -> tuple[int, int]:
    """Return the offset of the first byte that comes and the size of the whole file, 0 where it is not said."""
    if response.status_code == 206:
        match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("content-range", ""))
        if match is None:
            raise UselessPart
        return int(match[1]), int(match[2]) if match[2] != "*" else 0
    length = response.headers.get("content-length", "")
    return 0, int(length) if length.isdigit() else 0


def _tag(response: httpx2.Response, name: str) -> str:
    return str(response.headers.get(name, "")).removeprefix("W/").strip('"').lower()


def _sums(text: str) -> dict[str, str]:
    return {path.removeprefix("./"): digest.lower() for digest, path in _SUM_LINE.findall(text)}


def _digests(manifest: Manifest) -> dict[str, str]:
    return {path: file.sha256 for path, file in manifest.files.items()}
