"""Writes that are sent together: what they owe comes out before anything is read and before the commit."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from psycopg import _queries

from models import together, writes
from models.catalogue import Product
from models.places import Station
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import stations
from workflow.errors import Stale
from workflow.transaction import in_transaction, reading

S, P = Station.__table__, Product.__table__


def name_of(station_id: int) -> str:
    with reading() as connection:
        return connection.execute(sa.select(S.c.name).where(S.c.id == station_id)).scalar_one()


def test_a_write_is_seen_by_the_next_read_of_its_transaction(either_app) -> None:
    station = stations.by_name("dock-1")

    def work(connection: sa.Connection) -> str:
        writes.change(connection, S, station.id, {"name": "dock-7"}, name="dock-1")
        return connection.execute(sa.select(S.c.name).where(S.c.id == station.id)).scalar_one()

    assert in_transaction(work) == "dock-7"
    assert name_of(station.id) == "dock-7"


def test_a_lost_race_does_the_whole_work_again(either_app) -> None:
    station, tries = stations.by_name("dock-1"), []

    def work(connection: sa.Connection) -> None:
        tries.append(1)
        writes.change(connection, S, station.id, {"name": "dock-8"}, name="dock-1" if len(tries) > 1 else "gone")

    in_transaction(work)
    assert (len(tries), name_of(station.id)) == (2, "dock-8")


def test_what_was_sent_goes_with_the_rest(either_app) -> None:
    station = stations.by_name("dock-1")

    def work(connection: sa.Connection) -> None:
        writes.change(connection, S, station.id, {"name": "dock-9"}, name="dock-1")
        raise RuntimeError("a mistake")

    with pytest.raises(RuntimeError):
        in_transaction(work)
    assert name_of(station.id) == "dock-1"
    in_transaction(lambda connection: writes.change(connection, S, station.id, {"name": "dock-6"}, name="dock-1"))
    assert name_of(station.id) == "dock-6"


def test_the_database_refuses_a_write_that_was_only_sent(either_app) -> None:
    thing = {"sku": "TWICE", "name": "Twice", "category": "toy", "price_minor": 1, "currency": "EUR"}

    def work(connection: sa.Connection) -> None:
        writes.add_all(connection, P, [thing])
        writes.add_all(connection, P, [thing])

    with pytest.raises(sa.exc.IntegrityError):
        in_transaction(work)
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(P).where(P.c.sku == "TWICE")).scalar() == 0


def test_several_rows_must_all_be_what_they_were(either_app) -> None:
    ids = [stations.by_name(name).id for name in ("dock-1", "bench-1")]

    def work(connection: sa.Connection) -> None:
        writes.change(connection, S, ids, {"kind": "check"}, kind="dock")
        together.settle(connection)

    with reading() as connection, pytest.raises(Stale):
        work(connection)


def test_a_row_that_goes_with_others_has_its_defaults(either_app) -> None:
    station = stations.by_name("dock-1")

    def work(connection: sa.Connection) -> None:
        writes.add_all(connection, P, [{"sku": "PLAIN", "name": "Plain", "category": "toy"}])
        writes.change(connection, S, station.id, {"name": "dock-5"}, name="dock-1")

    in_transaction(work)
    with reading() as connection:
        found = connection.execute(sa.select(P.c.currency, P.c.accessories).where(P.c.sku == "PLAIN")).one()
    assert found == ("GBP", [])


def test_two_writes_to_one_table_follow_each_other(either_app) -> None:
    station = stations.by_name("dock-1")

    def work(connection: sa.Connection) -> None:
        writes.change(connection, S, station.id, {"name": "dock-5"}, name="dock-1")
        writes.change(connection, S, station.id, {"name": "dock-4"}, name="dock-5")

    in_transaction(work)
    assert name_of(station.id) == "dock-4"


@pytest.mark.parametrize("either_app", ["postgresql"], indirect=True)
def test_the_statement_of_an_act_is_taken_apart_once(either_app, monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant of the driver's own decides it (models/lean_cursor.py): a new version may do without it."""
    def anew(query: bytes, _encoding: str) -> None:
        raise AssertionError(f"taken apart once more: {query[:80]!r}")

    dock, rma = TabletAt("walt"), goods.announced()
    monkeypatch.setattr(_queries, "_query2pg_nocache", anew)
    assert str(dock.scan(rma.parcel).title) == "Received"
