"""The unit of work: only the edge commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.errors import ProblemError
from backend_core.persistence.engine import Sessions


@asynccontextmanager
async def unit_of_work(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """Open a session, commit it at the end, and roll it back on any error.

    An error with `keeps_changes` is an answer like any other: what led to it is committed.
    """
    async with sessions() as session:
        try:
            yield session
        except ProblemError as problem:
            if problem.keeps_changes:
                await session.commit()
            raise
        else:
            await session.commit()


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Session of one request."""
    async with unit_of_work(request.app.state.resources.sessions) as session:
        yield session


DbSession = Annotated[AsyncSession, Depends(get_session, scope="function")]
"""The request's session. It is committed before the response leaves."""
