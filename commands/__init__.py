"""The flask command line: a file per command, found by its name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

NAMES = ("migrate", "serve", "worker", "paper", "printers", "settings",
         "staff", "demo", "seed", "movements", "verify_log", "backup",
         "restore", "orders", "draw_lifecycle", "explain_code")


def init_app(app: Flask) -> None:
    """Add every command to `flask`."""
    for name in NAMES:
        if find_spec(f"commands.{name}"):
            app.cli.add_command(getattr(import_module(f"commands.{name}"), name))
