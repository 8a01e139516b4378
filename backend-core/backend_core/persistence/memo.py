"""What a session remembers for as long as its present transaction lasts."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

_NAME = "transaction_memo"


def transaction_memo(session: AsyncSession) -> dict[Any, Any]:
    """Return a dictionary that is empty again after a commit, a rollback, and within every savepoint.

    For what holds until then: a row that is locked, a notification that is on its way.
    """
    present = session.sync_session.get_nested_transaction() or session.sync_session.get_transaction()
    transaction, memo = session.info.get(_NAME, (None, {}))
    if present is None or transaction is not present:
        memo = {}
        session.info[_NAME] = (present, memo)
    found: dict[Any, Any] = memo
    return found
