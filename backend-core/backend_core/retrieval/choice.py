"""Which vector space passages are kept in: a pure decision over what the workers offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interview_contracts.vocabulary import EngineQuality

SETTLED_AFTER = timedelta(minutes=5)
"""So long a space is offered without a break before it takes over: longer than a host's workers need to restart."""

LESSER_AFTER = timedelta(days=1)
"""So long a space of lesser quality is offered alone before it takes over. A model that is away for a while leaves
retrieval by words; embedding everything twice would cost hours."""

_RANK = {quality: rank for rank, quality in enumerate(reversed(EngineQuality))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A space with the number of live workers that offer it, and since when they do so without a break."""

    space: str
    quality: EngineQuality
    workers: int
    since: datetime


def choose(current: tuple[str, EngineQuality] | None, offers: Sequence[Offer], *, now: datetime) -> str | None:
    """Return the space to keep passages in, None while none was ever offered.

    The first space that is offered is taken at once. After that the present one stays while a live worker offers it and
    none offers a better one, so that two kinds of workers side by side never make it go back and forth.
    """
    best = max(offers, key=lambda offer: (_RANK[offer.quality], offer.workers, offer.since, offer.space), default=None)
    if current is None:
        return best.space if best else None
    space, quality = current
    if best is None or best.space == space:
        return space
    better = _RANK[best.quality] - _RANK[quality]
    if better <= 0 and any(offer.space == space for offer in offers):
        return space
    patience = LESSER_AFTER if better < 0 else SETTLED_AFTER
    return best.space if now - best.since >= patience else space
