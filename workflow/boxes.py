"""A box with all that is announced, found or packed in it, read in one statement.

What a box holds is a fact of the units (`came_in_id`); its lines say only what was announced. What its RMA still waits
for may lie in any of the RMA's boxes, so that is read with each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import straight
from models.catalogue import Device, Product
from models.lifecycle import Direction, ParcelState, PlaceKind, Stage
from models.parcels import Parcel, ParcelLine
from models.records import split
from models.rma import Rma, Unit
from workflow import accessories, statuses
from workflow.errors import NotFound
from workflow.sentences import say

P, L, U, D = Parcel.__table__, ParcelLine.__table__, Unit.__table__, Device.__table__
STILL_TO_COME = {Stage.REQUESTED, Stage.EXPECTED, Stage.DECLINED, Stage.CANCELLED, Stage.EXPIRED, Stage.MISSING,
                 Stage.LOST, Stage.KEPT, Stage.SHIPPED}
MAY_COME = sorted(STILL_TO_COME - {Stage.SHIPPED})  # what we sent comes back in its own box, and stands in its lines
WAITED_FOR = {Stage.EXPECTED, Stage.MISSING}
NOT_EMPTIED = (ParcelState.ANNOUNCED, ParcelState.MOVING, ParcelState.DELIVERED, ParcelState.RECEIVED,
               ParcelState.OPENED)

OTHER, BRINGS, OL = P.alias("other"), P.alias("brings"), L.alias("other_line")
THIS, DEVICE, UNIT = (sa.bindparam(name, type_=P.c.id.type) for name in ("parcel", "device", "unit"))


class Wants(NamedTuple):
    """What is read of a box: what is asked of each unit besides (`ASKED`), and where the end of an act has to know its
    RMA, on which dialect.
    """

    asked: str | None = None
    facts_on: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a box: a unit (or goods) with its product's name and its RMA's number.

    `line` is None for a unit that is not announced in this box; `accessories` is what belongs to the unit, as the tick
    list reads it (workflow/accessories.py); `asked` is what `read` was asked besides; `brought_by`, of what was
    sought, is another box in which it is announced and which has not moved.
    """

    line: Any
    unit: Any
    product: Any
    rma_number: str | None
    accessories: str | None
    asked: bool = False
    brought_by: Any = None

    @property
    def name(self) -> str:
        return self.product.name if self.product else ""


@dataclass(frozen=True)
class Box:
    """`lines` are its own; `beside` are units that stand in none of them and came in it, or may still.

    `facts` are those of its RMA when it was read, where they were wanted and a line says what is in the box.
    """

    parcel: Any
    lines: list[Line]
    beside: list[Line]
    facts: statuses.Facts | None = None

    @property
    def units(self) -> list[Line]:
        """What is announced in this box or came in it, without what has come in another one."""
        return [line for line in (*self.lines, *self.beside) if line.unit is not None and self._is_of(line)]

    def _is_of(self, line: Line) -> bool:
        if line.unit.stage is Stage.VOIDED:
            return False
        if line.line is None:
            return line.unit.came_in_id == self.parcel.id
        went_elsewhere = line.unit.came_in_id not in (None, self.parcel.id) and line.unit.stage not in STILL_TO_COME
        return not (went_elsewhere and self.parcel.direction is Direction.IN)

    @property
    def taken_out(self) -> list[Line]:
        """What came in this box, wherever it is by now: it may be on its way back to the customer already."""
        return [line for line in self.units
                if line.unit.came_in_id == self.parcel.id and line.unit.stage is not Stage.MISSING]

    @property
    def waited_for(self) -> list[Line]:
        """What nobody has seen yet: announced in this box, or awaited of its RMA in whatever box."""
        return [line for line in self.to_come if line.line is not None or line.unit.stage in WAITED_FOR]

    @property
    def to_come(self) -> list[Line]:
        """Units that may be taken out of it, also those that nobody waits for any more."""
        return [line for line in (*self.lines, *self.beside) if line.unit is not None
                and line.unit.stage in STILL_TO_COME and (line.line is not None or self._is_same_rma(line))]

    def _is_same_rma(self, line: Line) -> bool:
        return self.parcel.rma_id is not None and line.unit.rma_id == self.parcel.rma_id

    @property
    def shown(self) -> list[Line]:
        """What stands on its card."""
        waited = self.waited_for
        return [*self.units, *(line for line in waited if line.line is None and line not in self.units)]

    def line_of(self, unit_id: int) -> Line | None:
        return next((line for line in (*self.lines, *self.beside) if line.unit and line.unit.id == unit_id), None)


