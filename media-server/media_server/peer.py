"""One WebRTC connection: takes an offer, gives an answer, receives."""

import asyncio
import time
from collections.abc import Callable, Mapping

import structlog
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtcconfiguration import RTCBundlePolicy

from media_server.ports import PortRange, binding_addresses, use_ports
from media_server.receiving import TrackSink, attach
from media_server.sdp import OfferUnsupported, with_addresses, without_candidates
from media_server.settings import Settings

log = structlog.get_logger(__name__)

_SINK_END_S = 1.0


class NoPortLeft(Exception):
    """Every UDP port of the range is taken."""


class Peer:
    """Receives the tracks for which there is a sink; a kind without one is refused in the answer."""

    def __init__(
        self,
        *,
        settings: Settings,
        ports: PortRange,
        sinks: Mapping[str, TrackSink],
        on_state: Callable[[str], None],
    ) -> None:
        # An empty list is not the same as none: without a list aiortc asks a public STUN server.
        servers = [
            RTCIceServer(urls=server.urls, username=server.username, credential=server.credential)
            for server in settings.ice_servers
        ]
        configuration = RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self._connection = RTCPeerConnection(configuration)
        self._advertised = settings.advertised_addresses
        self._ports = ports
        self._sinks = sinks
        self._on_state = on_state
        self.kinds: set[str] = set()
        """Kinds of tracks that are received."""
        self._connection.on("track", self._take)
        self._connection.on("connectionstatechange", self._tell)

    async def answer(self, offer: str) -> str:
        """Return the answer. Raises `NoPortLeft` or `OfferUnsupported`; the peer is closed then."""
        try:
            with use_ports(self._ports, binding_addresses(self._advertised)):
                await self._connection.setRemoteDescription(RTCSessionDescription(without_candidates(offer), "offer"))
                for transceiver in self._connection.getTransceivers():
                    transceiver.direction = "recvonly" if transceiver.kind in self._sinks else "inactive"
                await self._connection.setLocalDescription(await self._connection.createAnswer())
        except NoPortLeft:
            raise
        except Exception as error:  # codecs in common, roles: whatever aiortc cannot agree to
            await self.close()
            log.info("offer_refused", error=type(error).__name__)
            raise OfferUnsupported from error
        text: str = self._connection.localDescription.sdp
        if "a=candidate:" not in text:
            await self.close()
            raise NoPortLeft
        return with_addresses(text, self._advertised)

    async def close(self) -> None:
        """End the connection and free its port."""
        self._connection.remove_all_listeners()
        self.release()
        # The sinks' threads end before aiortc would wait for them on the event loop.
        deadline = time.monotonic() + _SINK_END_S
        while any(sink.alive for sink in self._sinks.values()) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await self._connection.close()

    def release(self) -> None:
        """Let the sinks' threads end once they have done what waits for them."""
        for sink in self._sinks.values():
            sink.inbox.put(None)

    @property
    def state(self) -> str:
        """State of the connection, in WebRTC's words."""
        return str(self._connection.connectionState)

    def _take(self, track: MediaStreamTrack) -> None:
        sink = self._sinks.get(track.kind)
        if sink is None:
            track.stop()
            return
        receiver = next(r for r in self._connection.getReceivers() if r.track is track)
        attach(receiver, track, sink)
        self.kinds.add(track.kind)

    def _tell(self) -> None:
        self._on_state(self.state)
