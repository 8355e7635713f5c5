"""The stored status of RMAs, kept right at the end of every act that touched one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from models import straight, writes
from models.lifecycle import (
    OPEN_SETTLEMENTS,
    Direction,
    Owner,
    ParcelState,
    Resolution,
    RmaFacts,
    RmaStatus,
    Stage,
    UnitFacts,
    rma_status,
)
from models.parcels import Parcel
from models.restoring import Change
from models.rma import Hold, Question, Rma, Unit
from models.texts import entries, joined
from models.work import Settlement
from workflow.errors import DoneSince

if TYPE_CHECKING:
    from workflow.chain import Heads

MOVING = {ParcelState.MOVING, ParcelState.DELIVERED, ParcelState.RECEIVED, ParcelState.OPENED}
ENDED = {RmaStatus.CLOSED, RmaStatus.DECLINED, RmaStatus.CANCELLED, RmaStatus.EXPIRED}


@dataclass
class Facts:
    """One RMA as it stands in the database at the end of an act. `was` is the status that an undo takes from it."""

    id: int
    status: RmaStatus
    closed_at: datetime | None
    chain_head: str
    chain_count: int
    units: dict[int, UnitFacts]
    parcels: dict[int, ParcelState]
    open_business: bool
    act_id: int | None
    was: RmaStatus | None = None

    @property
    def new_status(self) -> RmaStatus:
        moves = any(state in MOVING for state in self.parcels.values())
        return rma_status(list(self.units.values()), RmaFacts(parcel_moves=moves, open_business=self.open_business))

    def change(self, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the row says and what it should say; both empty when it is right."""
        status = self.new_status
        if status == self.status:
            return {}, {}
        return ({"status": self.status, "closed_at": self.closed_at},
                {"status": status, "closed_at": now if status in ENDED else None})


# Written into the statement: as a parameter it would be put in anew each time the statement is executed.
COMMA = sa.literal_column("','")
NAMES = ("id", "status", "closed_at", "chain_head", "chain_count", "units", "parcels", "open_business")
TRUE = ("1", "true")  # as SQLite and PostgreSQL write it
JOINED = {"sqlite": sa.func.group_concat, "postgresql": sa.func.string_agg}


def columns(dialect: str) -> list[sa.ColumnElement[Any]]:
    """What `out_of` takes of an RMA, wherever it is read: its row, its units and boxes as text, whether anything is
    open, and the id of the coming act.
    """
    listed = JOINED[dialect]
    r, u, p, s, h, q = (t.__table__ for t in (Rma, Unit, Parcel, Settlement, Hold, Question))
    units = sa.select(listed(
        u.c.id.cast(sa.String) + "|" + u.c.stage.cast(sa.String) + "|" + u.c.owner.cast(sa.String) + "|"
        + sa.func.coalesce(u.c.resolution.cast(sa.String), ""), COMMA)).where(u.c.rma_id == r.c.id).correlate(r)
    parcels = sa.select(listed(
        p.c.id.cast(sa.String) + "|" + p.c.state.cast(sa.String), COMMA)).where(
        p.c.rma_id == r.c.id, p.c.direction == Direction.IN).correlate(r)
    held_units = sa.select(u.c.id).where(u.c.rma_id == r.c.id).correlate(r)  # or a hold anywhere would count
    open_business = sa.or_(*[sa.exists().where(*which).correlate(r) for which in (
        (s.c.rma_id == r.c.id, sa.or_(*[s.c.state == state for state in sorted(OPEN_SETTLEMENTS)])),
        (h.c.rma_id == r.c.id, h.c.released_at.is_(None)),
        (h.c.unit_id.in_(held_units), h.c.released_at.is_(None)),
        (q.c.rma_id == r.c.id, q.c.answered_at.is_(None), q.c.expired_at.is_(None)))])
    return [r.c.id, r.c.status, r.c.closed_at, r.c.chain_head, r.c.chain_count,
            units.scalar_subquery().label("units"), parcels.scalar_subquery().label("parcels"),
            open_business.label("open_business"), ACT_ID[dialect].label("act_id")]


def out_of(values: Sequence[Any]) -> Facts:
    """The facts of an RMA out of what `columns` has read."""
    *row, units, parcels, open_business, act_id = values
    return Facts(*row, _units(units), _parcels(parcels), bool(open_business), act_id)


# A sequence says beforehand which id the coming act will have, so that its row need not be waited for.
ACT_ID = {"sqlite": sa.null(), "postgresql": sa.literal_column("nextval('act_id_seq')", sa.BigInteger)}


@cache
def _of(dialect: str) -> sa.Select:
    return sa.select(*columns(dialect)).order_by(Rma.__table__.c.id)


def _of_one(dialect: str) -> sa.Select:
    """Nearly every scan has one RMA; there is no list to write out."""
    return _of(dialect).where(Rma.__table__.c.id == sa.bindparam("rma"))


@cache
def _of_many(dialect: str) -> sa.Select:
    return _of(dialect).where(Rma.__table__.c.id.in_(sa.bindparam("rmas", expanding=True)))


