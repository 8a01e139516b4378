"""`script/server`: the whole platform on this machine, until Ctrl-C."""

import argparse
import errno
import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from interview_embedded import layout as layouts
from interview_embedded import ports, programs, secret_values, supervision
from interview_embedded.layout import Layout
from interview_embedded.privileges import with_parent
from interview_embedded.problems import StartProblem
from interview_embedded.redis import RedisServer
from interview_embedded.supervision import FOUNDATION, SERVICES, Supervisor

FREE_BYTES_TO_RUN = 512 * 1024**2
READY_WITHIN_S = 90


class Stopped(Exception):
    """The person at the terminal, or the system, asks to stop."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run the platform on this machine.")
    parser.add_argument("--logs", action="store_true", help="show all logs here, too")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        run(layouts.from_environment(os.environ), os.environ, follow_logs=options.logs)
    except Stopped:
        pass
    except StartProblem as problem:
        sys.exit(str(problem))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sys.exit("The disk is full: make room and start again.")
        raise


def _stop(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not interrupt the orderly stop
    raise Stopped


def run(layout: Layout, environment: Mapping[str, str], *, follow_logs: bool) -> None:
    """Start everything, say where it is, and wait for `Stopped`; nothing is left running afterwards."""
    check_disk(layout)
    for folder in (layout.run, layout.logs, layout.uploads, layout.sockets):
        folder.mkdir(parents=True, exist_ok=True)
    with only_instance(layout):
        if supervision.sweep(layout):
            _say("Ended what an earlier run had left behind.")
        layout.cluster.clear_stale_lock()
        check_ports(layout)
        secrets = secret_values.load(layout.data / "secrets.env")
        redis = RedisServer(folder=layout.run / "redis", port=ports.free_tcp_port(), password=secrets["REDIS_PASSWORD"])
        layout.cluster.initialise()
        supervisor = _supervisor(layout, environment, redis, secrets)
        try:
            _start(layout, environment, supervisor, redis, secrets)
            _announce(layout, secrets)
            if follow_logs:
                _follow(layout, environment)
            supervisor.process.wait()
            raise StartProblem("The supervisor ended unexpectedly; start again.")
        finally:
            _ignore_signals()
            _say("Stopping …")
            supervisor.stop()
            supervision.sweep(layout)
            _say("Stopped; the data is kept.")


def check_disk(layout: Layout) -> None:
    """Raise `StartProblem` when there is too little room to work."""
    existing = next(folder for folder in (layout.data, *layout.data.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if free < FREE_BYTES_TO_RUN:
        needed = FREE_BYTES_TO_RUN // 1024**2
        raise StartProblem(f"The disk is too full: {free // 1024**2} MB are free, {needed} MB are needed.")


def check_ports(layout: Layout) -> None:
    """Raise `StartProblem` when a port is taken. Of the media ports a few may be in use by other programs."""
    for name, port in (("PORT", layout.port), ("MEDIA_HTTP_PORT", layout.media_port)):
        if not ports.tcp_port_is_free(port, layout.host):
            raise StartProblem(
                f"Port {port} is used by another program: stop that, or choose another port with {name}={port + 10}."
            )
    busy = ports.busy_udp_ports(layout.udp_ports)
    if len(busy) * 2 > len(layout.udp_ports):
        first, last = layout.udp_ports.start, layout.udp_ports.stop - 1
        raise StartProblem(
            f"Most of the UDP ports {first}-{last} are used by another program: choose others with MEDIA_UDP_PORTS."
        )


@contextmanager
def only_instance(layout: Layout) -> Iterator[None]:
    """Hold the data folder; raises `StartProblem` when another run holds it. A dead run holds nothing."""
    with (layout.run / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartProblem(
                f"The platform already runs with the data folder {layout.data}: stop it, or choose another DATA_DIR."
            ) from None
        yield


def _supervisor(
    layout: Layout,
    environment: Mapping[str, str],
    redis: RedisServer,
    secrets: Mapping[str, str],
) -> Supervisor:
    socket, config = layout.supervisor_socket, layout.run / "supervisord.conf"
    socket.unlink(missing_ok=True)
    config.touch(mode=0o600)
    groups = {
        FOUNDATION: programs.foundation(layout, redis),
        SERVICES: programs.services(layout, redis, secrets, environment),
    }
    config.write_text(
        supervision.configuration(run=layout.run, socket=socket, logs=layout.logs, root=layout.root, groups=groups)
    )
    base = programs.base_environment(layout, environment)
    return Supervisor(layout, config=config, environment=base)


def _start(
    layout: Layout,
    environment: Mapping[str, str],
    supervisor: Supervisor,
    redis: RedisServer,
    secrets: Mapping[str, str],
) -> None:
    _say("[1/4] Database and broker …")
    supervisor.wait_ready()
    supervisor.control.start(FOUNDATION)
    layout.cluster.wait_ready(timeout_s=60)
    redis.wait_ready(timeout_s=20)
    layout.cluster.ensure_database(programs.DATABASE, owner=programs.ROLE)
    core = {
        **programs.base_environment(layout, environment),
        **programs.core_environment(layout, redis, secrets),
        "DEMO_PASSWORD": secrets["DEMO_PASSWORD"],
    }
    _say("[2/4] Tables …")
    _call(layout, "migrate", ["-m", "alembic", "-c", "db/alembic.ini", "upgrade", "head"], core)
    _say("[3/4] Demo data …")
    seeded = layout.data / "seeded"
    if not seeded.exists() and importlib.util.find_spec("backend_core.seeding") is not None:
        _call(layout, "seed", ["-m", "backend_core.seeding"], core)
        seeded.touch()
    _say("[4/4] Services …")
    supervisor.control.start(SERVICES)
    _wait_ready(layout, supervisor)


def _call(layout: Layout, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
    log = layout.logs / f"{name}.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, *arguments], env=dict(environment), cwd=layout.root, stdout=out, stderr=out, check=False
        )
    if done.returncode != 0:
        raise StartProblem(f"The step '{name}' failed; {log} tells why.")


def _wait_ready(layout: Layout, supervisor: Supervisor) -> None:
    until = time.monotonic() + READY_WITHIN_S
    addresses = {
        "api": f"{_local(layout)}:{layout.port}/health/ready",
        "media": f"{_local(layout)}:{layout.media_port}/health/live",
    }
    while True:
        waiting = [name for name, state in supervisor.control.states().items() if state != "RUNNING"]
        waiting += [name for name, address in addresses.items() if name not in waiting and not _answers(address)]
        if not waiting:
            return
        if time.monotonic() > until:
            raise StartProblem(f"Not ready within {READY_WITHIN_S} s: {', '.join(waiting)}; see {layout.logs}.")
        time.sleep(0.2)


def _local(layout: Layout) -> str:
    return "http://127.0.0.1" if layout.host in {"0.0.0.0", "127.0.0.1"} else f"http://{layout.host}"


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _announce(layout: Layout, secrets: Mapping[str, str]) -> None:
    _say(
        f"\n  The platform is ready: {layout.public_url}\n"
        f"  Recruiter: recruiter@demo.example    Admin: admin@demo.example\n"
        f"  Password of both: {secrets['DEMO_PASSWORD']}\n"
        f"  Logs: {_short(layout.logs)}    Stop: Ctrl-C\n"
    )


def _follow(layout: Layout, environment: Mapping[str, str]) -> None:
    """Print what the programs log from now on; the process ends with the others of the instance."""
    files = [str(file) for file in sorted(layout.logs.glob("*.log"))]
    tail = with_parent([shutil.which("tail") or "/usr/bin/tail", "-q", "-n", "0", "-F", *files])
    subprocess.Popen(tail, env=programs.base_environment(layout, environment), stdin=subprocess.DEVNULL)


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
