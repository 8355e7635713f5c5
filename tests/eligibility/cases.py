"""One honest case, from which every test changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from reference import policies, reasons
from workflow.eligibility.case import Case

TODAY = date(2026, 11, 22)


def case(*, delivered_days_ago: int | None = 5, reason: str = "changed_mind", country: str = "DE",
         policy: dict[str, Any] | None = None, law: dict[str, Any] | None = None, **changes: Any) -> Case:
    """A kettle, delivered five days ago to Germany, of which the customer has changed the mind."""
    delivered = None if delivered_days_ago is None else TODAY - timedelta(days=delivered_days_ago)
    values = {"warranty_months": 24, "repairable": True, "wanted": "refund", **changes}
    return Case(reason=reasons.reason(reason), today=TODAY, delivered_on=delivered,
                policy=replace(policies.policy_for(country, "shop", "toy", TODAY), **policy or {}),
                law=replace(policies.law_of(country), **law or {}), **values)
