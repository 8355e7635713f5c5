"""`flask verify-log`: whether anybody changed, removed, added or reordered a movement."""

from __future__ import annotations

import sys

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from models.log import Movement
from workflow import verifying
from workflow.transaction import reading

M = Movement.__table__
MOST_SHOWN = 100


@click.command("verify-log")
@click.option("--head", "printed", metavar="COUNT:HASH", help="what an earlier run printed; a cut since then shows")
@with_appcontext
def verify_log(printed: str | None) -> None:
    """Check every movement, every link and every chain's end. Ends with 1 and names the row when something is wrong.

    Keep the printed head somewhere else: who can write to the database can also write a whole new log, and only a
    head that was kept elsewhere tells the two apart.
    """
    with reading() as connection:
        count, newest = verifying.printed_head(connection)
        found = list(_first(verifying.faults(connection)))
        if printed:
            found += cut_since(connection, printed)
    for fault in found:
        click.echo(fault, err=True)
    click.echo(f"{count} movements, head {count}:{newest}")
    if found:
        sys.exit(1)
    click.echo("The log is whole.")


def _first(faults):
    for number, fault in enumerate(faults, start=1):
        if number > MOST_SHOWN:
            yield f"and more; only the first {MOST_SHOWN} are shown"
            return
        yield fault


def cut_since(connection: sa.Connection, printed: str) -> list[str]:
    """What is missing since this head was printed; empty when nothing is.

    On PostgreSQL a movement with a lower id may be committed later, so that more than COUNT up to there is no fault.
    """
    count, _, newest = printed.partition(":")
    if not count.isdigit():
        raise click.BadParameter("write it as it was printed, COUNT:HASH", param_hint="--head")
    if count == "0":
        return []
    row_id = connection.execute(sa.select(M.c.id).where(M.c.hash == newest).order_by(M.c.id.desc()).limit(1)).scalar()
    if row_id is None:
        return [f"the movement with the hash {newest}, which was the newest of {count}, is gone or was changed"]
    until = connection.execute(sa.select(sa.func.count()).select_from(M).where(M.c.id <= row_id)).scalar_one()
    if until < int(count):
        return [f"up to movement {row_id} there were {count} movements, now there are {until}"]
    return []
