"""The processes that work later: `flask worker` and `flask paper`, alone or below `flask serve`.

Each job module has run(stop), which works until the threading.Event `stop` is set, and may have warm() for what takes
long the first time. The module is imported only here, because web processes must never load WeasyPrint.
"""

from __future__ import annotations

import importlib
import os

from flask import Flask

from commands.lifeline import listen_for_stop
from commands.process import CHILD_SECONDS

POLITE = 10
"""How far behind the web processes: on a busy machine somebody with a scanner goes first."""


def serve_job(module: str, app: Flask, lifeline: int) -> None:
    """Run `module` until told to stop or until `lifeline` closes."""
    os.nice(POLITE)
    work(module, app, lifeline)


def work(module: str, app: Flask, lifeline: int | None = None) -> None:
    """Run `module` in a context of `app` until told to stop or until `lifeline` closes.

    Only what is ready listens for a stop. Before, a signal ends it at once, as nothing is under way that had to be
    brought to an end: on a busy machine WeasyPrint with its fonts may take longer to load than a stop has time.
    """
    with app.app_context():
        job = importlib.import_module(module)
        if hasattr(job, "warm"):
            job.warm()
        job.run(listen_for_stop(lifeline=lifeline, hard_seconds=CHILD_SECONDS))
