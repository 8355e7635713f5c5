"""Two people at one shelf, on SQLite and on PostgreSQL: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from models.lifecycle import Found, PlaceKind
from tests.packing import roads
from tests.shelving.stock import counts, findings, lying, place_of, shelf
from tests.support.tablets import TabletAt
from workflow import verifying
from workflow.scanning.commands import Command
from workflow.transaction import reading


def _both(app: Flask, tablets: list[TabletAt], *codes: str | Command) -> list[str]:
    """Each tablet scans its code at the same moment; the titles of the two cards."""
    def scan(tablet: TabletAt, code: str | Command) -> str:
        with app.app_context():
            return str(tablet.scan(code).title)

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(scan, tablets, codes))


@pytest.fixture
def tablets(either_app: Flask) -> list[TabletAt]:
    return [TabletAt("walt", "shelf-1"), TabletAt("lena", "shelf-1")]


def test_one_unit_put_on_two_shelves_lies_on_one_and_the_log_is_whole(either_app: Flask,
                                                                     tablets: list[TabletAt]) -> None:
    road = roads.arrived()
    for tablet in tablets:
        tablet.scan(road.tags[0])
    assert _both(either_app, tablets, shelf("A-01").code, shelf("A-02").code) == ["Put away", "Put away"]
    assert place_of(road.ids[0]) in [(PlaceKind.SHELF, shelf(name).id) for name in ("A-01", "A-02")]
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_two_who_begin_to_count_begin_one_count(either_app: Flask, tablets: list[TabletAt]) -> None:
    road = lying("A-01")
    for tablet in tablets:
        tablet.scan(shelf("A-01").code)
    assert _both(either_app, tablets, Command.COUNT, Command.COUNT) == ["Count begun", "Count goes on"]
    assert _both(either_app, tablets, road.tags[0], road.tags[0]) == ["Counted", "Counted already"]
    assert len(counts()) == 1
    assert findings(counts()[0].id) == {Found.THERE: 1}
