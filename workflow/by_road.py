"""A lithium battery by itself may go to another country by road, once a lead has decided so.

By air and by post it may not (reference/batteries.py). On roads the ADR leaves out small ones that are sound and packed
against a short circuit, with the battery mark on the parcel: up to 20 Wh a cell and 100 Wh a battery, or 1 g and 2 g of
lithium (ADR, special provision 188). Others go with a carrier for dangerous goods. Which it is nobody but a person
knows, so a person says it, and the log keeps who and why.
"""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Role
from models.log import Act
from models.orders import Order
from models.places import Site
from models.rma import Rma, Unit
from reference.batteries import BY_ROAD
from workflow import dangerous_goods, moves, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

REASONS: dict[str, Sentence] = {
    "road_small": say("Sound, up to 100 Wh or 2 g of lithium, packed against a short circuit, with the battery mark: a "
                      "carrier takes it by road"),
    "road_dangerous_goods": say("A carrier for dangerous goods takes it by road"),
}
MAY_DECIDE = (Role.LEAD, Role.MANAGER)
R, U, SI, ORD, A = (m.__table__ for m in (Rma, Unit, Site, Order, Act))


@act(dangerous_goods.ALLOWED_BY_ROAD)
def allow(doing: Doing, *, rma_id: int, reason: str, by: Actor) -> None:
    """Let the parcels of this RMA go by road.

    Args:
        reason: a code of REASONS.

    Raises:
        NotAllowed: only a lead may.
        Refused: there is no such battery, or no road between the two countries.
        AlreadyDone: it was decided before.
    """
    if not by.has(*MAY_DECIDE):
        raise NotAllowed(say("Only a lead may let a battery go by road. Ask yours."))
    if reason not in REASONS:
        raise Refused(say("Choose a reason from the list."), field="reason")
    found = doing.one(_question(rows.rma(doing, rma_id).id))
    if found is None or not {found.country, found.ship_country} <= BY_ROAD:
        raise Refused(say("There is no battery here that could go by road to another country."))
    if found.allowed:
        raise AlreadyDone(say("It was decided already that it goes by road."))
    doing.reason = reason
    moves.note(doing, what=dangerous_goods.ALLOWED_BY_ROAD, rma_id=rma_id, codes=f"reason:{reason}")


def to_decide(rma_id: int) -> bool:
    """Whether a lead could let something of this RMA go by road, and nobody has."""
    with reading() as connection:
        found = connection.execute(_question(rma_id)).first()
    return found is not None and not found.allowed and {found.country, found.ship_country} <= BY_ROAD


def _question(rma_id: int) -> sa.Select:
    """The countries between which a battery by itself travels, and whether a lead has let it."""
    return (sa.select(SI.c.country, ORD.c.ship_country, dangerous_goods.allowed_by_road(R.c.id).label("allowed"))
            .select_from(R.join(SI, SI.c.id == R.c.site_id).join(ORD, ORD.c.id == R.c.order_id))
            .where(R.c.id == rma_id, SI.c.country != ORD.c.ship_country, dangerous_goods.has_battery_alone(R.c.id)))
