"""Until when a thing is under warranty: its product's months, counted from the day the customer got it."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo


def warranty_end(delivered_at: datetime | None, months: int, time_zone: str = "UTC") -> date | None:
    """The last day; None while it has not been delivered. The day is the customer's own."""
    if delivered_at is None:
        return None
    day = delivered_at.astimezone(ZoneInfo(time_zone)).date()
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
