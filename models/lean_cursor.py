"""A PostgreSQL cursor that says of its columns only what is asked: name and type.

psycopg builds an object per column and result, also for sizes and precisions that nobody reads; on the scan's path
that was a twentieth of all work.
"""

from __future__ import annotations

import psycopg
from psycopg import _queries

ColumnDescription = tuple[str, int, None, None, None, None, None]


# psycopg remembers how it took a statement apart only up to 50 values. The writes of an act are one statement of up to
# 70 (models/together.py), always the same few: taking them apart anew was a fortieth of a scan in the web process.
_queries.MAX_CACHED_STATEMENT_PARAMS = 100


class LeanCursor(psycopg.Cursor):
    """A cursor whose `description` is the plain seven of PEP 249."""

    @property
    def description(self) -> list[ColumnDescription] | None:
        """Name and type of each column; None when the statement returns no rows."""
        result = self.pgresult
        if not result or not result.nfields:
            return None
        return [((result.fname(index) or b"").decode(), result.ftype(index), None, None, None, None, None)
                for index in range(result.nfields)]
