"""Checks the movement log: every hash, every link, every number, and each owner's head and count."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from models.log import Movement
from models.parcels import Parcel
from models.places import Site
from models.rma import Rma
from workflow import chain

OWNERS = {"rma": Rma, "parcel": Parcel, "site": Site}
CHUNK = 5000
M = Movement.__table__


def faults(connection: sa.Connection) -> Iterator[str]:
    """Every fault of the log, one line each that names the row."""
    yield from _broken_links(connection)
    for kind, model in OWNERS.items():
        yield from _wrong_heads(connection, kind, model.__table__)
        yield from _lost_owners(connection, kind, model.__table__)


def _lost_owners(connection: sa.Connection, kind: str, table: sa.Table) -> Iterator[str]:
    """A chain whose owner is gone must end with the undo that took the owner away."""
    last = (sa.select(M.c.chain_id, sa.func.max(M.c.chain_no).label("number"))
            .where(M.c.chain_kind == kind).group_by(M.c.chain_id).subquery())
    select = (sa.select(M.c.id, M.c.chain_id).join(last, sa.and_(M.c.chain_id == last.c.chain_id,
                                                                 M.c.chain_no == last.c.number))
              .outerjoin(table, table.c.id == M.c.chain_id)
              .where(M.c.chain_kind == kind, table.c.id.is_(None), M.c.undoes.is_(None)))
    for row in connection.execute(select):
        yield f"movement {row.id}: {kind} {row.chain_id} is gone, and no undo took it away"


def _broken_links(connection: sa.Connection) -> Iterator[str]:
    select = sa.select(M).order_by(M.c.chain_kind, M.c.chain_id, M.c.chain_no).execution_options(yield_per=CHUNK)
    owner, prev, number = None, "", 0
    for row in connection.execute(select):
        if (row.chain_kind, row.chain_id) != owner:
            owner, prev, number = (row.chain_kind, row.chain_id), "", 0
        name = f"movement {row.id} (chain {row.chain_kind} {row.chain_id}, number {row.chain_no})"
        if row.chain_no != number + 1:
            yield f"{name}: number {number + 1} is missing before it"
        if row.prev != prev:
            yield f"{name}: does not follow the row before it"
        if row.hash != chain.digest(dict(row._mapping)):
            yield f"{name}: was changed"
        prev, number = row.hash, row.chain_no


def _wrong_heads(connection: sa.Connection, kind: str, table: sa.Table) -> Iterator[str]:
    """An owner whose head is not the last row of its chain: the tail was cut, or rows were added past us."""
    last = (sa.select(M.c.chain_id, sa.func.max(M.c.chain_no).label("number"))
            .where(M.c.chain_kind == kind).group_by(M.c.chain_id).subquery())
    select = (sa.select(table.c.id, table.c.chain_count, table.c.chain_head, last.c.number, M.c.hash)
              .outerjoin(last, last.c.chain_id == table.c.id)
              .outerjoin(M, sa.and_(M.c.chain_kind == kind, M.c.chain_id == table.c.id, M.c.chain_no == last.c.number))
              .where(sa.or_(table.c.chain_count != sa.func.coalesce(last.c.number, 0),
                            table.c.chain_head != sa.func.coalesce(M.c.hash, ""))))
    for row in connection.execute(select):
        yield (f"{kind} {row.id}: its head says {row.chain_count} movements, the log has {row.number or 0}; "
               f"the last row was cut off or replaced")


def printed_head(connection: sa.Connection) -> tuple[int, str]:
    """How many movements there are and the hash of the newest: print it, and a later cut shows."""
    row = connection.execute(sa.select(M.c.id, M.c.hash).order_by(M.c.id.desc()).limit(1)).first()
    count = connection.execute(sa.select(sa.func.count()).select_from(M)).scalar_one()
    return count, row.hash if row else ""
