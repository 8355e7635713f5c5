"""What stands on the paper of a unit's chain of custody: staff by their code, customers not at all."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from workflow import clock, custody, history_words
from workflow.custody import Step, Words
from workflow.errors import NotFound
from workflow.sentences import Sentence


def sheets(connection: sa.Connection, unit_id: int, language: str) -> list[dict[str, Any]]:
    """One sheet, or none where there is no such unit. Words stay sentences until the paper is made."""
    try:
        found = custody.read(connection, unit_id, language)
    except NotFound:
        return []
    unit = found.unit
    return [{"tag": unit.tag or "", "product": unit.product or "", "sku": unit.sku or "",
             "serial": unit.serial_seen or "", "rma": unit.rma_number or "",
             "checked_on": clock.now().date().isoformat(), "verdict": found.verdict.as_data(),
             "whole": not found.faults, "faults": [fault.as_data() for fault in found.faults],
             "chains": [{"owner": link.owner, "count": link.count, "head": link.head, "partial": link.is_partial}
                        for link in found.links],
             "rows": [_row(step) for step in found.steps]}]


def _row(step: Step) -> dict[str, Any]:
    row = step.row
    return {"number": step.number, "at": step.at, "what": _data(step.what), "thing": step.thing,
            "detail": _data(step.detail), "source": [_data(words) for words in step.source if words],
            "target": [_data(words) for words in step.target if words], "by": _data(history_words.actor(step.code)),
            "station": row.station or "", "scan": row.scan_id or "", "hash": row.hash, "prev": row.prev,
            "fault": _data(step.fault) if step.fault else ""}


def _data(words: Words) -> Any:
    return words.as_data() if isinstance(words, Sentence) else words
