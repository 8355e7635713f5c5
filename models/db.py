"""The one `db` object, the column types that refuse what the engines would lose, and the engine's set-up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column

from models import together
from models.lean_cursor import LeanCursor

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


class _SqliteMoment(sqlite.DATETIME):
    """The same text as SQLAlchemy's own, written and read by the language itself: a scan has a dozen of them."""

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], str | None]:
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[str | None], datetime | None]:
        return lambda text: None if text is None else datetime.fromisoformat(text)


class UtcTime(sa.TypeDecorator):
    """A moment. Stored in UTC; a time without a zone is refused, because nobody could say what it means."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine:
        return dialect.type_descriptor(_SqliteMoment() if dialect.name == "sqlite" else self.impl)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value if value.tzinfo is UTC else value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def word(kind: type[StrEnum], **options: object):
    """A column that holds one word of an enum, stored by its value. No CHECK: a new word is no migration."""
    column_type = sa.Enum(kind, native_enum=False, create_constraint=False, length=24,
                          values_callable=lambda words: [w.value for w in words])
    return mapped_column(column_type, **options)


def key():
    """A primary key that is never given out twice: undo may delete a row, and the log still names it."""
    return mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def ref(target: str, **options: object):
    """A foreign key with an index, because every one of them is followed from the other side."""
    options.setdefault("index", True)
    return mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey(target), **options)


def where_given(name: str, column: str) -> sa.Index:
    """An index without the rows in which this column is empty: each entry of an index is a page more to write."""
    given = sa.text(f"{column} IS NOT NULL")
    return sa.Index(name, column, sqlite_where=given, postgresql_where=given)


def tracked_id(**options: object):
    """The id of a thing that undo may delete again: no foreign key, the log must keep naming it."""
    return mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), **options)


def shared_id(target: str):
    """The id of a row that everybody's scans name and that is never deleted: `target`, "staff.id" say.

    No foreign key: PostgreSQL locks the row that one names, and eight tablets of one station did so with each scan.
    A trigger keeps the row instead (models/triggers.py, docs/decisions/0017).
    """
    return mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), info={"names": target})


AUTOINCREMENT = {"sqlite_autoincrement": True}


def engine_options(url: str, lock_seconds: float = 0) -> dict[str, object]:
    """Options for create_engine. Pools are per process. The connection last used is used next: its pages are in memory
    and its statements are planned.

    Args:
        lock_seconds: how long PostgreSQL lets a statement wait for a lock; 0 for ever. SQLite has the writer queue.
    """
    both = {"pool_use_lifo": True, "pool_size": 10, "max_overflow": 20,
            "pool_reset_on_return": None,  # a connection that is closed has rolled back what it had begun
            "json_serializer": json.JSONEncoder(separators=(",", ":")).encode}  # json.dumps makes one for each value
    if url.startswith("sqlite"):
        return {**both, "connect_args": {"timeout": 0, "check_same_thread": False}}
    return {**both, "pool_pre_ping": False, "pool_recycle": 1800,
            "connect_args": {"connect_timeout": 3, "cursor_factory": LeanCursor,
                             "options": f"-c lock_timeout={round(lock_seconds * 1000)}"}}


def prepare_engine(engine: sa.Engine) -> None:
    """No driver begins a transaction by itself: SQLite's lost 150 of 180 concurrent changes, PostgreSQL's asks and
    waits for those that only read. `own_begin`, an execution option, says that whoever connects begins where needed.

    SQLite has WAL, full sync and foreign keys on.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite:
        together.listen(engine)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(together.OWN_BEGIN) and "isolation_level" not in options:
            connection.exec_driver_sql("BEGIN")

    @sa.event.listens_for(engine, "connect")
    def connect(connection, _record) -> None:
        if is_sqlite:
            _prepare_sqlite(connection)
        else:
            connection.autocommit = True


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=4000")  # one that is opened waits; a write has the queue to wait in
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON",
                   "secure_delete=ON", "cache_size=-32000", "temp_store=MEMORY", "busy_timeout=0"):
        connection.execute(f"PRAGMA {pragma}")
