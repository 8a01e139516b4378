"""Queries of consents."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from backend_core.models import Consent
from backend_core.persistence import Repository
from interview_contracts.vocabulary import ConsentPurpose


class ConsentRepository(Repository[Consent]):
    """Decisions about purposes. Rows are added and never changed."""

    model = Consent

    async def latest(self, interview_id: UUID) -> dict[ConsentPurpose, Consent]:
        """Return the decision that counts for each purpose that has one."""
        statement = (
            select(Consent)
            .where(Consent.interview_id == interview_id)
            .ext(distinct_on(Consent.purpose))
            .order_by(Consent.purpose, Consent.decided_at.desc(), Consent.id.desc())
        )
        return {consent.purpose: consent for consent in await self.all(statement)}

    async def latest_of(self, interview_id: UUID, purpose: ConsentPurpose) -> Consent | None:
        """Return the decision that counts for one purpose."""
        statement = (
            select(Consent)
            .where(Consent.interview_id == interview_id, Consent.purpose == purpose)
            .order_by(Consent.decided_at.desc(), Consent.id.desc())
            .limit(1)
        )
        return await self.one_or_none(statement)

    async def agreeing(self, interviews: Iterable[UUID], purpose: ConsentPurpose) -> frozenset[UUID]:
        """Return those of the interviews whose decision that counts is a yes."""
        statement = (
            select(Consent.interview_id, Consent.granted)
            .where(Consent.interview_id.in_(interviews), Consent.purpose == purpose)
            .ext(distinct_on(Consent.interview_id))
            .order_by(Consent.interview_id, Consent.decided_at.desc(), Consent.id.desc())
        )
        return frozenset(row.interview_id for row in await self.session.execute(statement) if row.granted)

    async def history(self, interview_id: UUID) -> Sequence[Consent]:
        """Return all decisions of an interview in their order."""
        statement = select(Consent).where(Consent.interview_id == interview_id)
        return await self.all(statement.order_by(Consent.decided_at, Consent.id))
