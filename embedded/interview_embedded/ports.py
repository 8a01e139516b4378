"""Ports of this machine."""

import socket
from collections.abc import Iterable


def free_tcp_port(host: str = "127.0.0.1") -> int:
    """Return a TCP port that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


def tcp_port_is_free(port: int, host: str = "0.0.0.0") -> bool:
    """Tell whether a server can listen on the TCP port now."""
    return _can_bind(socket.SOCK_STREAM, host, port)


def busy_udp_ports(ports: Iterable[int], host: str = "0.0.0.0") -> list[int]:
    """Return those of the UDP ports that somebody else uses."""
    return [port for port in ports if not _can_bind(socket.SOCK_DGRAM, host, port)]


def _can_bind(kind: socket.SocketKind, host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
