"""UDP ports: every ICE socket lies in the configured range, and nothing is asked of a server that is not configured.

aioice has no port range and no address choice. `RangeConnection` stands in for its connection class: inside
`use_ports` it binds one socket on all IPv4 addresses to a free port of the range; elsewhere it behaves as before.
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


_active: ContextVar[PortRange | None] = ContextVar("media_ports", default=None)


@contextmanager
def use_ports(ports: PortRange) -> Iterator[None]:
    """Bind ICE sockets that this task opens to the range."""
    token = _active.set(ports)
    try:
        yield
    finally:
        _active.reset(token)


class RangeConnection(Connection):
    """ICE connection whose host socket takes its port from the active range."""

    async def get_component_candidates(self, component: int, addresses: list[str], timeout: int = 5) -> list[Candidate]:  # noqa: ASYNC109
        """Bind one socket in the range, then ask configured servers only. No free port: no candidate."""
        ports = _active.get()
        if ports is None:
            return await super().get_component_candidates(component, addresses, timeout)
        protocol = await self._bind(ports)
        if protocol is None:
            return []
        port = protocol.transport.get_extra_info("sockname")[1]
        protocol.local_candidate = Candidate(
            foundation=candidate_foundation("host", "udp", ANY_ADDRESS),
            component=component,
            transport="udp",
            priority=candidate_priority(component, "host"),
            host=ANY_ADDRESS,
            port=port,
            type="host",
        )
        self._protocols.append(protocol)
        remote: list[Candidate] = []
        if self.stun_server or self.turn_server:
            remote = await super().get_component_candidates(component, [], timeout)
        return [protocol.local_candidate, *remote]

    async def _bind(self, ports: PortRange) -> StunProtocol | None:
        loop = asyncio.get_running_loop()
        for port in ports.walk():
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.setblocking(False)
            try:
                sock.bind((ANY_ADDRESS, port))
            except OSError:
                sock.close()
                continue
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
            _, protocol = await loop.create_datagram_endpoint(lambda: StunProtocol(self), sock=sock)
            return protocol
        return None


rtcicetransport.Connection = RangeConnection  # type: ignore[attr-defined]


def local_addresses() -> tuple[str, ...]:
    """Return the host's IPv4 addresses; the loopback address only when there is no other."""
    found = [
        ip.ip
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ip.ip.startswith(("127.", "169.254."))
    ]
    return tuple(dict.fromkeys(found)) or ("127.0.0.1",)
