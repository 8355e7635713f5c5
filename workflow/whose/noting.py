"""What somebody reads on the label of a parcel that nobody announced."""

from __future__ import annotations

import sqlalchemy as sa

from models.parcels import Parcel, ParcelSender
from workflow import moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import say
from workflow.transaction import act

P, PS = Parcel.__table__, ParcelSender.__table__


@act("parcel.sender_noted")
def note_sender(doing: Doing, *, parcel_id: int, name: str = "", country: str = "", postcode: str = "",
                goods: str = "", weight_g: int | None = None, by: Actor) -> None:
    """Keep what the label says; noted again, the newer words count, also where they are fewer.

    Args:
        country: ISO 3166 alpha-2. goods: what is said to be in it, in any words. weight_g: grams; None leaves it.

    Raises:
        NotFound: no such parcel, or it is matched already.
        Refused: nothing was typed.
    """
    parcel = doing.one(sa.select(P).where(P.c.id == parcel_id, P.c.unidentified))
    if parcel is None:
        raise NotFound(say("This parcel is matched already, or there is none. Look at the list."))
    words = {"name": name.strip(), "country": country, "postcode": postcode.strip(), "goods": goods.strip()}
    before = doing.one(sa.select(PS).where(PS.c.parcel_id == parcel_id))
    if before is None and not any(words.values()) and not weight_g:
        raise Refused(say("Type at least one thing that stands on the label."), field="name")
    if before is None:
        doing.insert(ParcelSender, parcel_id=parcel_id, noted_by_id=by.staff_id, noted_at=doing.now, **words)
    else:
        doing.update(ParcelSender, before, noted_by_id=by.staff_id, noted_at=doing.now, **words)
    # The log is never erased: it says that something was noted, not what.
    moves.note_parcel(doing, parcel, what="parcel.sender_noted", **({"weight_g": weight_g} if weight_g else {}))
