"""Debian's Chromium for pytest-playwright, whose own browsers cannot be downloaded everywhere.

A conftest.py takes it with `from tests.support.chromium import browser_type_launch_args`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

WHOLE = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same engine without what nobody sees: tests with a browser take three quarters of the time. It shows no PDF."""
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
         "--host-resolver-rules=MAP dock.test 127.0.0.1")  # an address that is no secure context


def launch_args(*, whole: bool = False) -> dict[str, Any]:
    """Arguments of playwright's chromium.launch(); raises RuntimeError where there is no Chromium.

    :param whole: not the shell, but all of Chromium
    """
    paths = WHOLE if whole else (SHELL, *WHOLE)
    program = next((path for path in paths if os.access(path, os.X_OK)), None)
    if program is None:
        raise RuntimeError("Chromium is missing; python3 scripts/doctor.py --test says how to get it")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": str(program), "args": [*QUIET, *as_root]}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """What pytest-playwright launches; the name is its own."""
    return launch_args()
