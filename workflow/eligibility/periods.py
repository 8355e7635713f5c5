"""Until which day what holds. A period of n days or months ends with the n-th day after the day of delivery."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from workflow.eligibility.case import Case


def return_until(case: Case) -> date | None:
    """The last day of the shop's return window; None while the delivery is not known."""
    return _days(case.delivered_on, case.policy.return_days)


def withdrawal_until(case: Case) -> date | None:
    """The last day on which the law lets the customer withdraw; None while the delivery is not known."""
    return _days(case.delivered_on, case.law.withdrawal_days)


def warranty_until(case: Case) -> date | None:
    """The last day of the shop's warranty: the device's own day goes before the product's months."""
    return case.warranty_end or add_months(case.delivered_on, case.warranty_months)


def guarantee_until(case: Case) -> date | None:
    """The last day of what the law gives against faults."""
    return add_months(case.delivered_on, case.law.guarantee_months)


def in_return_window(case: Case) -> bool:
    return case.policy.return_days > 0 and _runs(return_until(case), case.today)


def in_withdrawal_period(case: Case) -> bool:
    return case.law.withdrawal_days > 0 and _runs(withdrawal_until(case), case.today)


def in_warranty(case: Case) -> bool:
    return (case.warranty_months > 0 or case.warranty_end is not None) and _runs(warranty_until(case), case.today)


def in_guarantee(case: Case) -> bool:
    return case.law.guarantee_months > 0 and _runs(guarantee_until(case), case.today)


def add_months(start: date | None, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    if start is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _days(start: date | None, days: int) -> date | None:
    return start + timedelta(days=days) if start else None


def _runs(until: date | None, today: date) -> bool:
    """A period that has not begun has not ended."""
    return until is None or today <= until
