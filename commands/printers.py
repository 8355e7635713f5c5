"""`flask printers`: the printers' process alone, where web processes run elsewhere."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from commands.worker_process import work


@click.command("printers")
@with_appcontext
def printers() -> None:
    """Send labels to the printers that PRINTER_HOSTS allows, until stopped."""
    work("jobs.printers", current_app._get_current_object())
