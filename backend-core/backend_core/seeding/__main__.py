"""`python -m backend_core.seeding [FOLDER]`: brings the demo company into the database; safe to run again."""

import argparse
import asyncio
from pathlib import Path

import structlog

from backend_core.logging import configure_logging
from backend_core.persistence import create_database_engine, create_sessions, unit_of_work
from backend_core.seeding.service import seed
from backend_core.settings import Settings, get_settings

log = structlog.get_logger(__name__)


async def run(settings: Settings, folder: Path) -> None:
    """Seed the database that the settings name."""
    engine = create_database_engine(settings.database_url, pool_size=1)
    try:
        async with unit_of_work(create_sessions(engine)) as session:
            password = settings.demo_password.get_secret_value() if settings.demo_password is not None else None
            company = await seed(session, folder, password=password)
            log.info("demo data is in place", company_id=str(company.id), logins=password is not None)
    finally:
        await engine.dispose()


def main() -> None:
    """Read the command line and seed."""
    parser = argparse.ArgumentParser(prog="python -m backend_core.seeding", description="Seeds the demo company.")
    parser.add_argument("folder", nargs="?", type=Path, default=None)
    arguments = parser.parse_args()
    settings = get_settings()
    configure_logging(settings.log_level)
    asyncio.run(run(settings, arguments.folder or settings.seeds_dir))


if __name__ == "__main__":
    main()
