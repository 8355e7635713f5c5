"""The real server for what happens on a tablet alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import SECRET
from tests.support.server import Server


@pytest.fixture
def house(app: Flask, data_dir: Path) -> Iterator[Server]:
    """`flask serve`; `app` looks into the same database."""
    with Server(data_dir, settings={"SECRET_KEY": SECRET, "RATE_LIMITS": "off"}) as server:
        yield server
