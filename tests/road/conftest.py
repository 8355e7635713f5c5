"""The real server with a mail server behind it, for the tests that go the whole road."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page

from tests.conftest import SECRET
from tests.support.server import Server
from tests.support.smtp import Mailbox

UNDO_SECONDS = "1"  # letters go out after it: a road would wait a minute for each


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def house(request: pytest.FixtureRequest, app: Flask, data_dir: Path, mailbox: Mailbox) -> Iterator[Server]:
    """`flask serve` with web processes, worker and paper; `app` looks into the same database.

    Its parameter, if it has one, is for how many seconds an act can be undone.
    """
    undo_seconds = getattr(request, "param", UNDO_SECONDS)
    settings = {"SECRET_KEY": SECRET, "RATE_LIMITS": "off", "SMTP_URL": mailbox.url, "UNDO_SECONDS": undo_seconds,
                "PUBLIC_URL": "http://127.0.0.1:1", "RETRY_SCALE": "0.01"}
    with Server(data_dir, settings=settings) as server:
        yield server


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in gloves has no mouse, no finger and no field to fill in."""
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("the screen was touched")

    for kind in (Page, Locator):
        for name in ("click", "tap", "fill", "check", "press"):
            monkeypatch.setattr(kind, name, never)
