"""Base of repositories: the only places that build queries."""

from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models.base import Entity

EntityT = TypeVar("EntityT", bound=Entity)


class Repository(Generic[EntityT]):
    """Queries of one entity. A subclass sets `model`. It flushes at most; it never commits."""

    model: ClassVar[type[Any]]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, entity_id: UUID) -> EntityT | None:
        """Return the row with this key."""
        found: EntityT | None = await self.session.get(self.model, entity_id)
        return found

    async def lock(self, entity_id: UUID) -> EntityT | None:
        """Return the row with this key as it is now, locked until the end of the transaction."""
        statement = select(self.model).where(self.model.id == entity_id).with_for_update(key_share=True)
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def one_or_none(self, statement: Select[Any]) -> EntityT | None:
        """Return the only row of a statement, if any."""
        found: EntityT | None = (await self.session.execute(statement)).unique().scalar_one_or_none()
        return found

    async def all(self, statement: Select[Any]) -> list[EntityT]:
        """Return all rows of a statement."""
        return list((await self.session.execute(statement)).unique().scalars())

    async def add(self, entity: EntityT) -> EntityT:
        """Add a row and flush, so that the database's own values and complaints are known."""
        self.session.add(entity)
        await self.session.flush()
        return entity
