"""The dock with Walt at it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support import goods
from tests.support.tablets import TabletAt


@pytest.fixture
def dock(app: Flask) -> TabletAt:
    """On SQLite. A file whose tests ask both engines, or announce something else, has its own."""
    goods.announced()  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt")
