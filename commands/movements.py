"""`flask movements`: the whole log, one movement a line, with all that is needed to check it without us."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from models.log import Movement
from workflow.chain import moment_text
from workflow.transaction import reading

M = Movement.__table__
CHUNK = 5000
# As it is called in the output, and the name under which it enters the hash.
FIELDS = {"id": "id", "act": "act_id", "rma": "rma_id", "unit": "unit_id", "parcel": "parcel_id", "what": "what",
          "from": "from_stage", "to": "to_stage", "from_place": "from_place", "to_place": "to_place", "by": "by",
          "station": "station", "scan_id": "scan_id", "at": "at", "codes": "codes", "undoes": "undoes",
          "chain_kind": "chain_kind", "chain_id": "chain_id", "chain_no": "chain_no", "prev": "prev", "hash": "hash"}


@click.command("movements")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line")
@click.option("--rma", "rma_id", type=int, help="only those of the RMA with this id")
@with_appcontext
def movements(as_json: bool, rma_id: int | None) -> None:
    """Print every movement in the order of its id.

    Each belongs to a chain (chain_kind, chain_id) and has the number chain_no in it, counted from 1. Its hash is the
    SHA-256, in hexadecimal, of a JSON object in UTF-8 with sorted keys, no spaces and ASCII only. The object holds
    all fields but id and hash, where act, rma, unit and parcel are called act_id, rma_id, unit_id and parcel_id, and
    from and to are called from_stage and to_stage. prev is the hash of the movement before it in the chain, or empty.
    """
    draw = _as_json if as_json else _as_text
    with reading() as connection:
        select = sa.select(M).order_by(M.c.id)
        select = select.where(M.c.rma_id == rma_id) if rma_id is not None else select
        for row in connection.execute(select.execution_options(yield_per=CHUNK)):
            sys.stdout.write(draw(row._mapping) + "\n")


def _as_json(row: Any) -> str:
    return json.dumps({shown: moment_text(row[name]) if name == "at" else row[name] for shown, name in FIELDS.items()},
                      ensure_ascii=False)


def _as_text(row: Any) -> str:
    thing = f"unit {row['unit_id']}" if row["unit_id"] else f"parcel {row['parcel_id']}" if row["parcel_id"] else ""
    steps = " ".join(f"{row[before] or '-'} > {row[after] or '-'}"
                     for before, after in (("from_stage", "to_stage"), ("from_place", "to_place")))
    parts = (str(row["id"]), moment_text(row["at"]), row["what"], thing, steps, row["by"], row["station"] or "")
    return "  ".join(part for part in parts if part)
