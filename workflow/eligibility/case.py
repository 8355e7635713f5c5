"""What a rule may know about one unit that a customer wants to send back. Plain facts, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.lifecycle import RmaKind
from reference.policies import Law, Policy
from reference.reasons import Reason

WRONG_WITH_IT = {"not_what_i_ordered", "damaged", "faulty", "incomplete", "safety"}


@dataclass(frozen=True)
class Case:
    """One unit, the reason given for it and the terms of its sale.

    `delivered_on` and `today` are days in the time zone of the shop; `delivered_on` is None until it is known.
    `asked` is the kind of RMA that was asked for by name (a withdrawal), None when the rules choose.
    `warranty_end` is the device's own, when one is on file. `opened` is None when nobody asked.
    """

    reason: Reason
    policy: Policy
    law: Law
    today: date
    delivered_on: date | None
    warranty_months: int
    warranty_end: date | None = None
    final_sale: bool = False
    repairable: bool = False
    asked: RmaKind | None = None
    wanted: str = ""
    description: str = ""
    photos: int = 0
    opened: bool | None = None

    @property
    def is_fault(self) -> bool:
        """Something is wrong with the goods: the law's guarantee and the warranty are about this."""
        return self.reason.parent in WRONG_WITH_IT
