"""`flask orders import`: orders, products and serial numbers out of a file, as the import page does it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext

from channels.readers import FILE_KINDS
from workflow.actors import SYSTEM
from workflow.errors import Refused
from workflow.importing import batches, kinds, running
from workflow.importing.batches import Batch
from workflow.importing.kinds import ENCODINGS

# Every process loads the commands: from here on worker and web know which files can be read, and by whom.
kinds.offer(FILE_KINDS)
STUCK_SECONDS, LOOK_SECONDS = 5.0, 0.1


@click.group("orders")
def orders() -> None:
    """Bring in orders, products and serial numbers."""


@orders.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(list(FILE_KINDS)), required=True, help="what the file holds")
@click.option("--dry-run", is_flag=True, help="only say what would happen")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="found out when left away")
@with_appcontext
def import_file(file: Path, kind: str, dry_run: bool, encoding: str | None) -> None:
    """Import FILE. Ends with 1 when something in it could not be taken; the rest is in."""
    try:
        batch_id = batches.start(kind=kind, file_name=file.name, content=file.read_bytes(), dry_run=dry_run,
                                 encoding=encoding or "", by=SYSTEM)
    except Refused as refusal:
        raise click.ClickException(str(refusal.sentence)) from None
    _report(batch := _run(batch_id))
    sys.exit(1 if batch.refused or batch.state != batches.DONE else 0)


def _run(batch_id: int) -> Batch:
    """Run it to its end. A worker of a running house may take it up as well: then look on, unless it gets stuck."""
    while (batch := running.run(batch_id, progress=_show if sys.stderr.isatty() else None)).is_open:
        moved = time.monotonic()
        while batch.is_open and time.monotonic() < moved + STUCK_SECONDS:
            time.sleep(LOOK_SECONDS)
            before, batch = batch.rows_done, batches.read(batch_id)
            moved = time.monotonic() if batch.rows_done != before else moved
    return batch


def _show(batch: Batch) -> None:
    click.echo(f"\r{batch.rows_done:,} of {batch.rows_total:,}", nl=False, err=True)


def _report(batch: Batch) -> None:
    for fault in batch.faults:
        click.echo(f"{'note, line' if fault.level == 'note' else 'line'} {fault.line}: {fault.sentence}", err=True)
    if batch.more_faults:
        click.echo(f"and {batch.more_faults} more", err=True)
    if batch.state == batches.FAILED:
        return
    would = "would be " if batch.dry_run else ""
    click.echo(f"{batch.kind}, read as {ENCODINGS[batch.encoding]}: {would}new {batch.rows_new}, {would}changed "
               f"{batch.rows_changed}, unchanged {batch.unchanged}, not taken {batch.refused}")
