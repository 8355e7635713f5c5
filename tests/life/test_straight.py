"""Statements that are taken apart once mean what SQLAlchemy's own would, on both engines."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import straight
from models.db import db, prepare_engine
from models.places import Station

STRANGE = "50 % of 'x' :y \\ %(z)s"
N = Station.__table__


def words(text: str) -> sa.Select:
    """A statement with a text and a list of its own, and one value that it is given."""
    return sa.select(N.c.name, N.c.kind, sa.literal(text).label("words")).where(
        N.c.name == sa.bindparam("name"), N.c.kind.in_(list(N.c.kind.type.enum_class))).order_by(N.c.id)


def test_its_own_values_are_written_out_as_they_are(either_app) -> None:
    with db.engine.connect() as connection:
        row = straight.first(connection, words, STRANGE, {"name": "dock-1"})
        assert row == connection.execute(words(STRANGE), {"name": "dock-1"}).one()
        assert row.words == STRANGE


def test_a_value_that_is_missing_and_an_error_of_the_driver_are_named(either_app) -> None:
    def nowhere(_what: None) -> sa.Select:
        return sa.select(sa.literal_column("1").label("one")).select_from(sa.table("nowhere"))

    with db.engine.connect() as connection:
        with pytest.raises(KeyError, match="name"):
            straight.rows(connection, words, STRANGE, {})
        with pytest.raises(sa.exc.DBAPIError, match="nowhere"):
            straight.rows(connection, nowhere, None, {})


def test_a_connection_is_opened_while_somebody_else_holds_the_file(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "busy.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.3, other.rollback).start()
    engine = sa.create_engine(f"sqlite:///{tmp_path}/busy.db", connect_args={"timeout": 0})
    prepare_engine(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 0
    engine.dispose()
