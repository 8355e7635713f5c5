"""A PostgreSQL cursor that says of its columns only what is asked: name and type.

psycopg builds an object per column and result, also for sizes and precisions that nobody reads; on the scan's path
that was a twentieth of all work.
"""

from __future__ import annotations

import psycopg

ColumnDescription = tuple[str, int, None, None, None, None, None]


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
