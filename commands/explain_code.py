"""`flask explain-code`: what scanned codes are, one a line, read from standard input byte by byte."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from models.db import db
from workflow.scanning.explaining import Explained, explain


@click.command("explain-code")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line")
@click.option("--no-database", is_flag=True, help="go by the form of the code alone")
@with_appcontext
def explain_code(as_json: bool, no_database: bool) -> None:
    """Say what each line of standard input is: a number of ours, something stored, a carrier's number, goods.

    A line ends at LF alone, so that GS, RS and CR arrive as the scanner sent them. Bytes that are no UTF-8 come out
    as \\udc80 to \\udcff. Without a database the form of the code alone speaks.
    """
    look_up = not no_database and _has_tables()
    draw = _as_json if as_json else _as_text
    for raw in lines(sys.stdin.buffer):
        click.echo(draw(explain(raw, look_up=look_up)))


def lines(stream: BinaryIO) -> Iterator[str]:
    """The lines, split at LF and nowhere else; what follows the last LF is a line only when something is there."""
    *whole, rest = stream.read().split(b"\n")
    for line in [*whole, rest] if rest else whole:
        yield line.decode("utf-8", "surrogateescape")


def _has_tables() -> bool:
    """Whether a database with our tables is there; SQLite must not make an empty file for the asking."""
    path = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and not (path and Path(path).is_file()):
        return False
    try:
        return sa.inspect(db.engine).has_table("parcel")
    except sa.exc.OperationalError:
        return False


def _facts(explained: Explained) -> dict[str, Any]:
    return {**asdict(explained), "why": str(explained.why)}


def _as_json(explained: Explained) -> str:
    return json.dumps(_facts(explained))


def _as_text(explained: Explained) -> str:
    facts = _facts(explained)
    parts = [facts["kind"], facts["value"], facts["carrier"] or " ".join(facts["candidates"]), facts["why"]]
    return "  ".join(part for part in parts if part).encode("utf-8", "backslashreplace").decode()
