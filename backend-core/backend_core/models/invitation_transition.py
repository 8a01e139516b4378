"""Table of the steps that invitations took."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import CompanyEntity, one_of
from backend_core.models.vocabulary import InvitationState


class InvitationTransition(CompanyEntity):
    """One step of an invitation, time-stamped by `created_at`.

    `action` says what was done (created, opened, registered, extended, reissued, revoked, …), `state` where it led.
    """

    __tablename__ = "invitation_transition"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(40))
    state: Mapped[InvitationState] = mapped_column(one_of(InvitationState, "state"))
