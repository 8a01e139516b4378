"""One look for what is overdue, as the relay takes it every hour: `python -m backend_core.retention`."""

import asyncio
from datetime import timedelta

from backend_core.logging import configure_logging
from backend_core.resources import open_resources
from backend_core.retention.files import delete_files
from backend_core.retention.service import BATCH, erase_overdue
from backend_core.settings import get_settings


async def main() -> None:
    """Erase everything that is overdue, with its files."""
    settings = get_settings()
    configure_logging(settings.log_level)
    async with open_resources(settings) as resources:
        while await erase_overdue(resources.sessions, kept_for=timedelta(days=settings.retention_days)) == BATCH:
            continue
        await delete_files(resources.sessions, resources.redis, settings.uploads_dir, within=None)


if __name__ == "__main__":
    asyncio.run(main())
