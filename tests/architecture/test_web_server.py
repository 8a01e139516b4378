"""What the web server of the compose file logs, lets in and tells browsers."""

import re
from pathlib import Path

import pytest

from backend_core.answers.limits import AUDIO_MAX_BYTES
from backend_core.frontend import security_headers
from backend_core.resumes.service import MAX_BYTES
from tests.support.core import core_settings

pytestmark = pytest.mark.architecture

CONFIGURATION = (Path(__file__).resolve().parents[2] / "frontend" / "nginx.conf").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024


def test_no_query_and_no_key_is_logged() -> None:
    logged = re.findall(r"^log_format (\w+) (.*);$", CONFIGURATION, re.MULTILINE)
    assert [name for name, _ in logged] == ["without_query"]
    variables = set(re.findall(r"\$\w+", logged[0][1]))
    assert not variables & {"$request", "$request_uri", "$args", "$query_string", "$uri", "$http_referer"}
    assert set(re.findall(r"access_log (\S+)(?: (\w+))?;", CONFIGURATION)) == {
        ("/dev/stdout", "without_query"),
        ("off", ""),
    }
    assert re.findall(r"error_log \S+ (\w+);", CONFIGURATION) == ["crit"]


def test_the_largest_upload_passes_and_little_more() -> None:
    limits = [int(value) * MEGABYTE for value in re.findall(r"client_max_body_size (\d+)m;", CONFIGURATION)]
    assert len(limits) == 1
    largest = max(AUDIO_MAX_BYTES, MAX_BYTES)
    assert largest + MEGABYTE <= limits[0] <= 2 * largest


def test_pages_get_the_policy_that_the_api_gives() -> None:
    found = re.search(r'Content-Security-Policy "([^"]+)" always;', CONFIGURATION)
    assert found is not None
    given = dict(part.strip().split(" ", 1) for part in found[1].split(";"))
    headers = security_headers(core_settings("postgresql+psycopg://x/y", "redis://x"))
    expected = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    # Behind the web server the media server has the same origin.
    assert given == {**expected, "connect-src": "'self'"}
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert f"add_header {name} {headers[name]} always;" in CONFIGURATION
    for name in ("Permissions-Policy",):
        assert f'add_header {name} "{headers[name]}" always;' in CONFIGURATION
    for name in ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"):
        assert f"add_header {name} {headers[name]} always;" in CONFIGURATION
