"""Queries of invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from backend_core.models import Candidate, Interview, Invitation, Job, UserAccount, uuid7
from backend_core.models.vocabulary import InvitationState
from backend_core.persistence import Repository

_WAITING = (InvitationState.INVITED, InvitationState.OPENED)


class InvitationRepository(Repository[Invitation]):
    """Invitations."""

    model = Invitation

    async def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation with company and job, locked until the end of the transaction."""
        return await self.one_or_none(
            select(Invitation)
            .where(Invitation.token_hash == token_hash)
            .options(joinedload(Invitation.company), joinedload(Invitation.job))
            .with_for_update(key_share=True, of=Invitation)
        )

    async def of_company(self, company_id: UUID, invitation_id: UUID) -> Invitation | None:
        """Return a company's invitation, locked until the end of the transaction."""
        return await self.one_or_none(
            select(Invitation)
            .where(Invitation.id == invitation_id, Invitation.company_id == company_id)
            .with_for_update(key_share=True, of=Invitation)
        )

    async def of_job(self, company_id: UUID, job_id: UUID) -> list[Invitation]:
        """Return a job's invitations, newest first."""
        return await self.all(
            select(Invitation)
            .where(Invitation.job_id == job_id, Invitation.company_id == company_id)
            .order_by(Invitation.id.desc())
        )

    async def has_open(self, *, job_id: UUID, email: str, now: datetime) -> bool:
        """Tell whether an address has an invitation to a job that waits to be used."""
        statement = select(Invitation.id).where(
            Invitation.job_id == job_id,
            Invitation.candidate_email == email,
            Invitation.state.in_(_WAITING),
            Invitation.expires_at > now,
        )
        return (await self.session.execute(statement.limit(1))).first() is not None

    async def job_of_company(self, company_id: UUID, job_id: UUID) -> Job | None:
        """Return a company's job."""
        found: Job | None = (
            await self.session.execute(select(Job).where(Job.id == job_id, Job.company_id == company_id))
        ).scalar_one_or_none()
        return found

    async def interviews_of(self, invitation_ids: list[UUID]) -> dict[UUID, Interview]:
        """Return the interviews that came of invitations, by invitation."""
        if not invitation_ids:
            return {}
        rows = (
            await self.session.execute(select(Interview).where(Interview.invitation_id.in_(invitation_ids)))
        ).scalars()
        return {row.invitation_id: row for row in rows if row.invitation_id is not None}

    async def ensure_candidate(self, *, company_id: UUID, user: UserAccount, name: str) -> UUID:
        """Return the key of a person's profile at a company; it is made when there is none."""
        await self.session.execute(
            insert(Candidate)
            .values(id=uuid7(), company_id=company_id, user_account_id=user.id, name=name, email=user.email)
            .on_conflict_do_nothing(index_elements=["company_id", "user_account_id"])
        )
        statement = select(Candidate.id).where(Candidate.company_id == company_id, Candidate.user_account_id == user.id)
        return (await self.session.execute(statement)).scalar_one()
