"""Where an instance of the platform keeps its things, and what a person may set by environment variables."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interview_embedded.postgres import PostgresCluster
from interview_embedded.problems import StartProblem

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_FOLDER = 80
"""Bytes; the system's limit for a Unix socket's path is about 104, its name included."""

INSTANCE_VARIABLE = "INTERVIEW_INSTANCE"
"""Environment variable that marks every process of an instance with its data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One instance: its data folder and its ports. Two instances with different ones run side by side."""

    root: Path
    data: Path
    models: Path
    host: str
    port: int
    media_port: int
    udp_ports: range
    public_host: str

    @property
    def run(self) -> Path:
        """Files that mean nothing after a stop: configuration of the supervisor, sockets, the lock."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        """One log file a program."""
        return self.data / "logs"

    @property
    def uploads(self) -> Path:
        """The shared volume of core, workers and media server."""
        return self.data / "uploads"

    @property
    def sockets(self) -> Path:
        """Folder for Unix sockets: inside the data folder where its path is short enough."""
        inside = self.run / "sockets"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"interview-{os.geteuid()}-{name}"

    @property
    def supervisor_socket(self) -> Path:
        """Where the supervisor takes commands."""
        return self.sockets / "supervisor.sock"

    @property
    def cluster(self) -> PostgresCluster:
        """The instance's PostgreSQL."""
        return PostgresCluster(data=self.data / "postgres", sockets=self.sockets / "pg")

    @property
    def public_url(self) -> str:
        """Where a browser finds the product."""
        return f"http://{self.public_host}:{self.port}"

    @property
    def media_public_url(self) -> str:
        """Where a browser finds the media server."""
        return f"http://{self.public_host}:{self.media_port}"


def from_environment(environment: Mapping[str, str], root: Path = ROOT) -> Layout:
    """Read `PORT`, `MEDIA_HTTP_PORT`, `MEDIA_UDP_PORTS`, `DATA_DIR`, `MODELS_DIR`, `HOST` and `PUBLIC_HOST`."""
    first, _, last = environment.get("MEDIA_UDP_PORTS", "50000-50050").partition("-")
    try:
        udp_ports = range(int(first), int(last or first) + 1)
        port, media_port = int(environment.get("PORT", "8000")), int(environment.get("MEDIA_HTTP_PORT", "8081"))
    except ValueError:
        raise StartProblem("PORT and MEDIA_HTTP_PORT are numbers, MEDIA_UDP_PORTS is like 50000-50050.") from None
    return Layout(
        root=root,
        data=(root / environment.get("DATA_DIR", ".data")).absolute(),
        models=(root / environment.get("MODELS_DIR", ".data/models")).absolute(),
        host=environment.get("HOST", "127.0.0.1"),
        port=port,
        media_port=media_port,
        udp_ports=udp_ports,
        public_host=environment.get("PUBLIC_HOST", "localhost"),
    )
