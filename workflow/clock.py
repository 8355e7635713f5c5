"""The one clock. Use cases ask it, so that a demo of eight weeks and a test of a year end need no patching."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def day_at(moment: datetime, time_zone: str) -> date:
    """The day it is at that moment where this time zone is in use; of a zone that nobody knows, the day in UTC."""
    return moment.astimezone(_zone(time_zone)).date()


def iso_at(moment: datetime, time_zone: str) -> str:
    """The moment as ISO 8601 with the clock's time of this time zone, for paper; of a zone nobody knows in UTC."""
    return moment.astimezone(_zone(time_zone)).isoformat()


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def in_days(days: float) -> datetime:
    return now() + timedelta(days=days)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the use cases called inside believe that it is `moment` (aware)."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
