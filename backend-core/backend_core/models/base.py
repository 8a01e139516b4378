"""What all tables share: naming, identifiers, time stamps, and columns that hold contract messages."""

import os
import time
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, Text, TypeDecorator, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from interview_contracts.base import Message

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

EnumT = TypeVar("EnumT", bound=StrEnum)
MessageT = TypeVar("MessageT", bound=Message)


def uuid7() -> UUID:
    """Return a new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def one_of(values: type[EnumT], name: str) -> Enum:
    """Return a text type that is checked against a closed vocabulary.

    `name` is the column's name: it becomes part of the check constraint's name.
    """
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class MessageType(TypeDecorator[MessageT], Generic[MessageT]):
    """JSONB column that holds one contract message."""

    impl = JSONB
    cache_ok = True

    def __init__(self, model: type[MessageT]) -> None:
        super().__init__(none_as_null=True)
        self.model = model

    def process_bind_param(self, value: MessageT | None, dialect: Any) -> Any:  # noqa: ARG002
        """Dump the message."""
        return None if value is None else value.model_dump(mode="json")

    def process_result_value(self, value: Any, dialect: Any) -> MessageT | None:  # noqa: ARG002
        """Validate what was stored."""
        return None if value is None else self.model.model_validate(value)


class MessageTuple(TypeDecorator[tuple[MessageT, ...]], Generic[MessageT]):
    """JSONB column that holds an ordered list of contract messages of one kind."""

    impl = JSONB
    cache_ok = True

    def __init__(self, model: type[MessageT]) -> None:
        super().__init__(none_as_null=True)
        self.model = model

    def process_bind_param(self, value: tuple[MessageT, ...] | None, dialect: Any) -> Any:  # noqa: ARG002
        """Dump the messages."""
        return None if value is None else [item.model_dump(mode="json") for item in value]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[MessageT, ...] | None:  # noqa: ARG002
        """Validate what was stored."""
        return None if value is None else tuple(self.model.model_validate(item) for item in value)


class Base(DeclarativeBase):
    """Registry of all tables."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        UUID: Uuid(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


class Entity(Base):
    """A table with a time-ordered key. The key of a new object is known before it is flushed."""

    __abstract__ = True
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - SQLAlchemy types it so

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"), sort_order=-100)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=100)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now(), sort_order=101)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid7())
        super().__init__(**values)


class CompanyEntity(Entity):
    """A table whose rows belong to one company (the tenant); every query filters by it."""

    __abstract__ = True

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True, sort_order=-99)


class InterviewEntity(Entity):
    """A table whose rows belong to one interview, and through it to one company and one candidate."""

    __abstract__ = True

    interview_id: Mapped[UUID] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), index=True, sort_order=-99
    )
