"""UNDO: what a tablet's person did last is taken back within a minute between the two scans; later it is the lead's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.lifecycle import ParcelState
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command

SOON, A_MINUTE, TOO_LATE = timedelta(seconds=59), timedelta(seconds=60), timedelta(seconds=61)


@pytest.fixture
def dock(app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def scan(dock: TabletAt, code: str | Command, *, behind: timedelta = timedelta(), on_its_way: timedelta = timedelta(),
         re: str | None = None) -> Answer:
    """Scan as the page does, with the times of the tablet's clock. `behind`: how much that clock is slow."""
    arrives = dock.moment + timedelta(seconds=1) - behind
    return dock.take(code, ticket=dock.ticket, re=re, scanned_at=arrives - on_its_way, sent_at=arrives).answer


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (A_MINUTE, "ok"), (TOO_LATE, "refused")])
def test_a_minute_between_the_two_scans(dock: TabletAt, later: timedelta, result: str) -> None:
    rma = goods.announced()
    scan(dock, rma.parcel)
    dock.moment += later - timedelta(seconds=1)
    assert scan(dock, Command.UNDO).result == result
    left = ParcelState.ANNOUNCED if result == "ok" else ParcelState.RECEIVED
    assert goods.parcel(rma.parcel_id).state is left


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (TOO_LATE, "refused")])
def test_an_undo_that_was_long_on_its_way(dock: TabletAt, later: timedelta, result: str) -> None:
    """Scanned in time, it counts, although the network brought it five minutes after."""
    scan(dock, goods.announced().parcel)
    card, on_its_way = dock.last_scan, timedelta(minutes=5)
    dock.moment += later + on_its_way - timedelta(seconds=1)
    assert scan(dock, Command.UNDO, on_its_way=on_its_way, re=card).result == result


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (TOO_LATE, "refused")])
def test_a_scan_that_was_long_on_its_way(dock: TabletAt, later: timedelta, result: str) -> None:
    """Delivered just now, but made fifty seconds ago: the minute began then."""
    scan(dock, goods.announced().parcel, on_its_way=timedelta(seconds=50))
    dock.moment += later - timedelta(seconds=51)
    assert scan(dock, Command.UNDO, re=dock.last_scan).result == result


def test_the_tablets_clock_may_be_wrong_and_put_right_meanwhile(dock: TabletAt) -> None:
    rma = goods.announced()
    scan(dock, rma.parcel, behind=timedelta(hours=5))
    assert scan(dock, Command.UNDO).result == "ok"
    scan(dock, rma.parcel)
    assert scan(dock, Command.UNDO, behind=timedelta(hours=-3)).result == "ok"


def test_ten_minutes_between_the_two_scans_but_delivered_one_after_the_other(dock: TabletAt) -> None:
    scan(dock, goods.announced().parcel, on_its_way=timedelta(minutes=10))
    assert scan(dock, Command.UNDO, re=dock.last_scan).result == "refused"
