"""An RMA closes by itself when its last act is done. The customer is told once, by the act that closed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from models.lifecycle import RmaStatus

if TYPE_CHECKING:
    from workflow.doing import Doing
    from workflow.statuses import Facts


def tell(doing: Doing, facts: Iterable[Facts]) -> None:
    """Note which RMAs this act closes. An act with a letter of its own says it there, others send "closed".

    Declined, cancelled and expired ones have letters of their own. An undo tells nobody anything and does not ask here.
    """
    closed = [fact.id for fact in facts if fact.new_status is RmaStatus.CLOSED and fact.status is not RmaStatus.CLOSED]
    if not closed:
        return
    doing.data = {**doing.data, "closed_rma_ids": closed}
    if not doing.letters:
        doing.letters = True
        doing.data = {**doing.data, "letter": "closed", "rma_id": closed[0]}
