"""Settings from the environment."""

import pytest
from pydantic import ValidationError

from media_server.settings import Settings

pytestmark = pytest.mark.unit

SECRET = {"MEDIA_SECRET": "a-secret-of-the-tests"}


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in {**SECRET, **values}.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_defaults_ask_no_server_and_use_51_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    assert settings.ice_servers == []
    assert (settings.udp_ports[0], settings.udp_ports[-1], len(settings.udp_ports)) == (50000, 50050, 51)


def test_servers_and_addresses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    servers = '[{"urls": "turn:turn.example:3478", "username": "u", "credential": "c"}]'
    settings = read(monkeypatch, ICE_SERVERS=servers, MEDIA_ADVERTISED_IP="10.0.0.5, 10.1.0.5")
    assert settings.ice_servers[0].urls == ["turn:turn.example:3478"]
    assert settings.advertised_addresses == ("10.0.0.5", "10.1.0.5")


@pytest.mark.parametrize("ports", ["", "50000", "2-1", "0-10", "1-70000", "a-b"])
def test_a_wrong_range_is_an_error_at_the_start(monkeypatch: pytest.MonkeyPatch, ports: str) -> None:
    with pytest.raises(ValidationError):
        read(monkeypatch, MEDIA_UDP_PORTS=ports)


def test_a_secret_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIA_SECRET", raising=False)
    with pytest.raises(ValidationError):
        Settings()


def test_the_names_of_this_machine_are_one_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "http://127.0.0.1:8000" in read(monkeypatch).allowed_origins
    company = read(monkeypatch, PUBLIC_URL="https://interview.example/")
    assert company.allowed_origins == {"https://interview.example"}
