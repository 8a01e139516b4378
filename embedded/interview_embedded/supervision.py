"""supervisord keeps the programs running: whatever dies is started again."""

import os
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import psutil
from supervisor.xmlrpc import SupervisorTransport

from interview_embedded import privileges
from interview_embedded.layout import INSTANCE_VARIABLE, Layout
from interview_embedded.problems import StartProblem
from interview_embedded.programs import Program

FOUNDATION, SERVICES = "foundation", "services"


def configuration(*, run: Path, socket: Path, logs: Path, root: Path, groups: Mapping[str, Sequence[Program]]) -> str:
    """Return supervisord's configuration. Later groups stop first; no program starts by itself."""
    text = [
        "[supervisord]\nnodaemon=true\nsilent=true\nlogfile_maxbytes=5MB\nlogfile_backups=1",
        f"logfile={_value(logs / 'supervisor.log')}\npidfile={_value(run / 'supervisord.pid')}",
        f"\n[unix_http_server]\nfile={_value(socket)}\nchmod=0700",
        "\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface",
    ]
    for priority, (group, programs) in enumerate(groups.items(), start=1):
        names = ",".join(program.name for program in programs)
        text.append(f"\n[group:{group}]\nprograms={names}\npriority={priority}")
        text += [_program(program, root=root, logs=logs) for program in programs]
    return "\n".join(text) + "\n"


def _program(program: Program, *, root: Path, logs: Path) -> str:
    environment = ",".join(f'{name}="{_value(value)}"' for name, value in program.environment.items())
    log = _value(logs / f"{program.name}.log")
    command = " ".join(f'"{_value(part)}"' for part in program.command)
    return "\n".join(
        [
            f"\n[program:{program.name}]",
            f"command={command}",
            f"directory={_value(root)}",
            f"environment={environment}",
            "autostart=false\nautorestart=true\nstartsecs=1\nstartretries=1000000",
            f"stopsignal={program.stop_signal}\nstopwaitsecs={program.stop_wait_s}\nkillasgroup=true",
            f"redirect_stderr=true\nstdout_logfile={log}\nstdout_logfile_maxbytes=5MB\nstdout_logfile_backups=2",
        ]
    )


def _value(text: object) -> str:
    """Escape what supervisord would replace or end a value at."""
    shown = str(text).replace("%", "%%")
    if any(sign in shown for sign in ('"', "\n", ";")):
        raise StartProblem("A setting or the checkout's path holds a quotation mark, a semicolon or a line break.")
    return shown


class Control:
    """Asks a running supervisord, through its Unix socket, about its programs."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def _rpc(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://embedded", transport=transport).supervisor

    def start(self, group: str) -> None:
        """Start all programs of a group without waiting for them."""
        self._rpc().startProcessGroup(group, False)

    def states(self) -> dict[str, str]:
        """Return the state of each program, as supervisord names it."""
        return {str(row["name"]): str(row["statename"]) for row in self._rows()}

    def pids(self) -> dict[str, int]:
        """Return the process number of each program that runs."""
        return {str(row["name"]): int(row["pid"]) for row in self._rows() if row["pid"]}

    def _rows(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self._rpc().getAllProcessInfo())


class Supervisor:
    """A running supervisord, a child of this process."""

    def __init__(self, layout: Layout, *, config: Path, environment: Mapping[str, str]) -> None:
        self._socket = layout.supervisor_socket
        self.control = Control(self._socket)
        self.process = subprocess.Popen(
            privileges.with_parent([sys.executable, "-m", "supervisor.supervisord", "-c", str(config)]),
            env=dict(environment),
            cwd=layout.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_ready(self) -> None:
        """Wait until supervisord takes commands."""
        until = time.monotonic() + 20
        while not self._socket.exists():
            if not self.alive() or time.monotonic() > until:
                raise StartProblem("The supervisor did not start; see supervisor.log.")
            time.sleep(0.05)

    def alive(self) -> bool:
        """Tell whether supervisord itself runs."""
        return self.process.poll() is None

    def stop(self, *, timeout_s: float = 45) -> None:
        """Stop all programs, the later groups first, and then supervisord."""
        if self.alive():
            self.process.terminate()
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def leftovers(layout: Layout) -> list[psutil.Process]:
    """Return processes of this instance, whoever started them, other than this process."""
    found = []
    for process in psutil.process_iter():
        try:
            mine = process.environ().get(INSTANCE_VARIABLE) == str(layout.data)
        except (psutil.Error, OSError):
            continue
        if mine and process.pid != os.getpid():
            found.append(process)
    return found


def sweep(layout: Layout, *, patience_s: float = 8) -> int:
    """End all processes that an instance left behind, politely first; returns how many there were."""
    found = leftovers(layout)
    _each(found, "terminate")
    _, stubborn = psutil.wait_procs(found, timeout=patience_s)
    _each(stubborn, "kill")
    psutil.wait_procs(stubborn, timeout=5)
    return len(found)


def _each(processes: Iterable[psutil.Process], action: str) -> None:
    for process in processes:
        try:
            getattr(process, action)()
        except psutil.Error:
            continue
