"""The real server, for the tests that go a whole road."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page

from tests.conftest import _open
from tests.support.server import Server
from tests.support.standing import Standing


@pytest.fixture
def app(standing: Standing) -> Iterator[Flask]:
    """Looks into the database of `house`, which is as prepared."""
    standing.put_back()
    yield from _open(standing.app)


@pytest.fixture
def house(app: Flask, standing: Standing) -> Server:
    """`flask serve` with web processes, worker and paper."""
    return standing.server


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in gloves has no mouse, no finger and no field to fill in."""
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("the screen was touched")

    for kind in (Page, Locator):
        for name in ("click", "tap", "fill", "check", "press"):
            monkeypatch.setattr(kind, name, never)
