"""What the station's page counts: what this tablet did today, by the day of its site, and what is still expected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState
from models.parcels import Parcel
from models.places import Site
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import clock, moves, signing_in, stations, worklists
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning import protocol
from workflow.scanning.commands import Command
from workflow.transaction import act, in_transaction

SHANGHAI, NO_SUCH_PLACE = "Asia/Shanghai", "Atlantis/Capital"


def site_in(time_zone: str) -> None:
    in_transaction(lambda connection: connection.execute(sa.update(Site).values(time_zone=time_zone)))


def shown(dock: TabletAt) -> int | None:
    """The count on the page when it is opened now."""
    with clock.at(dock.moment):
        card = protocol.last_card(by=walt(dock), tablet_token=dock.token, station=dock.station)
    return card.today if card else None


def walt(dock: TabletAt) -> Actor:
    return signing_in.person(dock.session)


@pytest.mark.parametrize(("zone", "before", "after", "counts"), [
    (SHANGHAI, (30, 23), (1, 0), [1, 2]),  # 07:30 and 08:30 of one day
    (SHANGHAI, (30, 15), (30, 16), [1, 1]),  # 23:30 and 00:30 of the next
    ("Europe/Berlin", (30, 22), (30, 23), [1, 1]),
    (NO_SUCH_PLACE, (30, 23), (1, 0), [1, 1]),
])
def test_a_day_is_that_of_the_site(dock: TabletAt, zone: str, before: tuple, after: tuple, counts: list[int]) -> None:
    site_in(zone)
    found = []
    for day, hour in (before, after):
        month = 12 if day == 1 else 11
        dock.moment = datetime(2027, month, day, hour, 30, tzinfo=UTC)
        dock.sign_in("walt")
        dock.last_scan = None
        found.append(dock.take(goods.announced().parcel).today)
        assert shown(dock) == found[-1]
    assert found == counts


def test_undo_and_what_it_undid_count_as_nothing(dock: TabletAt) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    counts = [dock.take(code).today for code in (
        other.parcel, rma.parcel, Command.UNDO, rma.parcel, rma.skus[0], Command.UNDO, Command.UNDO, Command.UNDO)]
    assert counts == [1, 2, 1, 2, 3, 2, 1, 0]
    assert shown(dock) == 0
    assert dock.take(Command.UNDO).today == 0  # nothing to undo
    assert dock.take(rma.parcel).today == 1


def test_what_was_done_yesterday_does_not_count_today_when_it_is_undone(dock: TabletAt) -> None:
    site_in("UTC")
    dock.moment = datetime(2027, 5, 4, 23, 59, 40, tzinfo=UTC)
    dock.sign_in("walt")
    rma = goods.announced()
    assert dock.take(rma.parcel).today == 1
    dock.moment += timedelta(seconds=30)
    assert dock.take(goods.announced().parcel).today == 1
    dock.take(Command.UNDO)
    assert dock.take(Command.UNDO).today == 0


@act("test.moved")
def set_off(doing: Doing, *, parcel_id: int, to: ParcelState, by: Actor) -> None:
    parcel = doing.one(sa.select(Parcel.__table__).where(Parcel.__table__.c.id == parcel_id))
    moves.move_parcel(doing, parcel, to, what=f"parcel.{to.value}")


def test_the_dock_shows_what_is_still_expected(dock: TabletAt, client_as) -> None:
    """In the fixture one box is announced, beside these."""
    first, second, third = goods.announced(boxes=2), goods.announced(), goods.announced()
    set_off(parcel_id=first.parcel_id, to=ParcelState.MOVING, by=SYSTEM)
    set_off(parcel_id=second.parcel_id, to=ParcelState.MOVING, by=SYSTEM)
    set_off(parcel_id=second.parcel_id, to=ParcelState.DELIVERED, by=SYSTEM)
    dock.scan(third.parcel)
    assert expected("dock-1") == {"The carrier says delivered": 1, "On its way to us": 1, "Announced": 2}
    html = client_as("walt").page("/stations/dock-1")
    assert "Still expected" in html and "<span>Announced</span><b>2</b>" in html
    assert "Still expected" not in client_as("ina").page("/stations/inspection-1")


def test_another_houses_boxes_are_not_expected_here(dock: TabletAt) -> None:
    in_transaction(lambda connection: connection.execute(sa.insert(Site).values(
        id=7, code="XX", name="Other", company="x", street="x", city="x", postcode="x", country="DE",
        time_zone="UTC")))
    in_transaction(lambda connection: connection.execute(sa.update(Parcel).values(site_id=7)))
    assert set(expected("dock-1").values()) == {0}


def test_many_are_counted_up_to_a_thousand(dock: TabletAt, monkeypatch: pytest.MonkeyPatch, client_as) -> None:
    monkeypatch.setattr(worklists, "MOST_COUNTED", 1)
    goods.announced()
    assert "<span>Announced</span><b>1+</b>" in client_as("walt").page("/stations/dock-1")


def expected(station: str) -> dict[str, int]:
    return {str(words): count for words, count in worklists.expected(stations.by_name(station))}