def _statement(wants: Wants) -> sa.Select:
    """The lines of the box, and the units beside them.

    First their ids alone, then once all that is to be known of them: PostgreSQL sets up every column anew for each
    table that is joined to it, which for two halves of five joins took longer than to read the rows.
    """
    what = wants.asked
    wanted = sa.func.coalesce(THIS, _brings(ASKED[what])) if what in SOUGHT else THIS
    ids = sa.union_all(_lines_of(wanted), _beside(wanted, what)).subquery("ids")
    q, asked = Product.__table__, ASKED[what]
    number = sa.select(Rma.number).where(Rma.id == U.c.rma_id).correlate(U).scalar_subquery()
    columns: tuple[Any, ...] = (P, L, U, q, number.label("rma_number"), accessories.listed(U), asked.label("asked"))
    rows = (P.outerjoin(ids, sa.true()).outerjoin(L, L.c.id == ids.c.line_id).outerjoin(U, U.c.id == ids.c.unit_id)
            .outerjoin(q, q.c.id == sa.func.coalesce(U.c.product_id, L.c.product_id)))
    more: tuple[Any, ...] = ()
    if what in SOUGHT:
        more, rows = (BRINGS,), rows.outerjoin(BRINGS, sa.and_(asked, BRINGS.c.id == _announced_in_another()))
    if wants.facts_on:
        facts = _facts(wants.facts_on)
        more, rows = (facts,), rows.outerjoin(facts, ids.c.line_id == _first_line())
    return sa.select(*columns, *more).select_from(rows).where(P.c.id == wanted)


def _lines_of(parcel: sa.ColumnElement[int]) -> sa.Select:
    return sa.select(L.c.id.label("line_id"), L.c.unit_id).where(L.c.parcel_id == parcel)


def _beside(parcel: sa.ColumnElement[int], what: str | None) -> sa.Select:
    """Units that stand in no line of the box: they came in it, or may still; or they are what is sought."""
    sought = (ASKED[what],) if what in SOUGHT else ()
    has_line = sa.exists().where(L.c.parcel_id == P.c.id, L.c.unit_id == U.c.id).correlate(P, U)
    beside = P.join(U, sa.or_(U.c.came_in_id == P.c.id, _may_come(), *sought))
    return sa.select(sa.null(), U.c.id).select_from(beside).where(P.c.id == parcel, ~has_line)


def _facts(dialect: str) -> sa.Subquery:
    """What the end of an act has to know of the box's RMA, found once however many lines the box has."""
    of = sa.select(P.c.rma_id).where(P.c.id == THIS).correlate(None).scalar_subquery()
    return sa.select(*statuses.columns(dialect)).where(Rma.id == of).subquery("facts")


def _first_line() -> sa.ScalarSelect[int | None]:
    return sa.select(sa.func.min(L.c.id)).where(L.c.parcel_id == THIS).correlate(None).scalar_subquery()


