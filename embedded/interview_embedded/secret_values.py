"""Secrets of an embedded instance: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path

NAMES = ("AUTH_SECRET", "MEDIA_SECRET", "SIGNING_SECRET", "REDIS_PASSWORD", "DEMO_PASSWORD")


def load(file: Path) -> dict[str, str]:
    """Return all secrets, making and storing those that the file does not have yet."""
    values = _read(file) if file.exists() else {}
    missing = [name for name in NAMES if not values.get(name)]
    if missing:
        values.update({name: _new(name) for name in missing})
        partial = file.with_suffix(".partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{name}={value}\n" for name, value in values.items())
        partial.replace(file)
    return values


def _read(file: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in lines}


def _new(name: str) -> str:
    if name == "DEMO_PASSWORD":  # a person types it
        letters = "abcdefghjkmnpqrstuvwxyz23456789"
        return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))
    return secrets.token_urlsafe(48)
