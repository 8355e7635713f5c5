"""What a chunk of an import would do: found by reading alone, so that a dry run and the run say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from workflow.sentences import Sentence


class Outcome(StrEnum):
    """What became, or would become, of one thing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Plan:
    """Outcomes in the order of the things, the sentence of each refused one by its place, and how to write it all."""

    outcomes: list[Outcome]
    refusals: dict[int, Sentence]
    write: Callable[[sa.Connection], None]


Planner = Callable[[sa.Connection, Sequence[Any], datetime], Plan]


def differing(row: sa.Row, wanted: dict[str, Any]) -> dict[str, Any]:
    """The wanted values that the row does not have yet."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def insert_all(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> list[int]:
    """Add rows of one shape; their ids in the same order."""
    if not rows:
        return []
    return list(connection.execute(
        sa.insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).scalars())


def update_all(connection: sa.Connection, table: sa.Table, changes: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Change rows by id; changes of the same columns go together."""
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in changes:
        by_shape.setdefault(tuple(sorted(values)), []).append({"row_id": row_id} | {
            f"new_{name}": value for name, value in values.items()})
    for names, rows in by_shape.items():
        if names:
            connection.execute(sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(
                {name: sa.bindparam(f"new_{name}") for name in names}), rows)