def not_moved(boxes: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether nobody has seen a box since it was announced: also one that a carrier was said to bring back."""
    return sa.or_(boxes.c.state == ParcelState.ANNOUNCED,
                  sa.and_(boxes.c.state == ParcelState.MOVING, boxes.c.place_kind == PlaceKind.GONE))


def _announced_in_another() -> sa.ScalarSelect[int | None]:
    """Of a unit, the first box but this one in which it is announced and which has not moved."""
    return sa.select(sa.func.min(OL.c.parcel_id)).join(OTHER, OTHER.c.id == OL.c.parcel_id).where(
        OL.c.unit_id == U.c.id, OTHER.c.direction == Direction.IN, not_moved(OTHER),
        OTHER.c.id != P.c.id).correlate(U, P).scalar_subquery()


def _may_come() -> sa.ColumnElement[bool]:
    return sa.and_(U.c.rma_id == P.c.rma_id, P.c.direction == Direction.IN,
                   sa.or_(*[U.c.stage == stage for stage in MAY_COME]))


def _is_device() -> sa.ColumnElement[bool]:
    """Units that may be the device `device`: known as it, or of the order line on which it was sold."""
    sold = sa.select(D.c.order_line_id).where(D.c.id == DEVICE).scalar_subquery()
    return sa.or_(U.c.device_id == DEVICE, sa.and_(U.c.device_id.is_(None), U.c.order_line_id == sold))


def _brings(sought: sa.ColumnElement[bool]) -> sa.ScalarSelect[int | None]:
    """The newest box in which such a unit was announced."""
    return sa.select(sa.func.max(L.c.parcel_id)).join(U, U.c.id == L.c.unit_id).where(sought).correlate(None)\
        .scalar_subquery()


def _comes_in_another() -> sa.ColumnElement[bool]:
    """Whether another box of the unit's RMA is not emptied yet."""
    on_its_way = sa.or_(*[OTHER.c.state == state for state in NOT_EMPTIED])
    return sa.exists().where(OTHER.c.rma_id == U.c.rma_id, OTHER.c.direction == Direction.IN, OTHER.c.id != THIS,
                             on_its_way).correlate(U)


ASKED: dict[str | None, sa.ColumnElement[bool]] = {
    None: sa.false(), "another": _comes_in_another(), "device": _is_device(), "unit": U.c.id == UNIT}
PLAIN = 7  # parcel, line, unit, product, RMA, accessories, what was asked; then another box, or the RMA's facts
SOUGHT = ("device", "unit")  # these are read wherever they are to come


def read(connection: sa.Connection, parcel_id: int, *, another: bool = False, facts: bool = False) -> Box:
    """Raises NotFound when there is no such parcel.

    Args:
        another: ask of each unit whether another box of its RMA may still bring it (`Line.asked`).
        facts: read the box's RMA, too (`Box.facts`).
    """
    wants = Wants("another" if another else None, connection.dialect.name if facts else "")
    found = _read(connection, wants, {"parcel": parcel_id})
    if found is None:
        raise NotFound(say("There is no such parcel."))
    return found


def read_with(connection: sa.Connection, parcel_id: int | None, **sought: int) -> Box | None:
    """The box, or where none is given that in which the thing is to come, with the units that it may be.

    `Line.asked` says which these are, wherever they were announced. None where no box brings it.

    Args:
        sought: `device` or `unit`, its id.
    """
    (what,) = sought
    return _read(connection, Wants(what), {"parcel": parcel_id, **sought})


def _read(connection: sa.Connection, wants: Wants, values: dict[str, Any]) -> Box | None:
    rows = straight.rows(connection, _statement, wants, values)
    if not rows:
        return None
    parts = [split(row, Parcel, ParcelLine, Unit, Product) for row in rows]
    found = [Line(*part[1:PLAIN], split(part[PLAIN:], Parcel)[0] if wants.asked in SOUGHT else None) for part in parts]
    facts = [statuses.out_of(part[PLAIN:]) for part in parts if part[PLAIN] is not None] if wants.facts_on else []
    return Box(parts[0][0], sorted((line for line in found if line.line), key=lambda line: line.line.id),
               sorted((line for line in found if not line.line and line.unit), key=lambda line: line.unit.id),
               facts[0] if facts else None)


def of_device(connection: sa.Connection, device_id: int) -> tuple[Any, list[Line]]:
    """The device's product, and the units that may be it, whatever box they are of; one statement."""
    q, r = Product.__table__, Rma.__table__
    rows = connection.execute(
        sa.select(q, U, r.c.number, accessories.listed(U)).select_from(
            D.join(q, q.c.id == D.c.product_id).outerjoin(U, _is_device()).outerjoin(r, r.c.id == U.c.rma_id))
        .where(D.c.id == DEVICE).order_by(U.c.id), {"device": device_id}).all()
    parts = [split(row, Product, Unit) for row in rows]
    return parts[0][0], [Line(None, unit, product, *about) for product, unit, *about in parts if unit]


def of_unit(connection: sa.Connection, unit_id: int) -> Line:
    """A unit with its names, whatever box it is of. Raises NotFound."""
    q, r = Product.__table__, Rma.__table__
    row = connection.execute(
        sa.select(U, q, r.c.number, accessories.listed(U)).select_from(
            U.outerjoin(q, q.c.id == U.c.product_id).outerjoin(r, r.c.id == U.c.rma_id))
        .where(U.c.id == unit_id)).first()
    if row is None:
        raise NotFound(say("There is no such unit."))
    return Line(None, *split(row, Unit, Product))


def held_by(parcel_id: int) -> sa.ColumnElement[bool]:
    """Units that are announced in this box, came in it or are packed in it."""
    announced = sa.select(L.c.unit_id).where(L.c.parcel_id == parcel_id, L.c.unit_id.is_not(None))
    return sa.or_(U.c.id.in_(announced), U.c.came_in_id == parcel_id)
