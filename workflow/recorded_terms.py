"""The policy as it was when an RMA was made, as plain JSON: later changes of the rules do not change old RMAs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from reference import reasons
from workflow.eligibility.judging import Judgement
from workflow.purchases import ReturnableLine


def of(asked: Iterable[tuple[Any, ReturnableLine, Judgement]], made_at: datetime) -> dict[str, Any]:
    """Every policy and law that was asked, and for each unit, in order, what they said."""
    asked = list(asked)
    return {
        "made_at": made_at.isoformat(),
        "policies": {line.policy.code: _plain(asdict(line.policy)) for _, line, _ in asked},
        "law": _plain(asdict(asked[0][1].law)),
        "units": [{"order_line_id": line.id, "policy": line.policy.code, "reason": wish.reason,
                   "counts_as_defect": reasons.reason(wish.reason).ebay_defect, **_said(judgement)}
                  for wish, line, judgement in asked],
    }


def _said(judgement: Judgement) -> dict[str, Any]:
    return _plain({
        "kind": judgement.kind.value if judgement.kind else None, "postage": judgement.postage,
        "fee_percent": judgement.fee_percent, "return_until": judgement.return_until,
        "withdrawal_until": judgement.withdrawal_until, "warranty_until": judgement.warranty_until,
        "guarantee_until": judgement.guarantee_until, "in_return_window": judgement.in_return_window,
        "in_warranty": judgement.in_warranty, "in_guarantee": judgement.in_guarantee,
        "objections": [objection.code for objection in judgement.objections],
    })


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
