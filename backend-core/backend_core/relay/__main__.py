"""The relay's process."""

import asyncio
import signal
from datetime import timedelta

from backend_core.logging import configure_logging
from backend_core.relay.outbox import Outlets
from backend_core.relay.service import run
from backend_core.resources import open_resources
from backend_core.settings import get_settings
from backend_core.tasks.broker import CelerySender, create_celery


async def main() -> None:
    """Relay until the process is told to end."""
    settings = get_settings()
    configure_logging(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sender = CelerySender(create_celery(settings.redis_url))
    async with open_resources(settings) as resources:
        try:
            await run(
                Outlets(
                    sessions=resources.sessions,
                    redis=resources.redis,
                    sender=sender,
                    uploads=settings.uploads_dir,
                    work_kept_for=timedelta(days=settings.work_kept_days),
                    interviews_kept_for=timedelta(days=settings.retention_days),
                ),
                settings.database_url,
                stop,
            )
        finally:
            sender.close()


if __name__ == "__main__":
    asyncio.run(main())
