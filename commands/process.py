"""What the processes below `flask serve` have in common: their command line and their times."""

from __future__ import annotations

import argparse
import threading

from flask import Flask
from flask.cli import ScriptInfo

from commands.lifeline import listen_for_stop

DRAIN_SECONDS = 8.0
"""Requests in hand get this long to end."""
CHILD_SECONDS = 8.7
"""A child that is told to stop is gone after this, by force if need be."""
KILL_SECONDS = 9.2
"""When the supervisor kills what is still there; the whole must be down in less than 10 s."""


def arguments(*names: str) -> argparse.ArgumentParser:
    """A parser of the options that every child takes, and of `names` before them."""
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(name)
    parser.add_argument("--app", required=True, help="import path of the application, as for flask --app")
    parser.add_argument("--lifeline", type=int, required=True, help="file number that closes when the parent ends")
    return parser


def begin(options: argparse.Namespace) -> tuple[threading.Event, Flask]:
    """The stop event, listening before the slow import, and the application."""
    stop = listen_for_stop(lifeline=options.lifeline, hard_seconds=CHILD_SECONDS)
    return stop, ScriptInfo(app_import_path=options.app).load_app()
