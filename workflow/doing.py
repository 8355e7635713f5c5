"""One act while it is being done: every write goes through here, so that it can be logged and taken back.

Writes of rows happen at once. Movements, the RMA's status, the chain heads and the act row itself are written
together at the end (`finish`), which keeps a scan within its statement budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from models import restoring, writes
from models.log import Act, Movement
from workflow import chain, clock, closing, statuses
from workflow.actors import Actor


@dataclass
class Step:
    """One movement still to be written."""

    what: str
    rma_id: int | None = None
    unit_id: int | None = None
    parcel_id: int | None = None
    site_id: int | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    from_place: str | None = None
    to_place: str | None = None
    codes: str | None = None
    undoes: int | None = None

    @property
    def chain(self) -> tuple[str, int]:
        """The chain this belongs to: a unit's RMA; else the parcel; else our own goods at the site."""
        if self.rma_id is not None and self.unit_id is not None:
            return "rma", self.rma_id
        if self.parcel_id is not None:
            return "parcel", self.parcel_id
        return ("rma", self.rma_id) if self.rma_id is not None else ("site", self.site_id or 1)


@dataclass
class TakesBack:
    """What an undo takes back and is written with what it writes itself: the act, boxes, and the status of RMAs.

    `next_id` is that of the undo's own act; `heads` are of the chains it adds to, as they were read, by their owner;
    owners in `gone` are there no more.
    """

    act: Any
    next_id: int
    heads: dict[tuple[str, int], tuple[str, int]]
    gone: set[tuple[str, int]]
    rmas: restoring.Change
    parcels: restoring.Change


