"""Undo: a whole act is taken back, as an act of its own. Nothing is erased from the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

import sqlalchemy as sa

from models.all_tables import TABLES
from models.lifecycle import Role
from models.log import Act, Movement
from models.rma import Photo
from reference import phrases
from workflow import chain, letters
from workflow.actors import Actor
from workflow.doing import Doing, Step
from workflow.errors import NotAllowed, NotFound, Refused, Stale
from workflow.sentences import say
from workflow.transaction import act

A, M, PH = Act.__table__, Movement.__table__, Photo.__table__
LOOKED = ("photo.taken", "photo.shows")


class Undoable(Protocol):
    """A row of `act`, or what is known of one."""

    undoable: bool


@dataclass(frozen=True)
class Undone:
    """What an undo could not bring back: a letter that the customer has, photos of a thing that is no more there."""

    letter_went: bool
    photos_gone: int


@act("undo")
def undo(doing: Doing, *, act_id: int, by: Actor, reason: str | None = None,
         passed: timedelta | None = None) -> Undone:
    """Take back an act: by who did it, at that tablet, within the undo time; later by a lead with a reason.

    Args:
        passed: the time between the scan that did it and the one that takes it back, either of which may have come
            here late. Without scans it is the time since the act.

    Raises:
        Refused: something came after it, or it cannot be taken back (money went, a parcel was handed over), or the
            reason is none of reference override reasons.
        NotAllowed: somebody else's act, or too late.
    """
    row = doing.one(sa.select(A).where(A.c.id == act_id))
    if row is None:
        raise NotFound(say("There is nothing to undo."))
    _check_may_undo(row, by, reason, doing.now - row.at if passed is None else passed)
    movements = doing.all(sa.select(M).where(M.c.act_id == act_id).order_by(M.c.id))
    _check_is_last(doing, movements)
    photos_gone = _let_photos_go(doing, row.undo)
    _restore_all(doing, row.undo)
    doing.steps.extend(_step_back(movement) for movement in movements)
    doing.touch(*{movement.rma_id for movement in movements})
    doing.undoes_id, doing.undoable, doing.reason = act_id, False, reason
    undone = Undone(letters.withdraw(doing.connection, row), photos_gone)
    doing.data = {"undone": row.kind, **({"letter_went": True} if undone.letter_went else {})}
    doing.undo = []
    doing.after.append(lambda undo_id: doing.connection.execute(
        sa.update(A).where(A.c.id == act_id).values(undone_by_id=undo_id)))
    return undone


def _check_may_undo(row: sa.Row, by: Actor, reason: str | None, passed: timedelta) -> None:
    if row.undone_by_id is not None:
        raise Refused(say("This was undone already."))
    check_can_be_undone(row)
    if reason and reason not in phrases.override_reasons():
        raise Refused(say("Choose a reason from the list."), field="reason")
    if is_own_in_time(row, by, passed):
        return
    if not by.has(Role.LEAD):
        raise NotAllowed(say("Only the person who did it can undo it, within a minute. Ask your lead."))
    if not reason:
        raise Refused(say("Say why this is undone: later than a minute it needs a reason."), field="reason")


def check_can_be_undone(act: Undoable) -> None:
    """Money that went and a parcel that was handed over do not come back by a click."""
    if not act.undoable:
        raise Refused(say("This cannot be undone: money or a parcel has left. Ask your lead what to do."))


def is_own_in_time(row: sa.Row, by: Actor, passed: timedelta) -> bool:
    """Whether the act is of this person, where they stand now, and not older than the undo time: no reason needed."""
    mine = by.staff_id is not None and (row.staff_id, row.tablet_id) == (by.staff_id, by.tablet_id)
    return mine and passed <= chain.undo_time()


def _check_is_last(doing: Doing, movements: list[sa.Row]) -> None:
    """A photo taken since, and what it shows, change nothing of what was done."""
    for kind, column in (("unit_id", M.c.unit_id), ("parcel_id", M.c.parcel_id)):
        ids = {getattr(m, kind) for m in movements if getattr(m, kind) is not None}
        later = [column.in_(ids), M.c.id > max((m.id for m in movements), default=0),
                 A.c.undone_by_id.is_(None), A.c.undoes_id.is_(None), M.c.what.not_in(LOOKED)]
        if kind == "parcel_id":
            later.append(M.c.unit_id.is_(None))
        if ids and doing.scalar(sa.select(M.c.id).join(A, A.c.id == M.c.act_id).where(*later).limit(1)):
            raise Refused(say("Something was done after it. Undo that first."))


def _let_photos_go(doing: Doing, changes: list[list[Any]]) -> int:
    """Photos of a thing that would no more be there stay with its RMA. Returns how many have none, and go with it."""
    gone = 0
    for name in ("unit", "parcel"):
        made = [row_id for table, row_id, before, _after in changes if table == name and before is None]
        if made:
            photos = doing.connection.execute(sa.update(PH).where(PH.c[f"{name}_id"].in_(made)).values(
                {f"{name}_id": None}).returning(PH.c.rma_id)).all()
            gone += sum(photo.rma_id is None for photo in photos)
    return gone


def _restore_all(doing: Doing, changes: list[list[Any]]) -> None:
    """Newest first. What was done to many rows of a table is taken back together: a whole shelf in one statement."""
    try:
        for (table_name, *_how), alike in groupby(reversed(changes), key=_how_it_was_done):
            for rows in _each_once(list(alike)):
                _restore(doing, TABLES[table_name], rows)
    except sa.exc.IntegrityError:  # something newer points at a row that would have to go
        raise Refused(say("Something was done after it. Undo that first.")) from None


def _how_it_was_done(change: list[Any]) -> tuple[Any, ...]:
    """Equal for changes that one statement takes back: of the same columns, or all added, or all deleted."""
    table, _row_id, before, after = change
    return table, before is None or sorted(before), after if after in (None, "deleted") else sorted(after)


def _each_once(changes: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """The changes in runs in which no row stands twice: what was changed twice is taken back twice."""
    run: dict[int, list[Any]] = {}
    for change in changes:
        if change[1] in run:
            yield list(run.values())
            run = {}
        run[change[1]] = change
    yield list(run.values())


def _restore(doing: Doing, table: sa.Table, changes: list[list[Any]]) -> None:
    _table, _row_id, before, after = changes[0]
    if before == {}:
        return  # only noted in the log: the row stayed as it was
    if before is None:
        doing.connection.execute(sa.delete(table).where(table.c.id.in_([change[1] for change in changes])))
    elif after == "deleted":
        doing.connection.execute(sa.insert(table), [_typed(table, change[2]) for change in changes])
    else:
        _put_back(doing, table, changes)


def _put_back(doing: Doing, table: sa.Table, changes: list[list[Any]]) -> None:
    try:
        doing.put_back(table, {row_id: _typed(table, before) for _table, row_id, before, _after in changes},
                       {row_id: _typed(table, after) for _table, row_id, _before, after in changes})
    except Stale:
        raise Refused(say("Something was done after it. Undo that first.")) from None


def _typed(table: sa.Table, values: dict[str, Any]) -> dict[str, Any]:
    """JSON's text back as the column's own kind of value."""
    return {name: _read(table.c[name].type, value) for name, value in values.items()}


def _read(column_type: sa.types.TypeEngine, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column_type, sa.Enum):
        return column_type.enum_class(value)
    if isinstance(column_type, sa.Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if column_type.__class__.__name__ == "UtcTime" else value


def _step_back(movement: sa.Row) -> Step:
    return Step(f"undo.{movement.what}"[:40], rma_id=movement.rma_id, unit_id=movement.unit_id,
                parcel_id=movement.parcel_id, site_id=movement.chain_id if movement.chain_kind == "site" else None,
                from_stage=movement.to_stage, to_stage=movement.from_stage, from_place=movement.to_place,
                to_place=movement.from_place, undoes=movement.id)
