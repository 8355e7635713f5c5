"""The processes that work later: `flask worker` and `flask paper`, alone or below `flask serve`.

Each job module has run(stop), which works until the threading.Event `stop` is set. The module is imported only here,
because web processes must never load WeasyPrint.
"""

from __future__ import annotations

import importlib
import os
import threading

from flask import Flask

from commands.lifeline import listen_for_stop
from commands.process import CHILD_SECONDS

POLITE = 10
"""How far behind the web processes: on a busy machine somebody with a scanner goes first."""


def serve_job(module: str, app: Flask, lifeline: int) -> None:
    """Run `module` until told to stop or until `lifeline` closes."""
    stop = listen_for_stop(lifeline=lifeline, hard_seconds=CHILD_SECONDS)
    os.nice(POLITE)
    work(module, app, stop)


def work(module: str, app: Flask, stop: threading.Event) -> None:
    """Run `module` in a context of `app` until `stop`."""
    with app.app_context():
        importlib.import_module(module).run(stop)
