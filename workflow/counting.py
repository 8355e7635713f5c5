"""The count of a shelf (stock-take): what is scanned there, and at its end what is missing and what does not belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Found, PlaceKind
from models.parcels import Parcel
from models.places import Shelf
from models.records import split
from models.rma import Unit
from models.shelving import CountLine, ShelfCount
from workflow import lying, moves, shelving, whereabouts
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.lying import OnShelf
from workflow.sentences import Sentence, say
from workflow.transaction import act

C, L, H, U, Q, P = (m.__table__ for m in (ShelfCount, CountLine, Shelf, Unit, Product, Parcel))
WORDS: dict[Found, Sentence] = {
    Found.THERE: say("there"), Found.FOREIGN: say("does not belong here"), Found.MISSING: say("not found"),
    Found.UNKNOWN: say("unknown code"),
}
LONGEST_CODE = 100


@dataclass(frozen=True)
class Counting:
    """An open count with its shelf's name, how much is counted, and the line of the thing that was asked for."""

    count: Any
    shelf_name: str
    lines: int
    line: Any
    unit: Any
    parcel: Any
    name: str

    @property
    def thing(self) -> Any:
        """The unit or parcel that was scanned; None for a code that is neither."""
        return self.unit or self.parcel

    @property
    def expected(self) -> int:
        return len(self.count.expected) + len(self.count.expected_parcels)


@dataclass(frozen=True)
class Listed:
    """A thing in the result of a count: tag or number of the parcel, and the name of a product or "parcel"."""

    number: str
    name: Sentence | str


@dataclass(frozen=True)
class Result:
    """How a count ended: its lines by what was found."""

    there: int
    missing: list[Listed]
    foreign: list[Listed]
    unknown: list[str]

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.foreign or self.unknown)


def read(connection: sa.Connection, count_id: int, code: str = "", unit_id: int | None = None,
         parcel_id: int | None = None) -> Counting:
    """A count, with the unit or parcel that was scanned and whether it is counted already; one statement.

    Raises:
        Refused: the count has ended, or was undone.
    """
    so_far = sa.select(sa.func.count()).where(L.c.count_id == C.c.id).correlate(C).scalar_subquery()
    row = connection.execute(
        sa.select(C, L, U, P, H.c.name, so_far, Q.c.name).select_from(
            C.join(H, H.c.id == C.c.shelf_id).outerjoin(U, U.c.id == unit_id).outerjoin(Q, Q.c.id == U.c.product_id)
            .outerjoin(P, P.c.id == parcel_id)
            .outerjoin(L, sa.and_(L.c.count_id == C.c.id, L.c.code == _line_code(code, unit_id, parcel_id))))
        .where(C.c.id == count_id)).first()
    if row is None or row.ended_at is not None:
        raise Refused(say("This count has ended. Scan the shelf, then “Count”, to count anew."))
    count, line, unit, parcel, shelf_name, lines, name = split(row, ShelfCount, CountLine, Unit, Parcel)
    return Counting(count, shelf_name, lines, line, unit, parcel, name or "")


def _line_code(code: str, unit_id: int | None, parcel_id: int | None) -> str:
    """How a line names what was scanned: tags may be changed, ids not."""
    return f"unit:{unit_id}" if unit_id else f"parcel:{parcel_id}" if parcel_id else code[:LONGEST_CODE]


@act("shelf.count_begun")
def begin(doing: Doing, *, shelf: Any, by: Actor) -> int:
    """Begin to count a shelf: what is on record there now is what has to be found. Returns the count's id."""
    shelving.check_is_at_site(shelf, by)
    expected = _lying(doing, shelf.id)
    return doing.insert(ShelfCount, shelf_id=shelf.id, begun_by_id=by.staff_id, begun_at=doing.now,
                        expected=[row.unit_id for row in expected if row.unit_id],
                        expected_parcels=[row.parcel_id for row in expected if row.parcel_id])


def _lying(doing: Doing, shelf_id: int) -> list[sa.Row]:
    """What lies there on record."""
    return _things(doing.connection, whereabouts.lies_on(shelf_id), whereabouts.lies_on(shelf_id, P))


def _things(connection: sa.Connection, units: sa.ColumnElement[bool], boxes: sa.ColumnElement[bool]) -> list[sa.Row]:
    """These units and parcels: `unit_id` or `parcel_id`, `number`, `name`; one statement."""
    nobody = sa.cast(sa.null(), U.c.id.type)
    each = sa.select(U.c.id.label("unit_id"), nobody.label("parcel_id"), U.c.tag.label("number"), Q.c.name).outerjoin(
        Q, Q.c.id == U.c.product_id).where(units)
    others = sa.select(nobody, P.c.id, P.c.number, sa.null()).where(boxes)
    return list(connection.execute(sa.union_all(each, others).order_by("unit_id", "parcel_id")))


