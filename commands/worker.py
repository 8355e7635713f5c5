"""`flask worker`: the worker process alone, where web processes run elsewhere."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from commands.worker_process import work


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send letters, reminders and whatever else is due, until stopped."""
    work("jobs.worker", current_app._get_current_object())
