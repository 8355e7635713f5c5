"""The movement log's chain: each movement names the hash of the one before it in its owner's chain.

The owner row (RMA, parcel, or the site for our own goods) keeps head and count, so that a cut tail shows. No
personal data enters a hash: an erasure request and the chain can both be honoured.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from models import restoring, writes
from models.log import Movement
from models.parcels import Parcel
from models.places import Site
from workflow.errors import DoneSince, Stale

if TYPE_CHECKING:
    from workflow.doing import Doing
    from workflow.statuses import Facts

P = Parcel.__table__
undo_seconds = 60
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
HASHED = ("act_id", "chain_kind", "chain_id", "chain_no", "what", "rma_id", "unit_id", "parcel_id", "from_stage",
          "to_stage", "from_place", "to_place", "codes", "by", "station", "scan_id", "at", "undoes", "prev")


def undo_time() -> timedelta:
    return timedelta(seconds=undo_seconds)


@dataclass
class Head:
    """Where a chain ends: hash and count now, and the count it had when the act began."""

    hash: str
    count: int
    was: int
    owner_gone: bool = False


class Heads(dict[tuple[str, int], Head]):
    def get(self, kind: str, owner_id: int) -> Head | None:  # type: ignore[override]
        return super().get((kind, owner_id))

    def parcel_ids(self) -> list[int]:
        return [owner_id for (kind, owner_id), head in self.items() if kind == "parcel" and not head.owner_gone]


def canonical(movement: dict[str, Any]) -> str:
    """What a movement says, and the hash before it, as the one text that is hashed: JSON in ASCII, keys sorted."""
    plain = {name: moment_text(value) if isinstance(value, datetime) else value
             for name, value in ((name, movement[name]) for name in HASHED)}
    return CANONICAL.encode(plain)


def digest(movement: dict[str, Any]) -> str:
    """SHA-256 over the canonical text of a movement."""
    return hashlib.sha256(canonical(movement).encode()).hexdigest()


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def heads(doing: Doing, facts: Iterable[Facts]) -> Heads:
    """The heads of every chain this act adds to."""
    known = {("rma", fact.id): (fact.chain_head, fact.chain_count) for fact in facts}
    known |= {("parcel", parcel_id): (held["row"].chain_head, held["row"].chain_count)
              for parcel_id, held in doing.parcel_changes.items()}
    gone = doing.takes_back.gone if doing.takes_back else set()
    known |= doing.takes_back.heads if doing.takes_back else {}
    wanted = dict.fromkeys(step.chain for step in doing.steps)
    for kind, model in (("parcel", Parcel), ("site", Site)):
        missing = [owner_id for k, owner_id in wanted if k == kind and (k, owner_id) not in known]
        known |= _read(doing.connection, kind, model, missing)
    return Heads({owner: Head(*known[owner], was=known[owner][1], owner_gone=owner in gone) if owner in known
                  else _tail(doing.connection, *owner) for owner in wanted})


def _tail(connection: sa.Connection, kind: str, owner_id: int) -> Head:
    """The end of a chain whose owner undo has just deleted: the log itself goes on."""
    m = Movement.__table__
    row = connection.execute(sa.select(m.c.hash, m.c.chain_no).where(
        m.c.chain_kind == kind, m.c.chain_id == owner_id).order_by(m.c.chain_no.desc()).limit(1)).first()
    return Head(row.hash, row.chain_no, row.chain_no, owner_gone=True) if row else Head("", 0, 0)


def _read(connection: sa.Connection, kind: str, model: type, ids: list[int]) -> dict[tuple[str, int], tuple[str, int]]:
    if not ids:
        return {}
    table = model.__table__
    rows = connection.execute(
        sa.select(table.c.id, table.c.chain_head, table.c.chain_count).where(table.c.id.in_(ids)))
    return {(kind, row.id): (row.chain_head, row.chain_count) for row in rows}


def link(doing: Doing, heads_now: Heads) -> list[dict[str, Any]]:
    """The act's movements as rows, each linked to the one before; moves the heads on."""
    rows = []
    for step in doing.steps:
        kind, owner_id = step.chain
        head = heads_now[kind, owner_id]
        row = {
            "act_id": doing.act_id, "chain_kind": kind, "chain_id": owner_id, "chain_no": head.count + 1,
            "what": step.what, "rma_id": step.rma_id, "unit_id": step.unit_id, "parcel_id": step.parcel_id,
            "from_stage": step.from_stage, "to_stage": step.to_stage, "from_place": step.from_place,
            "to_place": step.to_place, "codes": step.codes, "by": doing.by.code, "station": doing.by.station,
            "scan_id": doing.by.scan_id, "at": doing.now, "undoes": step.undoes, "prev": head.hash,
        }
        row["hash"] = digest(row)
        head.hash, head.count = row["hash"], head.count + 1
        rows.append(row)
    return rows


