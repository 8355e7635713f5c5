"""The only writer of stage, place and state: every step is checked against the table, written once, logged once.

What jobs, settlements and claims do stands in work_moves.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import writes
from models.lifecycle import (
    PARCEL_MOVES,
    UNIT_MOVES,
    ParcelState,
    PlaceKind,
    Stage,
    Table,
)
from models.parcels import Parcel
from models.rma import Unit
from workflow.actors import Actor
from workflow.doing import Doing, Step
from workflow.errors import NotAllowed, Refused
from workflow.sentences import say
from workflow.words import word

Place = tuple[PlaceKind, int | None]


class Change(NamedTuple):
    """What is done to one unit among several: `what` the log calls it, if it is logged; `to`, if it moves at all."""

    unit: Any
    what: str | None
    to: Stage | None = None
    place: Place | None = None
    parcel_id: int | None = None
    codes: str | None = None
    values: Mapping[str, Any] = {}

    @property
    def written(self) -> dict[str, Any]:
        stage = {} if self.to is None else {"stage": self.to}
        return {**stage, **_place_values(self.place), **self.values}


def at_station(by: Actor) -> Place:
    """Where the one who acts stands: at a station, else somewhere in the house."""
    return (PlaceKind.STATION, by.station_id) if by.station_id else (PlaceKind.WAREHOUSE, by.site_id)


def place_code(kind: PlaceKind | None, place_id: int | None) -> str | None:
    """A place as the log writes it: `shelf:12`, `customer`."""
    return None if kind is None else kind.value if place_id is None else f"{kind.value}:{place_id}"


def check_move(doing: Doing, table: Table, start: StrEnum | None, end: StrEnum) -> None:
    """Raise unless the table has this step and the actor may take it."""
    move = table.get((start, end))
    if move is None:
        raise Refused(say("This is %(start)s and cannot become %(end)s.",
                          start=word(start), end=word(end)))
    if not doing.by.roles & move.roles:
        raise NotAllowed(say("Your roles do not allow this step. Ask your lead."))


def new_unit(doing: Doing, *, stage: Stage, what: str, place: Place, codes: str | None = None,
             parcel_id: int | None = None, **values: Any) -> int:
    """Let a unit enter the road. `values` are its other columns."""
    check_move(doing, UNIT_MOVES, None, stage)
    kind, place_id = place
    unit_id = doing.insert(Unit, stage=stage, place_kind=kind, place_id=place_id, created_at=doing.now, **values)
    doing.steps.append(Step(what, rma_id=values.get("rma_id"), unit_id=unit_id, parcel_id=parcel_id,
                            site_id=doing.by.site_id, to_stage=stage.value,
                            to_place=place_code(kind, place_id), codes=codes))
    return unit_id


def move_units(doing: Doing, units: Sequence[sa.Row], to: Stage, *, what: str, place: Place | None = None,
               parcel_id: int | None = None, codes: str | None = None, **also: Any) -> None:
    """Move units that stand at one stage; one UPDATE. `also` are further columns, the same for all.

    Raises:
        Refused, NotAllowed: the table does not have this step for the actor.
        Stale: somebody else moved one of them meanwhile.
    """
    if not units:
        return
    for start in dict.fromkeys(unit.stage for unit in units):
        check_move(doing, UNIT_MOVES, start, to)
        _change_units(doing, [unit for unit in units if unit.stage is start], what, parcel_id, codes,
                      {"stage": to, **_place_values(place), **also})


def change_each(doing: Doing, changes: Sequence[Change], *, first: Sequence[Change] = ()) -> None:
    """Different things are done to different units, in one UPDATE: each gets its own values and keeps the rest.

    Args:
        first: what is done before: what must be unique (a tag, a device) goes from these units to the others.

    Raises:
        As `move_units`.
    """
    both = [*first, *changes]
    for change in both:
        if change.to is not None:
            check_move(doing, UNIT_MOVES, change.unit.stage, change.to)
    stages = {change.unit.id: change.unit.stage for change in both}
    turns = [_rows(turn) for turn in (first, changes) if turn]
    if len(both) == 1:
        writes.change(doing.connection, Unit.__table__, both[0].unit.id, both[0].written, stage=both[0].unit.stage)
    elif len(turns) == 1:
        writes.change_each(doing.connection, Unit.__table__, turns[0], stage=stages)
    else:
        writes.change_in_turn(doing.connection, Unit.__table__, {
            change.unit.id: change.unit._mapping for change in both}, turns, stage=stages)
    for change in both:
        _log_change(doing, change)


def _rows(changes: Sequence[Change]) -> dict[int, dict[str, Any]]:
    """The same columns for each: what one does not change is as it was."""
    names = dict.fromkeys(name for change in changes for name in change.written)
    return {change.unit.id: {name: change.written.get(name, getattr(change.unit, name)) for name in names}
            for change in changes}


def _log_change(doing: Doing, change: Change) -> None:
    unit, values = change.unit, change.written
    doing.remember("unit", unit.id, {name: getattr(unit, name) for name in values}, values)
    if change.what:
        doing.steps.append(unit_step(doing, unit, change.what, change.parcel_id, change.codes, values))


def move_through(doing: Doing, unit: Any, *steps: tuple[Stage, str, str | None], **also: Any) -> None:
    """Move one unit through several stages at once: each step is checked and logged, the row is written once."""
    for (start, _what, _codes), (end, _next, _more) in pairwise([(unit.stage, "", None), *steps]):
        check_move(doing, UNIT_MOVES, start, end)
    values = {"stage": steps[-1][0], **also}
    writes.change(doing.connection, Unit.__table__, unit.id, values, stage=unit.stage)
    doing.remember("unit", unit.id, {name: getattr(unit, name) for name in values}, values)
    for stage, what, codes in steps:
        doing.steps.append(unit_step(doing, unit, what, None, codes, {"stage": stage}))
        unit = unit._replace(stage=stage)


def put_units(doing: Doing, units: Sequence[sa.Row], place: Place, *, what: str, parcel_id: int | None = None) -> None:
    """Change where units lie, not where on the road they are: one UPDATE, at whatever stages they stand."""
    if units:
        _change_units(doing, units, what, parcel_id, None, _place_values(place))


def note_unit(doing: Doing, unit: sa.Row, *, what: str, codes: str | None = None, **values: Any) -> None:
    """Write a decision about a unit that moves nothing (verdict, resolution, grade), with its row in the log."""
    _change_units(doing, [unit], what, None, codes, values)


def note_hold(doing: Doing, *, unit_id: int, hold_id: int, reason: str) -> None:
    """A brake that came with what this act has just done to a unit: a row of its own in the log."""
    last = next(step for step in reversed(doing.steps) if step.unit_id == unit_id)
    doing.steps.append(replace(last, what="hold.placed", codes=f"hold:{hold_id} reason:{reason}",
                               from_stage=last.to_stage, from_place=last.to_place))


def _change_units(doing: Doing, units: Sequence[sa.Row], what: str, parcel_id: int | None, codes: str | None,
                  values: dict[str, Any]) -> None:
    if values:
        stages = list(dict.fromkeys(unit.stage for unit in units))
        writes.change(doing.connection, Unit.__table__, units[0].id if len(units) == 1 else [unit.id for unit in units],
                      values, stage=stages[0] if len(stages) == 1 else stages)
    for unit in units:
        if values:
            doing.remember("unit", unit.id, {name: getattr(unit, name) for name in values}, values)
        doing.steps.append(unit_step(doing, unit, what, parcel_id, codes, values))


def unit_step(doing: Doing, unit: sa.Row, what: str, parcel_id: int | None, codes: str | None,
              values: dict[str, Any]) -> Step:
    """The row of the log for what is written about a unit."""
    kind = values.get("place_kind", unit.place_kind)
    place_id = values.get("place_id", unit.place_id)
    if parcel_id is None and PlaceKind.PARCEL in (kind, unit.place_kind):
        parcel_id = place_id if kind is PlaceKind.PARCEL else unit.place_id
    return Step(what, rma_id=values.get("rma_id", unit.rma_id), unit_id=unit.id, parcel_id=parcel_id,
                site_id=doing.by.site_id, from_stage=unit.stage.value,
                to_stage=values.get("stage", unit.stage).value,
                from_place=place_code(unit.place_kind, unit.place_id), to_place=place_code(kind, place_id),
                codes=codes)


def _place_values(place: Place | None) -> dict[str, Any]:
    return {} if place is None else {"place_kind": place[0], "place_id": place[1]}


def new_parcel(doing: Doing, *, state: ParcelState, what: str, place: Place, **values: Any) -> int:
    """Let a parcel enter. `values` are its other columns, direction and site among them."""
    check_move(doing, PARCEL_MOVES[values["direction"]], None, state)
    parcel_id = doing.insert(Parcel, state=state, place_kind=place[0], place_id=place[1], created_at=doing.now,
                             **values)
    doing.touch(values.get("rma_id"))
    doing.steps.append(Step(what, rma_id=values.get("rma_id"), parcel_id=parcel_id, to_stage=state.value,
                            to_place=place_code(*place)))
    return parcel_id


def move_parcel(doing: Doing, parcel: sa.Row, to: ParcelState, *, what: str, place: Place | None = None,
                **also: Any) -> None:
    """Move a parcel. The row is written at the end of the act, with its chain head."""
    start = doing.parcel_now(parcel, "state")
    check_move(doing, PARCEL_MOVES[parcel.direction], start, to)
    values = {"state": to, **_place_values(place), **also}
    doing.steps.append(_parcel_step(doing, parcel, what, start, to, values))
    doing.change_parcel(parcel, **values)
    doing.touch(parcel.rma_id, also.get("rma_id"))


def note_parcel(doing: Doing, parcel: sa.Row, *, what: str, codes: str | None = None, **values: Any) -> None:
    """Write a fact about a parcel that moves nothing, with its row in the log."""
    step = _parcel_step(doing, parcel, what, parcel.state, parcel.state, values)
    step.codes = codes
    doing.steps.append(step)
    doing.change_parcel(parcel, **values)
    doing.touch(parcel.rma_id, values.get("rma_id"))


def put_parcels(doing: Doing, parcels: Sequence[sa.Row], place: Place, *, what: str) -> None:
    """Change where boxes stand, not what state they are in."""
    for parcel in parcels:
        note_parcel(doing, parcel, what=what, **_place_values(place))


def _parcel_step(doing: Doing, parcel: sa.Row, what: str, start: ParcelState, to: ParcelState,
                 values: dict[str, Any]) -> Step:
    """The row of the log for what comes next to the parcel; it may have moved in this act already."""
    kind, place_id = doing.parcel_now(parcel, "place_kind"), doing.parcel_now(parcel, "place_id")
    return Step(what, rma_id=values.get("rma_id", parcel.rma_id), parcel_id=parcel.id, from_stage=start.value,
                to_stage=to.value, from_place=place_code(kind, place_id),
                to_place=place_code(values.get("place_kind", kind), values.get("place_id", place_id)))


def note(doing: Doing, *, what: str, rma_id: int, codes: str | None = None) -> None:
    """A row in the RMA's log that concerns no single thing (approved by rule, hold, question)."""
    doing.touch(rma_id)
    doing.steps.append(Step(what, rma_id=rma_id, codes=codes))
