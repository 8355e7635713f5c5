"""What scanners read is not kept for ever: it is emptied after SCAN_TEXT_DAYS, the scan itself stays. Where its card
says the text again, it is emptied there as well; our own numbers and words stay.

No movement and no hash holds it (workflow/chain.py: HASHED names the scan, not its text), so the chain of custody
still verifies. What a person still has to settle keeps its text until then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.exceptions import ScanException
from models.log import Scan
from models.numbers import PATTERN
from workflow import clock, installation
from workflow.recognising.recognising import recognise
from workflow.scanning import cleaning
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
    while rows := _next(last, before):
        _empty(rows)
        count, last = count + len(rows), rows[-1].id
    return count


def _next(after: int, before: datetime) -> list[sa.Row]:
    """Read beside the scans, which hold the writer's queue alone."""
    needed = sa.exists().where(E.c.scan_id == S.c.scan_id, E.c.settled_at.is_(None))
    with reading() as connection:
        return list(connection.execute(
            sa.select(S.c.id, S.c.raw, S.c.answer, S.c.open_now)
            .where(S.c.id > after, S.c.received_at < before, S.c.raw != EMPTIED, ~needed)
            .order_by(S.c.id).limit(AT_ONCE)))


def _empty(rows: list[sa.Row]) -> None:
    said = [told for row in rows if (told := _said_again(row))]

    def write(connection: sa.Connection) -> None:
        connection.execute(sa.update(S).where(S.c.id.in_([row.id for row in rows])).values(raw=EMPTIED))
        if said:
            connection.execute(sa.update(S).where(S.c.id == sa.bindparam("scan")).values(
                answer=sa.bindparam("card"), open_now=sa.bindparam("open")), said)

    in_transaction(write)


def _said_again(row: sa.Row) -> dict[str, Any] | None:
    """Card and memory of a scan without its text, if they hold it."""
    texts = _texts(row.raw)
    card, open_now = _without(row.answer, texts), _without(row.open_now, texts)
    return None if (card, open_now) == (row.answer, row.open_now) else {
        "scan": row.id, "card": card, "open": open_now}


def _texts(raw: str) -> set[str]:
    """The text as cards show it. A number of ours is printed by us and says nothing."""
    clean = cleaning.clean(raw)
    if PATTERN.match(cleaning.compact(clean)):
        return set()
    texts = {raw, raw.strip(), clean, recognise(raw).value}
    return {part for text in texts for part in (text, text[:60], text[:40]) if part}


def _without(value: Any, texts: set[str]) -> Any:
    if isinstance(value, str):
        return EMPTIED if value in texts else value
    if isinstance(value, list):
        return [_without(part, texts) for part in value]
    return {name: _without(part, texts) for name, part in value.items()} if isinstance(value, dict) else value
