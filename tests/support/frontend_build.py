"""What must have been made before the product can be tested."""

import shutil
import subprocess
from pathlib import Path

_SOURCES = ("src", "public", "index.html", "package-lock.json", "vite.config.ts")


def built_frontend(folder: Path) -> Path:
    """Return the frontend's production build; it is made again when a source is newer."""
    page = folder / "dist" / "index.html"
    if not page.exists() or page.stat().st_mtime < _newest(folder):
        npm = shutil.which("npm")
        assert npm is not None
        command = [npm, "run", "--silent", "build", "--", "--logLevel", "warn"]
        subprocess.run(command, cwd=folder, check=True, timeout=300)
    return page.parent


def _newest(folder: Path) -> float:
    files = [file for name in _SOURCES for file in ((folder / name), *(folder / name).rglob("*"))]
    return max(file.stat().st_mtime for file in files if file.is_file())
