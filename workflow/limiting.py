"""How often something may be tried, counted in the database, so that all processes count together."""

from __future__ import annotations

import time

import sqlalchemy as sa

from workflow import installation
from workflow.errors import TooOften
from workflow.transaction import in_transaction

_HIT = sa.text("""
INSERT INTO rate_window (key, hits, expires_at) VALUES (:key, 1, :until)
ON CONFLICT (key) DO UPDATE SET
  hits = CASE WHEN rate_window.expires_at < :now THEN 1 ELSE rate_window.hits + 1 END,
  expires_at = CASE WHEN rate_window.expires_at < :now THEN :until ELSE rate_window.expires_at END
RETURNING hits, expires_at
""")


def hit(what: str, subject: str, *, limit: int, seconds: int) -> None:
    """Count one try of `what` by `subject` (an address, a login).

    Raises:
        TooOften: more than `limit` tries within `seconds`.
    """
    if installation.settings().rate_limits == "off":
        return
    now = time.time()
    values = {"key": f"{what}:{subject}"[:200], "now": now, "until": now + seconds}
    row = in_transaction(lambda connection: connection.execute(_HIT, values).one())
    if row.hits > limit:
        raise TooOften(max(1, round(row.expires_at - now)))


def forget(what: str, subject: str) -> None:
    """Start counting anew, after an honest success."""
    in_transaction(lambda connection: connection.execute(
        sa.text("DELETE FROM rate_window WHERE key = :key"), {"key": f"{what}:{subject}"[:200]}))
