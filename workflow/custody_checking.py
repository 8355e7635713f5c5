"""Whether the chains that a unit's path stands in are whole, in words that name the broken row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.log import Movement
from models.numbers import grouped
from workflow import chain
from workflow.sentences import Sentence, say
from workflow.verifying import OWNERS

M = Movement.__table__


@dataclass(frozen=True)
class Link:
    """One chain: whose it is, how many rows it has by its head, the head's hash, its rows, and what is wrong.

    Of a site's chain, which may be long, only the rows of the path and those just before them are read.
    """

    kind: str
    owner: str
    count: int
    head: str
    rows: list[Any]
    faults: list[tuple[int | None, Sentence]]

    @property
    def is_partial(self) -> bool:
        return len(self.rows) < self.count and self.kind == "site"


def links(connection: sa.Connection, path: Sequence[Any]) -> list[Link]:
    """Every chain that a movement of the path stands in, read and checked."""
    numbers: dict[tuple[str, int], set[int]] = {}
    for row in path:
        numbers.setdefault((row.chain_kind, row.chain_id), set()).add(row.chain_no)
    return [_link(connection, kind, owner_id, wanted) for (kind, owner_id), wanted in sorted(numbers.items())]


def _link(connection: sa.Connection, kind: str, owner_id: int, wanted: set[int]) -> Link:
    owner = _owner(connection, kind, owner_id)
    name = grouped(owner.name) if owner and kind != "site" else owner.name if owner else f"{kind} {owner_id}"
    whole = kind != "site"
    rows = list(connection.execute(_rows(kind, owner_id, None if whole else wanted)))
    faults = list(_broken(rows, name, whole))
    if whole and _end_is_wrong(rows, owner):
        faults.append((None, say("The chain of %(owner)s does not end where it should: its last rows were cut off or "
                                 "replaced.", owner=name)))
    return Link(kind, name, owner.chain_count if owner else len(rows), owner.chain_head if owner else "", rows, faults)


def _owner(connection: sa.Connection, kind: str, owner_id: int) -> Any:
    table = OWNERS[kind].__table__
    name = table.c.code if kind == "site" else table.c.number
    return connection.execute(sa.select(name.label("name"), table.c.chain_count, table.c.chain_head)
                              .where(table.c.id == owner_id)).first()


def _rows(kind: str, owner_id: int, wanted: set[int] | None) -> sa.Select[Any]:
    select = sa.select(M).where(M.c.chain_kind == kind, M.c.chain_id == owner_id).order_by(M.c.chain_no)
    return select if wanted is None else select.where(M.c.chain_no.in_(wanted | {number - 1 for number in wanted}))


def _broken(rows: list[Any], owner: str, whole: bool) -> Iterator[tuple[int, Sentence]]:
    before, number = "", 0
    for row in rows:
        follows = row.chain_no == number + 1
        about = {"number": row.chain_no, "owner": owner}
        if whole and not follows:
            yield row.id, say("Before row %(number)s of the chain of %(owner)s a row is missing.", **about)
        if follows and row.prev != before:
            yield row.id, say("Row %(number)s of the chain of %(owner)s does not follow the row before it: something "
                              "was put in, taken out or moved.", **about)
        if row.hash != chain.digest(dict(row._mapping)):
            yield row.id, say("Row %(number)s of the chain of %(owner)s was changed after it was written.", **about)
        before, number = row.hash, row.chain_no


def _end_is_wrong(rows: list[Any], owner: Any) -> bool:
    """The owner keeps the end of its chain; one that was taken back has none, and its last row is that undo."""
    if owner is None:
        return bool(rows) and rows[-1].undoes is None
    last = (rows[-1].chain_no, rows[-1].hash) if rows else (0, "")
    return last != (owner.chain_count, owner.chain_head)
