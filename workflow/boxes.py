"""A box with all that is announced, found or packed in it, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models import straight
from models.catalogue import Product
from models.lifecycle import Stage
from models.parcels import Parcel, ParcelLine
from models.records import split
from models.rma import Rma, Unit
from workflow import accessories
from workflow.errors import NotFound
from workflow.sentences import say

P, L, U = Parcel.__table__, ParcelLine.__table__, Unit.__table__
STILL_TO_COME = {Stage.REQUESTED, Stage.EXPECTED, Stage.DECLINED, Stage.CANCELLED, Stage.EXPIRED, Stage.MISSING,
                 Stage.LOST, Stage.KEPT, Stage.SHIPPED}


@dataclass(frozen=True)
class Line:
    """One line of a box: a unit (or goods) with its product's name and its RMA's number.

    `accessories` is what belongs to the unit, as the tick list reads it (workflow/accessories.py).
    """

    line: Any
    unit: Any
    product: Any
    rma_number: str | None
    accessories: str | None

    @property
    def name(self) -> str:
        return self.product.name if self.product else ""


@dataclass(frozen=True)
class Box:
    parcel: Any
    lines: list[Line]

    @property
    def units(self) -> list[Line]:
        return [line for line in self.lines if line.unit is not None]

    @property
    def to_come(self) -> list[Line]:
        """Units announced in this box that nobody has seen yet."""
        return [line for line in self.units if line.unit.stage in STILL_TO_COME]


def _statement(_what: None) -> sa.Select:
    r, q = Rma.__table__, Product.__table__
    return sa.select(P, L, U, q, r.c.number, accessories.listed(U)).select_from(
        P.outerjoin(L, L.c.parcel_id == P.c.id).outerjoin(U, U.c.id == L.c.unit_id)
        .outerjoin(q, q.c.id == sa.func.coalesce(U.c.product_id, L.c.product_id))
        .outerjoin(r, r.c.id == U.c.rma_id)).where(P.c.id == sa.bindparam("parcel")).order_by(L.c.id)


def read(connection: sa.Connection, parcel_id: int) -> Box:
    """Raises NotFound when there is no such parcel."""
    rows = straight.rows(connection, _statement, None, {"parcel": parcel_id})
    if not rows:
        raise NotFound(say("There is no such parcel."))
    parts = [split(row, Parcel, ParcelLine, Unit, Product) for row in rows]
    return Box(parts[0][0], [Line(*line) for _parcel, *line in parts if line[0]])


def announced_in(connection: sa.Connection, unit_id: int) -> int | None:
    """The newest box in which this unit was announced, if any."""
    return connection.execute(sa.select(L.c.parcel_id).where(L.c.unit_id == unit_id)
                              .order_by(L.c.id.desc()).limit(1)).scalar()
