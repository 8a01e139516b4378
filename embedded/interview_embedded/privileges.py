"""Runs a program as an unprivileged user when the caller is root, because PostgreSQL refuses to run as root.

`python -m interview_embedded.privileges [--keep-user] [--die-with-parent SIGNAL] -- PROGRAM [ARGUMENT ...]`
replaces itself by the program.
"""

import ctypes
import os
import pwd
import signal
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from interview_embedded.problems import StartProblem

USER = "nobody"
"""Exists on every Unix; PostgreSQL's files belong to it when root started the platform."""

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2


def is_root() -> bool:
    """Tell whether this process runs as root."""
    return os.geteuid() == 0


def owner() -> pwd.struct_passwd:
    """Return the account that PostgreSQL runs as."""
    return pwd.getpwnam(USER) if is_root() else pwd.getpwuid(os.geteuid())


def hand_over(folder: Path) -> None:
    """Create the folder for the account that PostgreSQL runs as, closed to all other accounts."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_root():
        account = owner()
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def unprivileged(command: Sequence[str], *, die_with_parent: signal.Signals | None = None) -> list[str]:
    """Return the command line that runs `command` as the unprivileged account.

    With `die_with_parent` the program gets that signal when its parent dies (Linux only, ignored elsewhere).
    """
    options = ["--die-with-parent", die_with_parent.name] if die_with_parent is not None else []
    return [sys.executable, "-m", "interview_embedded.privileges", *options, "--", *command]


def with_parent(command: Sequence[str], *, die_with_parent: signal.Signals = signal.SIGTERM) -> list[str]:
    """Return the command line that runs `command` as the same user and ends it when its parent dies."""
    options = ["--keep-user", "--die-with-parent", die_with_parent.name]
    return [sys.executable, "-m", "interview_embedded.privileges", *options, "--", *command]


def replace_process(
    command: Sequence[str], *, paths: Sequence[Path] = (), keep_user: bool = False, die_with_parent: str | None = None
) -> None:
    """Give up root, unless `keep_user`, and become `command`. Never returns.

    `paths` are files and folders that the program must reach: where a folder above them is closed to the account
    (a checkout in root's home, say), the program keeps the one right to pass through closed folders.
    """
    if is_root() and not keep_user:
        account = owner()
        keep_reach = not all(_reachable(path, account.pw_uid) for path in paths)
        _become(account, keep_reach=keep_reach)
    if die_with_parent is not None and sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.Signals[die_with_parent].value, 0, 0, 0)
    os.execv(command[0], list(command))


def _reachable(path: Path, uid: int) -> bool:
    for folder in path.absolute().parents:
        status = folder.stat()
        needed = stat.S_IXUSR if status.st_uid == uid else stat.S_IXOTH
        if not status.st_mode & needed:
            return False
    return True


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def _become(account: pwd.struct_passwd, *, keep_reach: bool) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if keep_reach and sys.platform == "linux":
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.umask(0o077)
    if not keep_reach:
        return
    if sys.platform != "linux" or not any(_keep(libc, right) for right in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE)):
        raise StartProblem(
            "PostgreSQL cannot run as root and its account cannot enter this folder: "
            "start as an ordinary user, or move the checkout out of a private folder."
        )


def _keep(libc: ctypes.CDLL, capability: int) -> bool:
    header = _Header(_CAPABILITY_VERSION_3, 0)
    mask = 1 << capability
    sets = (_Sets * 2)(_Sets(mask, mask, mask), _Sets(0, 0, 0))
    if libc.capset(ctypes.byref(header), ctypes.byref(sets)) != 0:
        return False
    return bool(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0) == 0)


def main(arguments: Sequence[str]) -> None:
    """Run the command line described at the top of this module."""
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    signal_name = options[options.index("--die-with-parent") + 1] if "--die-with-parent" in options else None
    paths = [Path(argument) for argument in command if argument.startswith("/")]
    try:
        replace_process(command, paths=paths, keep_user="--keep-user" in options, die_with_parent=signal_name)
    except StartProblem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