@dataclass
class Doing:
    """An act in hand.

    `letters` asks for letters once the undo minute is over; `data` holds ids and codes the letters need. `facts` are of
    RMAs whose facts the act has read with other things, and keeps right itself.
    """

    connection: sa.Connection
    kind: str
    by: Actor
    undoable: bool = True
    reason: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    letters: bool = False
    act_id: int | None = None
    steps: list[Step] = field(default_factory=list)
    undo: list[list[Any]] = field(default_factory=list)
    touched_rmas: dict[int, None] = field(default_factory=dict)
    parcel_changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    facts: dict[int, statuses.Facts] = field(default_factory=dict)
    takes_back: TakesBack | None = None

    def __post_init__(self) -> None:
        self.now = clock.now()

    def one(self, select: sa.Select) -> sa.Row | None:
        return self.connection.execute(select).first()

    def all(self, select: sa.Select) -> list[sa.Row]:
        return list(self.connection.execute(select).all())

    def scalar(self, select: sa.Select) -> Any:
        return self.connection.execute(select).scalar()

    def insert(self, model: type, **values: Any) -> int:
        """Add a row; undo deletes it again. Returns its id."""
        table = model.__table__
        row_id = writes.add(self.connection, table, values)
        self.undo.append([table.name, row_id, None, None])
        return row_id

    def insert_all(self, model: type, rows: list[dict[str, Any]]) -> list[int]:
        """Add several rows of one shape; returns their ids in order."""
        if not rows:
            return []
        table = model.__table__
        found = self.connection.execute(
            sa.insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).scalars().all()
        self.undo.extend([table.name, row_id, None, None] for row_id in found)
        return list(found)

    def insert_selected(self, model: type, columns: list[str], select: sa.Select) -> list[int]:
        """Add a row for each row of a SELECT, in one statement; returns their ids."""
        table = model.__table__
        insert = sa.insert(table).from_select(columns, select).returning(table.c.id)
        found = self.connection.execute(insert).scalars().all()
        self.undo.extend([table.name, row_id, None, None] for row_id in found)
        return list(found)

    def update(self, model: type, row: sa.Row | int, **values: Any) -> None:
        """Change a row, remembering what it was. Give the row if it was read already in this act."""
        table = model.__table__
        before = self._read(table, row) if isinstance(row, int) else row._mapping
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return
        writes.change(self.connection, table, before["id"], changed)
        self.remember(table.name, before["id"], {name: before[name] for name in changed}, changed)

    def update_all(self, model: type, rows: Iterable[sa.Row], **values: Any) -> None:
        """Give several rows that were read in this act the same values, in one statement."""
        table = model.__table__
        changed = [row for row in rows if any(row._mapping[name] != value for name, value in values.items())]
        if not changed:
            return
        writes.change(self.connection, table, [row.id for row in changed], values)
        for row in changed:
            self.remember(table.name, row.id, {name: row._mapping[name] for name in values}, values)

    def update_each(self, model: type, before: Mapping[int, Mapping[str, Any]],
                    after: Mapping[int, Mapping[str, Any]]) -> None:
        """Give rows values of their own in one statement; both by id, the same columns for each."""
        if not after:
            return
        table, (values, *others) = model.__table__, after.values()
        if all(other == values for other in others):
            writes.change(self.connection, table, list(after), values)
        else:
            writes.change_each(self.connection, table, after)
        for row_id, values in after.items():
            self.remember(table.name, row_id, before[row_id], values)

    def delete(self, model: type, row_id: int) -> None:
        table = model.__table__
        before = dict(self._read(table, row_id))
        self.connection.execute(sa.delete(table).where(table.c.id == row_id))
        self.undo.append([table.name, row_id, _plain(before), "deleted"])

    def remember(self, table: str, row_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self.undo.append([table, row_id, _plain(before), _plain(after)])

    def change_parcel(self, parcel: sa.Row, **values: Any) -> None:
        """Change a parcel at the end of the act, together with its chain head. What stays as it was is not written."""
        held = self.parcel_changes.setdefault(parcel.id, {"row": parcel, "values": {}})["values"]
        for name, value in values.items():
            if name in held or value != getattr(parcel, name):
                held[name] = value

    def parcel_now(self, parcel: Any, column: str) -> Any:
        """A parcel's column as this act has changed it so far."""
        return self.parcel_changes.get(parcel.id, {"values": {}})["values"].get(column, getattr(parcel, column))

    def touch(self, *rma_ids: int | None) -> None:
        """The status of these RMAs may have changed."""
        self.touched_rmas.update({rma_id: None for rma_id in rma_ids if rma_id is not None})

    def finish(self) -> None:
        """Write the act, its movements, the chain heads and the statuses. Called once, by `act`."""
        if not (self.steps or self.undo or self.parcel_changes or self.data or self.letters):
            return
        for step in self.steps:
            self.touch(step.rma_id)
        facts = self._add_undo() if self.takes_back else self._add_act()
        heads = chain.heads(self, facts)
        if self.steps:
            writes.add_all(self.connection, Movement.__table__, chain.link(self, heads))
        if self.takes_back:
            chain.give_parcels_back(self.connection, self.takes_back.parcels, heads)
        else:
            chain.write_parcels(self.connection, self.parcel_changes, heads)
        statuses.write(self.connection, facts, heads, self.now)
        chain.write_site_heads(self.connection, heads)

    def _add_act(self) -> list[statuses.Facts]:
        """Write the act. Returns the facts of all RMAs that were touched."""
        facts = self._read_facts()
        statuses.foresee(facts, self.parcel_changes)
        self._remember_late_changes(facts)
        closing.tell(self, facts)
        self.act_id = writes.add(self.connection, Act.__table__, self._act_row(),
                                 row_id=next((fact.act_id for fact in facts), None))
        return facts

    def _add_undo(self) -> list[statuses.Facts]:
        """The same where an act is taken back: it is marked, and the facts are read, in the same statement."""
        back = self.takes_back
        self.act_id = back.next_id
        read = restoring.add_and_change(
            self.connection, Act.__table__, {"id": back.next_id, **self._act_row()}, back.act._mapping,
            {"undone_by_id": back.next_id, "letters_due_at": None},
            returning=statuses.as_text(self.connection.dialect.name, list(self.touched_rmas)))
        facts = statuses.out_of_text(read)
        statuses.give_back(facts, back.rmas, back.parcels)
        return facts

    def _read_facts(self) -> list[statuses.Facts]:
        """Of all RMAs that were touched; those in `facts` were read by the act, and are as it leaves them."""
        known = [self.facts[rma_id] for rma_id in self.touched_rmas if rma_id in self.facts]
        read = statuses.read(self.connection, sorted(self.touched_rmas.keys() - self.facts.keys()))
        return sorted([*known, *read], key=lambda fact: fact.id)

    def _remember_late_changes(self, facts: Iterable[statuses.Facts]) -> None:
        for held in self.parcel_changes.values():
            row, values = held["row"], held["values"]
            before = {name: getattr(row, name) for name in values}
            self.remember("parcel", row.id, before, values)
        for fact in facts:
            before, after = fact.change(self.now)
            if after:
                self.remember("rma", fact.id, before, after)

    def _act_row(self) -> dict[str, Any]:
        by = self.by
        rma_id = next(iter(self.touched_rmas), None)
        return {
            "kind": self.kind, "actor": by.kind, "staff_id": by.staff_id, "delivered_by_id": by.delivered_by_id,
            "station_id": by.station_id, "tablet_id": by.tablet_id, "rma_id": self.data.get("rma_id", rma_id),
            "reason": self.reason, "data": self.data, "undo": self.undo, "undoable": self.undoable,
            "undoes_id": self.takes_back.act.id if self.takes_back else None, "at": self.now,
            "letters_due_at": self.now + chain.undo_time() if self.letters else None,
        }

    def _read(self, table: sa.Table, row_id: int) -> Mapping[str, Any]:
        return self.connection.execute(sa.select(table).where(table.c.id == row_id)).one()._mapping


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: moments as text, words as their value."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
