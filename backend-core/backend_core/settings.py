"""Settings of the core, read from the environment (the names in upper case are listed in `.env.example`)."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the API, the results consumer and the relay."""

    model_config = SettingsConfigDict(
        extra="ignore", use_attribute_docstrings=True, frozen=True, hide_input_in_errors=True
    )

    database_url: str
    """SQLAlchemy URL of PostgreSQL 18, e.g. `postgresql+psycopg://user:password@host/name`."""

    redis_url: str = "redis://localhost:6379/0"
    """Broker, event streams and rate limits. Nothing that must last lives there."""

    uploads_dir: Path = Path("uploads")
    """Root of the shared uploads volume."""

    auth_secret: SecretStr = Field(min_length=32)
    """Key of the access tokens of people."""

    media_secret: SecretStr = Field(min_length=32)
    """Key of the room tokens; the media server has the same one."""

    signing_secret: SecretStr = Field(min_length=32)
    """Key of the signed links to recordings."""

    public_url: str = "http://localhost:8000"
    """Address under which browsers reach the application; invitation links begin with it."""

    media_public_url: str = "http://localhost:8081"
    """Address under which browsers reach the media server."""

    ice_servers: list[dict[str, Any]] = []
    """ICE servers for browsers as JSON (RTCIceServer objects)."""

    frontend_dist: Path | None = None
    """Folder of the built frontend; when set, the API serves it."""

    allow_emotion: bool = False
    """Whether jobs of this deployment may use emotion observation at all."""

    demo_password: SecretStr | None = None
    """Password of the demo logins; only seeding reads it."""

    seeds_dir: Path = Path("db/seeds/demo")
    """Folder of the demo data; only seeding reads it."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Lowest level that is logged."""

    metrics: bool = True
    """Whether `/metrics` is served. It is not routed to the outside in the compose file."""

    access_token_s: int = Field(default=600, ge=30, le=600)
    """Life of an access token in seconds."""

    session_max_s: int = Field(default=12 * 3600, ge=600)
    """Absolute life of a login in seconds."""

    refresh_repeat_s: int = Field(default=60, ge=0, le=300)
    """Seconds in which a refresh token may be presented again while none of its successors has been used."""

    login_attempts: int = Field(default=10, ge=1)
    """Failed logins per account and address within `login_window_s` before the next one has to wait."""

    login_window_s: int = Field(default=300, ge=1)
    """Length of the window of failed logins in seconds."""

    database_pool: int = Field(default=10, ge=1)
    """Connections that one process keeps open to the database."""

    work_kept_days: int = Field(default=30, ge=1)
    """Days after which fired timers, and finished tasks of closed interviews, are deleted from the database."""

    retention_days: int = Field(default=180, ge=14, le=180)
    """Days after the decision (else the end, else the deadline) after which an interview is erased. The notice promises
    180 at the latest; the Korean Fair Hiring Procedure Act knows no less than 14."""

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers reach the application over TLS."""
        return self.public_url.startswith("https://")


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
