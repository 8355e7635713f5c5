"""What scanners read is not kept for ever: it is emptied after SCAN_TEXT_DAYS, the scan itself stays.

No movement and no hash holds it (workflow/chain.py: HASHED names the scan, not its text), so the chain of custody
still verifies. What a person still has to settle keeps its text until then.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from models.exceptions import ScanException
from models.log import Scan
from workflow import clock, installation
from workflow.transaction import in_transaction, reading

S, E = Scan.__table__, ScanException.__table__
EMPTIED = ""
AT_ONCE = 500  # nobody who scans waits longer than for so many rows


def forget_old_texts() -> int:
    """Empty the raw text of all scans that are older than the setting. Returns how many were emptied now."""
    days = installation.settings().scan_text_days
    if not days:
        return 0
    before, count, last = clock.now() - timedelta(days=days), 0, 0
    while ids := _next(last, before):
        _empty(ids)
        count, last = count + len(ids), ids[-1]
    return count


def _next(after: int, before: datetime) -> list[int]:
    """Read beside the scans, which hold the writer's queue alone."""
    needed = sa.exists().where(E.c.scan_id == S.c.scan_id, E.c.settled_at.is_(None))
    with reading() as connection:
        return list(connection.execute(
            sa.select(S.c.id).where(S.c.id > after, S.c.received_at < before, S.c.raw != EMPTIED, ~needed)
            .order_by(S.c.id).limit(AT_ONCE)).scalars())


def _empty(ids: list[int]) -> None:
    in_transaction(lambda connection: connection.execute(sa.update(S).where(S.c.id.in_(ids)).values(raw=EMPTIED)))
