"""`flask draw-lifecycle`: docs/lifecycle.md out of the tables in models/lifecycle.py. A test fails when it is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from config import ROOT
from models.lifecycle import (
    CLAIM_MOVES,
    JOB_MOVES,
    PARCEL_MOVES,
    SETTLEMENT_MOVES,
    UNIT_MOVES,
    Direction,
    Move,
    Role,
    Table,
)

PAGE = ROOT / "docs" / "lifecycle.md"
INTRODUCTION = """# Lifecycle

Drawn by `flask draw-lifecycle` from the tables of moves in models/lifecycle.py: do not edit this page, change the
tables and draw again. A dot is the entry or the end. A lead may take every step that a person of the floor may take.
"""
SECTIONS: tuple[tuple[str, str, Table], ...] = (
    ("Unit", "One physical thing on one trip.", UNIT_MOVES),
    ("Parcel coming in", "A box on its way to us, or at our door without a word.", PARCEL_MOVES[Direction.IN]),
    ("Parcel going out", "A box to the customer. One that comes back is received like any other.",
     PARCEL_MOVES[Direction.OUT]),
    ("Parcel between our places", "To another site, a hub or a partner's workshop. Its units keep their stage.",
     PARCEL_MOVES[Direction.TRANSFER]),
    ("Repair job", "One unit's work at the bench.", JOB_MOVES),
    ("Settlement", "One money document to or from the customer.", SETTLEMENT_MOVES),
    ("Carrier claim", "What we ask of a carrier for a box that came damaged.", CLAIM_MOVES),
)


@click.command("draw-lifecycle")
@click.option("--check", is_flag=True, help="change nothing; end with 1 when the page is stale")
@click.option("--to", "path", type=click.Path(path_type=Path), default=PAGE, help="another file than the page itself")
def draw_lifecycle(check: bool, path: Path) -> None:
    """Draw docs/lifecycle.md."""
    page = draw()
    if not check:
        path.write_text(page, encoding="utf-8")
        click.echo(f"{path.name} is drawn.")
    elif not path.exists() or path.read_text(encoding="utf-8") != page:
        click.echo(f"{path.name} is stale: run `flask draw-lifecycle`.", err=True)
        sys.exit(1)


def draw() -> str:
    """The whole page in Markdown."""
    return "\n".join([INTRODUCTION, *(part for section in SECTIONS for part in _section(*section))])


def _section(title: str, about: str, table: Table) -> Iterator[str]:
    yield f"## {title}\n\n{about}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"    {line}" for line in _diagram(table))
    yield "```\n"
    yield "| from | to | who |\n| --- | --- | --- |"
    yield from _rows(table.values())
    yield ""


def _diagram(table: Table) -> Iterator[str]:
    for move in table.values():
        yield f"{move.start.value if move.start else '[*]'} --> {move.end.value}"
    yield from (f"{end} --> [*]" for end in _ends(table))


def _ends(table: Table) -> list[str]:
    """States that nothing leads out of, in the order in which they appear."""
    starts = {move.start for move in table.values()}
    return list(dict.fromkeys(move.end.value for move in table.values() if move.end not in starts))


def _rows(moves: Iterable[Move]) -> Iterator[str]:
    """Steps that share their ends and roles stand in one row, and so do those that share their start and roles."""
    by_start: dict[tuple[str, frozenset[Role]], list[str]] = {}
    for move in moves:
        by_start.setdefault((move.start.value if move.start else "(entry)", move.roles), []).append(move.end.value)
    together: dict[tuple[tuple[str, ...], frozenset[Role]], list[str]] = {}
    for (start, roles), ends in by_start.items():
        together.setdefault((tuple(ends), roles), []).append(start)
    for (ends, roles), starts in together.items():
        yield f"| {', '.join(starts)} | {', '.join(ends)} | {_names(roles)} |"


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles)