def write_site_heads(connection: sa.Connection, heads_now: Heads) -> None:
    table = Site.__table__
    for (kind, owner_id), head in heads_now.items():
        if kind != "site":
            continue
        values = {"chain_head": head.hash, "chain_count": head.count}
        writes.change(connection, table, owner_id, values, chain_count=head.was)


def write_parcels(connection: sa.Connection, changes: Mapping[int, Mapping[str, Any]], heads_now: Heads) -> None:
    """Write boxes with the heads of their chains: one statement for those that change, one for those that do not."""
    heads_of = {parcel_id: head for parcel_id in dict.fromkeys([*changes, *heads_now.parcel_ids()])
                if (head := heads_now.get("parcel", parcel_id)) and not head.owner_gone}
    changed = _same_columns({parcel_id: held for parcel_id, held in changes.items() if parcel_id in heads_of})
    for values_of in (changed, {parcel_id: {} for parcel_id in heads_of if parcel_id not in changes}):
        _write_with_heads(connection, values_of, heads_of)
    for parcel_id, held in changes.items():
        if heads_now.get("parcel", parcel_id) is None:
            writes.change(connection, P, parcel_id, held["values"])


def give_parcels_back(connection: sa.Connection, back: restoring.Change, heads_now: Heads) -> None:
    """Give boxes what they had before an act, with the heads of their chains: one statement.

    Raises:
        DoneSince: one of them has something else by now.
    """
    rows = {parcel_id: dict(values) for parcel_id, values in back.rows.items()}
    was = {parcel_id: dict(values) for parcel_id, values in back.was.items()}
    for parcel_id in dict.fromkeys([*rows, *heads_now.parcel_ids()]):
        if (head := heads_now.get("parcel", parcel_id)) and not head.owner_gone:
            rows.setdefault(parcel_id, {}).update(chain_head=head.hash, chain_count=head.count)
            was.setdefault(parcel_id, {})["chain_count"] = head.was
    if rows:
        try:
            restoring.write(connection, [restoring.Change(P, rows, was)])
        except Stale:
            raise DoneSince from None


def _same_columns(changes: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """The values of each box by column; where only another one changes, what it has."""
    names = dict.fromkeys(name for held in changes.values() for name in held["values"])
    return {parcel_id: {name: held["values"].get(name, getattr(held["row"], name)) for name in names}
            for parcel_id, held in changes.items()}


def _write_with_heads(connection: sa.Connection, values_of: Mapping[int, Mapping[str, Any]],
                      heads_of: Mapping[int, Head]) -> None:
    rows = {parcel_id: {**values, "chain_head": heads_of[parcel_id].hash, "chain_count": heads_of[parcel_id].count}
            for parcel_id, values in values_of.items()}
    if len(rows) > 1:
        writes.change_each(connection, P, rows, chain_count={parcel_id: heads_of[parcel_id].was for parcel_id in rows})
        return
    for parcel_id, values in rows.items():
        writes.change(connection, P, parcel_id, values, chain_count=heads_of[parcel_id].was)
