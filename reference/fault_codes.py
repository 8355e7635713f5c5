"""Fault codes: what was wrong, from what cause, and who answers for it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reference.tables import Text, csv_rows, is_yes, text_of

PARTIES: tuple[str, ...] = ("maker", "carrier", "warehouse", "customer", "none")
NO_CAUSE = "none"


@dataclass(frozen=True)
class FaultCode:
    """One fault. `cause_text` is None where nothing was wrong; `party` is one of PARTIES, as first assumption."""

    code: str
    cause: str
    party: str
    no_fault_found: bool
    text: Text
    cause_text: Text | None


@cache
def fault_codes() -> Mapping[str, FaultCode]:
    """Every fault code, by code. Raises KeyError where one names a cause that is not in the list of causes."""
    causes = {row["code"]: text_of(row) for row in csv_rows("fault_causes.csv")}
    return {row["code"]: FaultCode(code=row["code"], cause=row["cause"], party=row["party"],
                                   no_fault_found=is_yes(row["no_fault_found"]), text=text_of(row),
                                   cause_text=None if row["cause"] == NO_CAUSE else causes[row["cause"]])
            for row in csv_rows("fault_codes.csv")}
