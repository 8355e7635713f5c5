"""What may not travel as it is: asked before a label or a customs paper is printed and before a box gets its label.

Sources of the rules stand with the kinds of batteries in reference/batteries.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, JobState, ParcelState
from models.log import Act
from models.orders import Order
from models.parcels import Parcel, ParcelLine
from models.places import Site
from models.rma import Rma, Unit
from models.work import Inspection, RepairJob
from reference.batteries import BATTERIES, BY_ROAD, UNSAFE_FAULTS
from workflow.errors import Refused
from workflow.sentences import say

U, Q, P, L, IN, J, R, SI, ORD = (m.__table__ for m in (
    Unit, Product, Parcel, ParcelLine, Inspection, RepairJob, Rma, Site, Order))
A = Act.__table__
ALLOWED_BY_ROAD = "battery.by_road"
ALONE = [code for code, kind in BATTERIES.items() if kind.alone]


def check_box_may_travel(connection: sa.Connection, parcel_id: int) -> None:
    """All that lies in a box, or is announced in it, may go to where its RMA's parcels go: one statement.

    Raises:
        Refused: something in it may not travel; the sentence names it and says what to do.
    """
    in_it = sa.select(L.c.unit_id).where(L.c.parcel_id == parcel_id, L.c.unit_id.is_not(None))
    _check(connection.execute(_facts().where(U.c.id.in_(in_it)).order_by(U.c.id)).all())


def check_rma_may_travel(connection: sa.Connection, rma_id: int) -> None:
    """The same of every box of an RMA that its customer has still to send: one statement.

    Raises:
        Refused: as `check_box_may_travel`.
    """
    in_them = sa.select(L.c.unit_id).join(P, P.c.id == L.c.parcel_id).where(
        P.c.rma_id == rma_id, P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED,
        L.c.unit_id.is_not(None))
    _check(connection.execute(_facts().where(U.c.id.in_(in_them)).order_by(U.c.id)).all())


def allowed_by_road(rma_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a lead has let the batteries of an RMA go by road (by_road.py)."""
    return sa.select(A.c.id).where(A.c.rma_id == rma_id, A.c.kind == ALLOWED_BY_ROAD,
                                   A.c.undone_by_id.is_(None)).exists()


def has_battery_alone(rma_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether one of the units of an RMA is a lithium battery by itself."""
    return sa.select(U.c.id).join(Q, Q.c.id == U.c.product_id).where(
        U.c.rma_id == rma_id, Q.c.battery.in_(ALONE)).exists()


def _facts() -> sa.Select:
    """Of each unit: its battery, what was last found, whether it was repaired, whether its box was called dangerous."""
    came = P.alias("came")
    found = sa.select(IN.c.fault_code).where(IN.c.unit_id == U.c.id, IN.c.signed_at.is_not(None)).order_by(
        IN.c.id.desc()).limit(1).correlate(U).scalar_subquery()
    mended = sa.select(J.c.id).where(J.c.unit_id == U.c.id, J.c.state == JobState.DONE).correlate(U).exists()
    return sa.select(Q.c.name, Q.c.battery, found.label("fault"), mended.label("mended"), came.c.dangerous,
                     SI.c.country, ORD.c.ship_country, allowed_by_road(R.c.id).label("by_road")).select_from(
        U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(came, came.c.id == U.c.came_in_id)
        .outerjoin(R, R.c.id == U.c.rma_id).outerjoin(SI, SI.c.id == R.c.site_id)
        .outerjoin(ORD, ORD.c.id == R.c.order_id))


def _check(units: Sequence[sa.Row]) -> None:
    for unit in units:
        kind = BATTERIES.get(unit.battery or "")
        if unit.dangerous and not unit.mended:
            raise Refused(say("%(item)s came marked as dangerous. It may not fly: let a lead decide how it travels.",
                              item=unit.name or ""))
        if unit.fault in UNSAFE_FAULTS and not unit.mended and (kind is None or kind.un):
            raise Refused(say("The battery of %(item)s may be damaged or not safe. Damaged batteries may not fly: keep "
                              "it here, and ask a lead.", item=unit.name or ""))
        goes_by_road = unit.by_road and {unit.country, unit.ship_country} <= BY_ROAD
        if unit.ship_country != unit.country and kind and kind.alone and not goes_by_road:
            raise Refused(say("%(item)s is a lithium battery by itself (%(un)s). It may not go by air or by post to "
                              "another country: find a carrier for dangerous goods by road or sea.",
                              item=unit.name or "", un=kind.un))
