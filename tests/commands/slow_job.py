"""A job that takes long to begin: writes into the file TINY_JOB how far it is."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

NOTE = Path(os.environ["TINY_JOB"])


def warm() -> None:
    NOTE.write_text("getting ready")
    time.sleep(30)


def run(_stop: threading.Event) -> None:
    NOTE.write_text("working")
