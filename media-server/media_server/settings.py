"""Settings of the media server, read from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class IceServer(BaseModel):
    """A STUN or TURN server, in the shape of a browser's `RTCIceServer`."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None

    @field_validator("urls", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Settings(BaseSettings):
    """One instance a process; tests make their own."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    media_secret: SecretStr = Field(min_length=16)
    """Key of the room tokens (HS256), shared with backend-core."""

    redis_url: str = "redis://localhost:6379/0"
    """Broker and event streams."""

    uploads_dir: Path = Path("uploads")
    """Shared volume: sampled frames go to `frames/`, speech segments to `live/`."""

    public_url: str = "http://localhost:8000"
    """Where the browser's page comes from: the allowed CORS origin."""

    media_http_host: str = "0.0.0.0"  # noqa: S104  browsers come from other hosts
    media_http_port: int = 8081

    media_udp_ports: str = "50000-50050"
    """Inclusive range of UDP ports; one port serves one candidate."""

    media_advertised_ip: str = ""
    """Addresses (comma separated) that browsers reach this host by. Empty: the host's own IPv4 addresses."""

    ice_servers: list[IceServer] = []
    """Servers for the media server's own side. Empty means that no packet goes to any of them."""

    log_level: str = "INFO"

    @field_validator("media_udp_ports")
    @classmethod
    def _is_a_range(cls, value: str) -> str:
        first, _, last = value.partition("-")
        if not (first.isdigit() and last.isdigit() and 0 < int(first) <= int(last) < 65536):
            raise ValueError("MEDIA_UDP_PORTS must look like 50000-50050")
        return value

    @property
    def udp_ports(self) -> range:
        """The UDP ports as a range."""
        first, _, last = self.media_udp_ports.partition("-")
        return range(int(first), int(last) + 1)

    @property
    def advertised_addresses(self) -> tuple[str, ...]:
        """Configured addresses for the answer's candidates; empty when none is configured."""
        return tuple(part.strip() for part in self.media_advertised_ip.split(",") if part.strip())

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Origins that may call this server from a page. The names of the loopback address stand for each other."""
        parts = urlsplit(self.public_url)
        port = f":{parts.port}" if parts.port else ""
        own = f"{parts.scheme}://{parts.hostname}{port}"
        if parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            return frozenset({own})
        return frozenset(f"{parts.scheme}://{host}{port}" for host in _LOOPBACK_HOSTS)
