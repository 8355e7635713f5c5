"""`flask paper`: the paper process alone, where web processes run elsewhere."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from commands.worker_process import work


@click.command("paper")
@with_appcontext
def paper() -> None:
    """Render labels and documents, until stopped."""
    work("jobs.paper", current_app._get_current_object())
