"""One order, taken at once: for webhooks and for whoever holds a single order in hand."""

from __future__ import annotations

from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.importing import orders
from workflow.importing.plans import Outcome
from workflow.importing.values import OrderIn
from workflow.transaction import act


@act("order.taken", undoable=False)
def take_order(doing: Doing, *, order: OrderIn, by: Actor) -> Outcome:
    """Add the order, or change what it says differently now. The same order again changes nothing.

    Raises:
        Refused: it contradicts what is known; the sentence says how.
    """
    plan = orders.plan(doing.connection, [order], doing.now)
    if plan.refusals:
        raise Refused(plan.refusals[0])
    plan.write(doing.connection)
    if plan.outcomes[0] is not Outcome.UNCHANGED:
        doing.data = {"channel": order.channel, "order_number": order.number, "outcome": plan.outcomes[0].value}
    return plan.outcomes[0]