def read(connection: sa.Connection, rma_ids: list[int]) -> list[Facts]:
    if not rma_ids:
        return []
    dialect = connection.dialect.name
    rows = (straight.rows(connection, _of_one, dialect, {"rma": rma_ids[0]}) if len(rma_ids) == 1
            else connection.execute(_of_many(dialect), {"rmas": rma_ids}))
    return [out_of(row) for row in rows]


def as_text(dialect: str, rma_ids: list[int]) -> sa.ColumnElement[str | None]:
    """The facts of these RMAs as one text, to be read with what is written."""
    read = _of(dialect).where(Rma.__table__.c.id.in_(rma_ids)).order_by(None).subquery("facts")
    return sa.select(joined(read.c[name] for name in NAMES)).scalar_subquery()


def out_of_text(text: str | None) -> list[Facts]:
    """The facts out of what `as_text` has read. Nobody needs the id of a coming act any more."""
    facts = []
    for rma_id, status, closed_at, head, count, units, parcels, open_business in entries(text):
        at = datetime.fromisoformat(closed_at) if closed_at else None
        facts.append(out_of([int(rma_id), RmaStatus(status), at and (at if at.tzinfo else at.replace(tzinfo=UTC)), head,
                             int(count), units, parcels, open_business in TRUE, None]))
    return sorted(facts, key=lambda fact: fact.id)


def foresee(facts: Iterable[Facts], parcel_changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Take changes of parcels into account that are written only after the facts were read."""
    by_id = {fact.id: fact for fact in facts}
    for parcel_id, held in parcel_changes.items():
        before = held["row"]
        after_rma = held["values"].get("rma_id", before.rma_id)
        state = held["values"].get("state", before.state)
        if after_rma in by_id and before.direction is Direction.IN:
            by_id[after_rma].parcels[parcel_id] = state


def give_back(facts: Iterable[Facts], rmas: Change, parcels: Change) -> None:
    """An undo gives these RMAs the status that they had, and boxes what they had; both are written only afterwards.

    Raises:
        DoneSince: an RMA has another status by now than the act gave it.
    """
    for fact in facts:
        if fact.id in rmas.rows:
            if any(getattr(fact, name) != value for name, value in rmas.was[fact.id].items()):
                raise DoneSince
            fact.was = fact.status
            fact.status, fact.closed_at = (
                rmas.rows[fact.id].get(name, getattr(fact, name)) for name in ("status", "closed_at"))
        for parcel_id in fact.parcels.keys() & parcels.rows.keys():
            values = parcels.rows[parcel_id]
            if "rma_id" in values:
                del fact.parcels[parcel_id]
            elif "state" in values:
                fact.parcels[parcel_id] = values["state"]


def write(connection: sa.Connection, facts: Sequence[Facts], heads: Heads, now: datetime) -> None:
    """One UPDATE for all RMAs whose status or chain head changed.

    Raises:
        Stale: somebody else moved one of them since we read it.
    """
    rows = {}
    for fact in facts:
        _, after = fact.change(now)
        head = heads.get("rma", fact.id)
        if after or head or fact.was:
            status = after.get("status", fact.status)
            closed_at = after["closed_at"] if after else fact.closed_at
            rows[fact.id] = (status, closed_at, head.hash if head else fact.chain_head,
                             head.count if head else fact.chain_count, fact.chain_count)
    if rows:
        # Boxes change the status of an RMA, too, and stand in chains of their own.
        back = any(fact.was for fact in facts)
        _update(connection, rows, {fact.id: fact.was or fact.status for fact in facts} if back else None)


def _update(connection: sa.Connection, rows: Mapping[int, tuple[Any, ...]],
            statuses_were: Mapping[int, RmaStatus] | None) -> None:
    r = Rma.__table__
    names = ("status", "closed_at", "chain_head", "chain_count")
    if len(rows) == 1:
        (rma_id, (*values, count)), = rows.items()
        was = {"chain_count": count, **({"status": statuses_were[rma_id]} if statuses_were else {})}
        writes.change(connection, r, rma_id, dict(zip(names, values, strict=True)), **was)
        return
    counts = {rma_id: count for rma_id, (*_, count) in rows.items()}
    of_each = {"status": {rma_id: statuses_were[rma_id] for rma_id in rows}} if statuses_were else {}
    writes.change_each(connection, r, {
        rma_id: dict(zip(names, values, strict=True)) for rma_id, (*values, _) in rows.items()},
        chain_count=counts, **of_each)


def _units(text: str | None) -> dict[int, UnitFacts]:
    parts = (piece.split("|") for piece in text.split(",")) if text else ()
    return {int(unit_id): UnitFacts(Stage(stage), Owner(owner), Resolution(resolution) if resolution else None)
            for unit_id, stage, owner, resolution in parts}


def _parcels(text: str | None) -> dict[int, ParcelState]:
    parts = (piece.split("|") for piece in text.split(",")) if text else ()
    return {int(parcel_id): ParcelState(state) for parcel_id, state in parts}
