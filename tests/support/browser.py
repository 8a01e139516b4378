"""Chromium for the end-to-end tests."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "The end-to-end tests need Chromium and none was found: install it (Debian and Ubuntu: apt-get install chromium)."


def find() -> str | None:
    """Return the path of the system's Chromium; `CHROMIUM` in the environment names another one."""
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str | None:
    """Install Chromium where the caller may; returns why there is none afterwards, or None."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return HOW
    print("Installing Chromium …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-q"],
        ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
    ):
        subprocess.run([apt, *arguments], env=environment, stdin=subprocess.DEVNULL, check=False)
    return None if find() else HOW
