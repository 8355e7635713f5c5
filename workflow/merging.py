"""What came unannounced turns out to be what was announced: the box takes its place, the thing becomes that unit.

Nothing is counted twice: a box that is matched stands for one that was to come and that nobody has seen, and what was
taken out of it as an extra is the unit that its RMA waits for. The extra is voided and points to it.

However many things were taken out, it is one scan: all that matters is read in one statement, and all units are written
in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from models import straight
from models.lifecycle import Direction, ParcelState, Stage, UnitFacts
from models.parcels import Parcel
from models.records import split
from models.rma import WAITED_FOR, Hold, Photo, Rma, Unit
from workflow import boxes, calling, moves, statuses
from workflow.doing import Doing
from workflow.errors import NotFound
from workflow.moves import Change
from workflow.sentences import say

P, U, R, H, PH = (m.__table__ for m in (Parcel, Unit, Rma, Hold, Photo))
FIRST = P.alias("first_announced")
COMMA = ","


@dataclass(frozen=True)
class Extra:
    """A unit of nobody that came in the box: its open holds because of that, and its photos; `held` by whatever."""

    unit: Any
    hold_ids: tuple[int, ...]
    photo_ids: tuple[int, ...]
    held: bool


@dataclass(frozen=True)
class Meeting:
    """A box of nobody and the RMA that it is of: what came, what is waited for.

    `announced` is the first of the RMA's boxes that is announced and has not moved.
    """

    parcel: Any
    facts: statuses.Facts
    announced: Any
    extras: list[Extra]
    waited: list[Any]


def read(connection: sa.Connection, parcel_id: int, rma_id: int) -> Meeting:
    """Both, in one statement. Raises NotFound when there is no such parcel or RMA."""
    rows = straight.rows(connection, _statement, connection.dialect.name, {"parcel": parcel_id, "rma": rma_id})
    if not rows:
        raise NotFound(say("There is no such parcel."))
    parts = [split(row, Parcel, Parcel, Unit) for row in rows]
    parcel, announced, _unit, _holds, _photos, _held, *facts = parts[0]
    units = [(unit, about) for _parcel, _announced, unit, *about in parts if unit is not None]
    extras = [Extra(unit, _ids(about[0]), _ids(about[1]), bool(about[2])) for unit, about in units
              if unit.rma_id is None]
    return Meeting(parcel, statuses.out_of(facts), announced, extras,
                   [unit for unit, _about in units if unit.rma_id is not None])


def _statement(dialect: str) -> sa.Select:
    rma, parcel = (sa.bindparam(name, type_=P.c.id.type) for name in ("rma", "parcel"))
    box = P.alias("announced")
    first = sa.select(box.c.id).where(box.c.rma_id == R.c.id, box.c.direction == Direction.IN,
                                      boxes.not_moved(box)).order_by(box.c.box_no, box.c.id).limit(1)
    came = sa.and_(U.c.came_in_id == P.c.id, U.c.rma_id.is_(None), U.c.stage != Stage.VOIDED)
    open_holds = (H.c.unit_id == U.c.id, H.c.released_at.is_(None))
    holds = sa.select(_listed(H.c.id)).where(*open_holds, H.c.reason == "extra_unit")
    photos = sa.select(_listed(PH.c.id)).where(PH.c.unit_id == U.c.id, U.c.rma_id.is_(None))
    return sa.select(
        P, FIRST, U, holds.correlate(U).scalar_subquery(), photos.correlate(U).scalar_subquery(),
        sa.exists().where(*open_holds).correlate(U), *statuses.columns(dialect)
    ).select_from(
        P.join(R, R.c.id == rma).outerjoin(U, sa.or_(came, sa.and_(U.c.rma_id == R.c.id, WAITED_FOR)))
        .outerjoin(FIRST, FIRST.c.id == first.correlate(R).scalar_subquery())
    ).where(P.c.id == parcel).order_by(U.c.id)


def _listed(row_id: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    return sa.func.aggregate_strings(sa.cast(row_id, sa.String), COMMA)


def _ids(text: str | None) -> tuple[int, ...]:
    return tuple(sorted(int(row_id) for row_id in text.split(COMMA))) if text else ()


def belongs_to(doing: Doing, meeting: Meeting, *, taken: Change | None = None) -> None:
    """The unidentified box is this RMA's, with all that was taken out of it.

    Args:
        taken: the unit that is being taken out just now and said so.
    """
    facts, parcel = meeting.facts, meeting.parcel
    waited = [unit for unit in meeting.waited if taken is None or unit.id != taken.unit.id]
    match_box(doing, parcel, facts.id, meeting.announced)
    same, others = _recognised(meeting.extras, waited)
    changes = [*[_becomes(extra.unit, unit) for extra, unit in same],
               *[Change(extra.unit, "unit.matched", values={"rma_id": facts.id}) for extra in others],
               *([taken] if taken else [])]
    if changes:
        moves.change_each(doing, changes, first=[_is_same(extra.unit, unit, parcel.id) for extra, unit in same])
    _take_along(doing, same)
    _foresee(doing, facts, changes, held=parcel.dangerous or any(extra.held for extra in others))


def match_box(doing: Doing, parcel: Any, rma_id: int, announced: Any) -> None:
    """Whose the box is. `announced`, a box that has not moved, need not come any more; that of the RMA is told."""
    instead = f" instead:{announced.id}" if announced else ""
    moves.note_parcel(doing, parcel, what="parcel.matched", codes=f"rma:{rma_id}{instead}", rma_id=rma_id,
                      unidentified=False)
    moves.note(doing, what="parcel.matched", rma_id=rma_id, codes=f"parcel:{parcel.id}:{parcel.chain_head[:16]}")
    if announced:
        moves.move_parcel(doing, announced, ParcelState.REFUSED, what="parcel.replaced")
    if parcel.dangerous:
        calling.hold_matched(doing, rma_id)
    doing.letters = True
    doing.data = {"letter": "received", "rma_id": rma_id, "parcel_id": parcel.id}


def _recognised(extras: Sequence[Extra], waited: Sequence[Any]) -> tuple[list[tuple[Extra, Any]], list[Extra]]:
    """The extras that are a unit of the RMA, each with it, and those that nobody waits for."""
    left, same, others = list(waited), [], []
    for extra in extras:
        unit = same_as(extra.unit, left)
        if unit is None:
            others.append(extra)
        else:
            left.remove(unit)
            same.append((extra, unit))
    return same, others


def same_as(extra: Any, waited: Sequence[Any]) -> Any:
    """The unit that this extra is: by its device or serial number, else by its product; None if nobody waits for it."""
    if extra.stage is not Stage.ARRIVED:
        return None
    proven = [unit for unit in waited if extra.serial_seen and (
        unit.serial_stated == extra.serial_seen or (unit.device_id and unit.device_id == extra.device_id))]
    fitting = [unit for unit in waited if extra.product_id and unit.product_id == extra.product_id]
    return next(iter([*proven, *fitting]), None)


def become(doing: Doing, extra: Any, unit: Any) -> None:
    """The extra was this unit all along: its tag, its place, its photos and what was seen of it go over."""
    holds = doing.all(sa.select(H.c.id).where(H.c.unit_id == extra.id, H.c.released_at.is_(None),
                                              H.c.reason == "extra_unit"))
    photos = doing.all(sa.select(PH.c.id).where(PH.c.unit_id == extra.id))
    known = Extra(extra, tuple(row.id for row in holds), tuple(row.id for row in photos), held=bool(holds))
    moves.change_each(doing, [_becomes(extra, unit)], first=[_is_same(extra, unit, None)])
    _take_along(doing, [(known, unit)])


def _is_same(extra: Any, unit: Any, parcel_id: int | None) -> Change:
    """The extra was this unit all along: it ends here, and its tag goes over."""
    return Change(extra, "unit.is_same", Stage.VOIDED, parcel_id=parcel_id, codes=f"unit:{unit.id}", values={
        "tag": None, "voided_into_id": unit.id, "came_in_id": None})


def _becomes(extra: Any, unit: Any) -> Change:
    """Its tag, its place and what was seen of it go over."""
    return Change(unit, "unit.arrived", Stage.ARRIVED, (extra.place_kind, extra.place_id), codes=f"unit:{extra.id}",
                  values={"tag": extra.tag, "came_in_id": extra.came_in_id, "serial_seen": extra.serial_seen,
                          "device_id": unit.device_id or extra.device_id, "arrived_at": extra.arrived_at,
                          "due_at": extra.due_at,
                          "unexpected": None if unit.stage is Stage.EXPECTED else unit.stage.value})


def _take_along(doing: Doing, same: Sequence[tuple[Extra, Any]]) -> None:
    """Its photos go over, and nobody has to look at it any more."""
    doing.update_each(
        Photo, {photo_id: {"unit_id": extra.unit.id} for extra, _unit in same for photo_id in extra.photo_ids},
        {photo_id: {"unit_id": unit.id} for extra, unit in same for photo_id in extra.photo_ids})
    released = {"released_at": doing.now, "released_by_id": doing.by.staff_id}
    hold_ids = [hold_id for extra, _unit in same for hold_id in extra.hold_ids]
    doing.update_each(Hold, {hold_id: dict.fromkeys(released) for hold_id in hold_ids},
                      dict.fromkeys(hold_ids, released))


def _foresee(doing: Doing, facts: statuses.Facts, changes: Sequence[Change], *, held: bool) -> None:
    """The RMA as it is after all this: its facts were read before."""
    now = {change.unit.id: UnitFacts(change.to or change.unit.stage, change.unit.owner, change.unit.resolution)
           for change in changes}
    doing.facts[facts.id] = replace(facts, units={**facts.units, **now}, open_business=facts.open_business or held)