@act("shelf.counted")
def add(doing: Doing, *, on: Counting, code: str, by: Actor) -> Found:
    """One thing was scanned there. Returns whether it belongs.

    Args:
        code: what was scanned, kept where nothing of ours has it.

    Raises:
        AlreadyDone: it is counted already.
    """
    if on.line is not None:
        raise AlreadyDone(say("It is counted already. Scan the next one."), at=on.line.at)
    found, thing = _found(on), on.thing
    unit_id, parcel_id = on.unit.id if on.unit else None, on.parcel.id if on.parcel else None
    doing.insert(CountLine, count_id=on.count.id, unit_id=unit_id, parcel_id=parcel_id, found=found, at=doing.now,
                 place=moves.place_code(thing.place_kind, thing.place_id) if thing else None,
                 code=_line_code(code, unit_id, parcel_id))
    return found


def _found(on: Counting) -> Found:
    if on.thing is None:
        return Found.UNKNOWN
    there = on.thing.place_kind is PlaceKind.SHELF and on.thing.place_id == on.count.shelf_id
    return Found.THERE if there else Found.FOREIGN


@act("shelf.count_ended")
def end(doing: Doing, *, on: Counting, by: Actor) -> Result:
    """All is scanned. What lay there when the count began, still does on record, and was not scanned is missing."""
    lines = lines_of(doing.connection, on.count.id)
    counted = {(line.unit_id, line.parcel_id) for line in lines}
    expected = {(unit_id, None) for unit_id in on.count.expected} | {
        (None, parcel_id) for parcel_id in on.count.expected_parcels}
    missing = [row for row in _lying(doing, on.count.shelf_id)
               if (row.unit_id, row.parcel_id) in expected - counted]
    doing.update(ShelfCount, on.count, missing=[row.unit_id for row in missing if row.unit_id],
                 missing_parcels=[row.parcel_id for row in missing if row.parcel_id], ended_at=doing.now,
                 ended_by_id=by.staff_id)
    return _result(lines, missing)


def _result(lines: list[sa.Row], missing: list[sa.Row]) -> Result:
    return Result(sum(line.found is Found.THERE for line in lines), [_listed(row) for row in missing],
                  [_listed(line) for line in lines if line.found is Found.FOREIGN],
                  [line.code for line in lines if line.found is Found.UNKNOWN])


def ended(connection: sa.Connection, count_id: int) -> tuple[str, Result]:
    """The shelf's name and the result of a count that has ended, as `end` gave it.

    Raises:
        NotFound: there is no such count (it was undone).
    """
    row = connection.execute(sa.select(H.c.name, C.c.missing, C.c.missing_parcels).join(C, C.c.shelf_id == H.c.id)
                             .where(C.c.id == count_id)).first()
    if row is None:
        raise NotFound(say("There is no such count."))
    return row.name, _result(lines_of(connection, count_id),
                             _things(connection, U.c.id.in_(row.missing or []), P.c.id.in_(row.missing_parcels or [])))


def _listed(row: sa.Row) -> Listed:
    return Listed(row.number or "", lying.BOX if row.parcel_id else row.name or "–")


def lines_of(connection: sa.Connection, count_id: int) -> list[sa.Row]:
    """The lines of a count as they were scanned, each with tag and product, or the number of a parcel."""
    return list(connection.execute(
        sa.select(L.c.unit_id, L.c.parcel_id, L.c.code, L.c.found, L.c.place, L.c.at,
                  sa.func.coalesce(U.c.tag, P.c.number).label("number"), Q.c.name)
        .outerjoin(U, U.c.id == L.c.unit_id).outerjoin(Q, Q.c.id == U.c.product_id)
        .outerjoin(P, P.c.id == L.c.parcel_id)
        .where(L.c.count_id == count_id).order_by(L.c.id)).all())


def foreign_of(connection: sa.Connection, count_id: int) -> OnShelf:
    """The shelf of a count with the things that were found there and did not belong.

    Raises:
        NotFound: there is no such count (it was undone).
    """
    shelf_id = connection.execute(sa.select(C.c.shelf_id).where(C.c.id == count_id)).scalar()
    if shelf_id is None:
        raise NotFound(say("There is no such count."))
    foreign = (L.c.count_id == count_id, L.c.found == Found.FOREIGN)
    return whereabouts.shelf(connection, shelf_id, U.c.id.in_(sa.select(L.c.unit_id).where(*foreign)),
                             P.c.id.in_(sa.select(L.c.parcel_id).where(*foreign)))
