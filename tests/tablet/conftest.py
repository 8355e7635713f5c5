"""The real server for what happens on a tablet alone."""

from __future__ import annotations

from tests.road.conftest import app, house

__all__ = ["app", "house"]
