"""UDP ports: every ICE socket lies in the configured range, and nothing is asked of a server that is not configured.

aioice has no port range and no address choice. `RangeConnection` stands in for its connection class: inside
`use_ports` it binds to a free port of the range; elsewhere it behaves as before. A socket per address, rather than
one for all of them, makes every answer leave from the address that was asked, which ICE insists on.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import ifaddr
from aioice import Candidate, Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import StunProtocol
from aiortc import rtcicetransport

ANY_ADDRESS = "0.0.0.0"  # noqa: S104  media comes from every network that the host is in
_RECEIVE_BUFFER = 512 * 1024


class PortRange:
    """Walks a range of ports, beginning after the port given last so that a freed port rests before its next use."""

    def __init__(self, ports: range) -> None:
        self._ports = ports
        self._next = 0

    def __len__(self) -> int:
        return len(self._ports)

    def walk(self) -> Iterator[int]:
        """Yield every port of the range once."""
        start = self._next
        for step in range(len(self._ports)):
            index = (start + step) % len(self._ports)
            self._next = (index + 1) % len(self._ports)
            yield self._ports[index]


_active: ContextVar[tuple[PortRange, tuple[str, ...]] | None] = ContextVar("media_ports", default=None)


@contextmanager
def use_ports(ports: PortRange, addresses: tuple[str, ...]) -> Iterator[None]:
    """Bind ICE sockets that this task opens to the range, one socket per address and all of them at one port."""
    token = _active.set((ports, addresses))
    try:
        yield
    finally:
        _active.reset(token)


class RangeConnection(Connection):
    """ICE connection whose host sockets take their port from the active range."""

    async def get_component_candidates(self, component: int, addresses: list[str], timeout: int = 5) -> list[Candidate]:  # noqa: ASYNC109
        """Bind in the range, then ask configured servers only. No free port: no candidate."""
        active = _active.get()
        if active is None:
            return await super().get_component_candidates(component, addresses, timeout)
        loop = asyncio.get_running_loop()
        candidates: list[Candidate] = []
        for sock in _bind(*active):
            _, protocol = await loop.create_datagram_endpoint(lambda: StunProtocol(self), sock=sock)
            host, port = sock.getsockname()
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host,
                port=port,
                type="host",
            )
            self._protocols.append(protocol)
            candidates.append(protocol.local_candidate)
        if candidates and (self.stun_server or self.turn_server):
            candidates += await super().get_component_candidates(component, [], timeout)
        return candidates


def _bind(ports: PortRange, addresses: tuple[str, ...]) -> list[socket.socket]:
    """Return sockets on every address at the first port that is free on all of them; none when no port is."""
    for port in ports.walk():
        bound: list[socket.socket] = []
        try:
            for address in addresses:
                sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                bound.append(sock)
                sock.setblocking(False)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
                sock.bind((address, port))
        except OSError:
            for sock in bound:
                sock.close()
            continue
        return bound
    return []


rtcicetransport.Connection = RangeConnection  # type: ignore[attr-defined]


def local_addresses() -> tuple[str, ...]:
    """Return the host's IPv4 addresses; the loopback address only when there is no other."""
    found = [address for address in _every_address() if not address.startswith(("127.", "169.254."))]
    return tuple(dict.fromkeys(found)) or ("127.0.0.1",)


def binding_addresses(advertised: tuple[str, ...]) -> tuple[str, ...]:
    """Return what to bind to: the advertised addresses where this host has them, otherwise (behind NAT) all."""
    if not advertised:
        return local_addresses()
    own = {*_every_address(), "127.0.0.1"}
    return advertised if own.issuperset(advertised) else (ANY_ADDRESS,)


def _every_address() -> list[str]:
    return [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
