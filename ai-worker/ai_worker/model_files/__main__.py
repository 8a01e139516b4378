"""`script/fetch-models`: brings the files of models that the catalogue names, and checks them."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx2

from ai_worker.model_files import catalogue as catalogues
from ai_worker.model_files.catalogue import Catalogue, Model
from ai_worker.model_files.console import TRUST, Console, size_text
from ai_worker.model_files.download import Patience, Wanted, fetch
from ai_worker.model_files.folder import ModelsFolder, State
from ai_worker.model_files.manifest import damaged, read_manifest
from ai_worker.model_files.origins import HUB, TIMEOUT, FetchProblem, FolderOrigin, Origin, WebOrigin

MODELS = Path(".data/models")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 a problem, 2 a wrong call, 130 stopped."""
    options = _parser().parse_args(arguments)
    console = Console(sys.stdout)
    try:
        catalogue = _catalogue(options.catalogue)
        models = _selected(catalogue, options.names)
        if options.engines:
            return _print_engines(console, options, models)
        if options.check:
            return _check(console, options.models_dir, models)
        if not models and options.print_urls:
            raise FetchProblem("Which files? Name a profile or models: without a name all are listed.")
        if not models:
            console.profiles(catalogue)
            return 0
        with httpx2.Client(timeout=TIMEOUT, follow_redirects=True) as client:
            return _run(console, options, catalogue, models, _origin(options, client))
    except FetchProblem as problem:
        console.say()
        sys.stderr.write(f"{problem}\n")
        return 1
    except BrokenPipeError:  # the reader of a list has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        console.say("\nStopped. What is here is kept: start again to go on.")
        return 130


def _run(
    console: Console, options: argparse.Namespace, catalogue: Catalogue, models: Sequence[Model], origin: Origin
) -> int:
    if options.print_urls:
        for model in models:
            for file in model.files:
                address = origin.address(model, file)
                console.say(f"{address}\t{file.path}\t{file.size or '-'}\t{file.sha256 or '-'}")
        return 0
    console.licences(catalogue, models)
    if not _agreed(console, options, models):
        return 1
    folder = ModelsFolder(options.models_dir)
    with folder.locked(lambda: console.say("Another run fetches into this folder: waiting for it …")):
        _fetch_all(console, options, catalogue, models, origin, folder)
    return 0


def _fetch_all(
    console: Console,
    options: argparse.Namespace,
    catalogue: Catalogue,
    models: Sequence[Model],
    origin: Origin,
    folder: ModelsFolder,
) -> None:
    published = dict(origin.published())
    console.say("Checking what is there …")
    folder.check_room(sum(folder.missing_bytes(model, published) for model in models))
    trusted: Counter[str] = Counter()
    files = [(model, file) for model in models for file in model.files]
    patience = Patience(attempts=options.attempts, first_wait_s=options.retry_wait)
    for number, (model, file) in enumerate(files, start=1):
        title = f"[{number}/{len(files)}] {file.path}"
        licence = catalogue.licences[model.licence].name
        state = folder.state(file, published.get(file.path, ""))
        if state is State.SOUND:
            folder.adopt(file, licence)
            console.say(f"{title}: there")
            continue
        if state is State.FOREIGN and not options.replace:
            raise FetchProblem(
                f"{folder.path / file.path} is another file than the catalogue's, and nobody fetched it with this "
                "command. Move it away, or give --replace to have it replaced."
            )
        wanted = Wanted(
            target=folder.path / file.path,
            address=origin.address(model, file),
            licence=licence,
            size=file.size,
            sha256=file.sha256,
            published=published.get(file.path, ""),
        )
        watcher = console.progress(title)
        part, fetched = fetch(wanted, origin, patience=patience, trust_first=options.trust_first, watcher=watcher)
        folder.put(file, part, fetched)
        trusted[fetched.trust] += 1
        console.say(f"{title}: {size_text(fetched.size)}, {TRUST[fetched.trust]}")
    console.say()
    for trust, number in trusted.items():
        console.say(f"{number} {'file' if number == 1 else 'files'} {TRUST[trust]}")
    console.say(f"The models are in {folder.path}.")


def _agreed(console: Console, options: argparse.Namespace, models: Sequence[Model]) -> bool:
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise FetchProblem("Nobody can be asked here: --yes says that you agree to the licences above.")
    size = size_text(sum(model.about_bytes for model in models))
    console.say(f"Fetch {size} into {options.models_dir} under these licences? [y/N]")
    agreed = sys.stdin.readline().strip().lower() in {"y", "yes"}
    if not agreed:
        console.say("Nothing was fetched.")
    return agreed


def _check(console: Console, models_dir: Path, models: Sequence[Model]) -> int:
    """Read all files of the models, or all that were fetched, and say which are sound."""
    names = [path for model in models for path in model.paths] or list(read_manifest(models_dir).files)
    bad = 0
    for name in names:
        problem = damaged(models_dir, [name])
        bad += bool(problem)
        console.say(problem or f"{name}: sound")
    if not names:
        console.say(f"Nothing was fetched into {models_dir}.")
    return 1 if bad else 0


def _print_engines(console: Console, options: argparse.Namespace, models: Sequence[Model]) -> int:
    """Name the extras that the models need, for `script/bootstrap --engines`; nothing where nothing is fetched."""
    extras = sorted({model.extra for model in models if model.extra})
    if extras and not (options.no_engines or options.check or options.print_urls):
        console.say(",".join(extras))
    return 0


def _origin(options: argparse.Namespace, client: httpx2.Client) -> Origin:
    if options.from_folder is not None:
        return FolderOrigin(options.from_folder)
    hub, token = os.environ.get("HF_ENDPOINT") or HUB, os.environ.get("HF_TOKEN", "")
    return WebOrigin(client, hub=hub, mirror=options.mirror, token=token)


def _catalogue(file: Path | None) -> Catalogue:
    if file is None:
        return catalogues.catalogue()
    try:
        return catalogues.read_catalogue(file)
    except (OSError, ValueError) as error:
        raise FetchProblem(f"{file} is no catalogue of models: {error}") from None


def _selected(catalogue: Catalogue, names: Sequence[str]) -> tuple[Model, ...]:
    try:
        return catalogue.select(names)
    except KeyError as error:
        profiles = ", ".join(catalogue.profiles)
        raise FetchProblem(
            f"There is no profile or model {error}. Profiles: {profiles}. Without a name all are listed."
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/fetch-models", description="Fetch the files of models.")
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="a profile or a model; without one: list all")
    add("--yes", action="store_true", help="agree to the licences without being asked")
    add("--mirror", default=os.environ.get("MODELS_MIRROR", ""), metavar="URL", help="serves a models folder")
    add("--from", dest="from_folder", type=Path, metavar="FOLDER", help="copy from a models folder carried here")
    add("--models-dir", type=Path, default=Path(os.environ.get("MODELS_DIR") or MODELS), metavar="FOLDER")
    add("--check", action="store_true", help="only read and check what is there")
    add("--print-urls", action="store_true", help="only print address, path, size and SHA-256 of each file")
    add("--trust-first", action="store_true", help="take files of which nobody states a checksum")
    add("--replace", action="store_true", help="replace files that somebody else put there")
    add("--no-engines", action="store_true", help="do not install the Python packages that run the models")
    add("--attempts", type=int, default=8, metavar="N", help="attempts without progress before giving up")
    add("--retry-wait", type=float, default=1.0, metavar="S", help="first wait between attempts; doubles")
    add("--catalogue", type=Path, metavar="FILE", help="another catalogue than the platform's")
    add("--engines", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
