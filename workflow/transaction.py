"""The only begin and commit.

`in_transaction(work)` opens one write transaction and does the work again as a whole when it lost a race.
`@act("kind")` makes a function a use case: one row in `act`, its movements, its undo, all or nothing. A use case
called inside another joins it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

import sqlalchemy as sa

from models import straight, together
from models.db import db
from models.together import OWN_BEGIN
from workflow.doing import Doing
from workflow.errors import Busy, Stale
from workflow.writerqueue import WriterQueue

T = TypeVar("T")
P = ParamSpec("P")

TRIES = 6
LOST_RACES = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock
UNIQUE = "23505"  # PostgreSQL: unique violation
SQLITE_UNIQUE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}

_connection: ContextVar[sa.Connection | None] = ContextVar("connection", default=None)
_doing: ContextVar[Doing | None] = ContextVar("doing", default=None)
acted: ContextVar[int | None] = ContextVar("acted", default=None)
_queues: dict[str, WriterQueue] = {}
lock_seconds = 4.0


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """A connection for reading; the open transaction's own when there is one."""
    inside = _connection.get()
    if inside is not None:
        yield inside
        return
    # Where a statement sees what is there, in a transaction or not, reading needs none.
    engine = db.engine if db.engine.dialect.name == "sqlite" else beginning_itself(db.engine)
    with engine.connect() as connection:
        yield connection


def in_transaction(work: Callable[[sa.Connection], T]) -> T:
    """Do `work` in one write transaction, or inside the one already open.

    Raises:
        Busy: the database could not be had within `lock_seconds`.
    """
    inside = _connection.get()
    if inside is not None:
        return work(inside)
    deadline = time.monotonic() + lock_seconds
    for attempt in range(TRIES):
        try:
            with _write_lock(db.engine, deadline):
                return _once(work, deadline)
        except Stale:
            pass
        except sa.exc.DBAPIError as error:
            _again_or_raise(error, attempt)
        time.sleep(random.uniform(0, 0.004) * 2 ** attempt)  # noqa: S311  who waits longer is no secret
    raise Busy


def _once(work: Callable[[sa.Connection], T], deadline: float) -> T:
    with beginning_itself(db.engine).connect() as connection:
        _begin(connection, deadline)
        token = _connection.set(connection)
        try:
            result = work(connection)
            together.finish(connection)
            return result
        except BaseException:
            together.forget(connection)
            connection.rollback()
            raise
        finally:
            _connection.reset(token)


@lru_cache(8)
def beginning_itself(engine: sa.Engine) -> sa.Engine:
    """The same engine for those who begin their transactions themselves."""
    return engine.execution_options(**{OWN_BEGIN: True})


def _begin(connection: sa.Connection, deadline: float) -> None:
    if connection.dialect.name != "sqlite":
        return
    while True:
        try:
            straight.say(connection, "BEGIN IMMEDIATE")
            return
        except sa.exc.OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            connection.rollback()
            if time.monotonic() > deadline:
                raise Busy from None


@contextmanager
def _write_lock(engine: sa.Engine, deadline: float) -> Iterator[None]:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    queue = _queues.setdefault(path, WriterQueue(path + ".writer"))
    with queue.turn(deadline):
        yield


def _again_or_raise(error: sa.exc.DBAPIError, attempt: int) -> None:
    """Return when doing it again may help: the other one has won, and will be seen this time.

    A taken unique key is either a race (two packers put one unit in; a number drawn twice), and gone the second time,
    or a mistake of ours, and there again.
    """
    state = getattr(error.orig, "sqlstate", None)
    if state in LOST_RACES or (_is_taken_key(error, state) and attempt < TRIES - 1):
        return
    if isinstance(error, sa.exc.OperationalError):
        raise Busy from error
    raise error


def _is_taken_key(error: sa.exc.DBAPIError, state: str | None) -> bool:
    return state == UNIQUE or getattr(error.orig, "sqlite_errorname", "") in SQLITE_UNIQUE


def act(kind: str, *, undoable: bool = True) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Make a function a use case. It gets a `Doing` as first argument and must be called with `by=`.

    Args:
        kind: what the act is called in the log, e.g. "unit.approved".
        undoable: False for what cannot be taken back (money that went, a parcel handed over).
    """

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @wraps(function)
        def use_case(*args: object, **kwargs: object) -> T:
            joined = _doing.get()
            if joined is not None:
                joined.undoable &= undoable
                return function(joined, *args, **kwargs)
            return in_transaction(lambda connection: _do(connection, function, kind, undoable, args, kwargs))

        return use_case

    return decorate


def _do(connection: sa.Connection, function: Callable[..., T], kind: str, undoable: bool,
        args: tuple, kwargs: dict) -> T:
    doing = Doing(connection, kind=kind, by=kwargs["by"], undoable=undoable)
    token = _doing.set(doing)
    try:
        result = function(doing, *args, **kwargs)
        doing.finish()
        acted.set(doing.act_id)
        return result
    finally:
        _doing.reset(token)
