"""A job of a few lines: writes into the file TINY_JOB what it is doing, in an application's context."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from flask import current_app


def run(stop: threading.Event) -> None:
    assert current_app.name
    note = Path(os.environ["TINY_JOB"])
    note.write_text("working")
    stop.wait()
    note.write_text("ended in order")
