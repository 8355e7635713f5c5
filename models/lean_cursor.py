"""A PostgreSQL cursor that says of its columns only what is asked: name and type.

psycopg builds an object per column and result, also for sizes and precisions that nobody reads; on the scan's path
that was a twentieth of all work. The columns of a text with these types are described once: no statement of ours leaves
their names to the table (`*`), and none holds two.
"""

from __future__ import annotations

import psycopg
from psycopg import _queries

ColumnDescription = tuple[str, int, None, None, None, None, None]
_described: dict[tuple[str, tuple[int, ...]], list[ColumnDescription]] = {}
MOST_DESCRIBED = 1000


# psycopg remembers how it took a statement apart only up to 50 values. The writes of an act are one statement of up to
# 70 (models/together.py), always the same few: taking them apart anew was a fortieth of a scan in the web process.
_queries.MAX_CACHED_STATEMENT_PARAMS = 100
# Nor above 4 KB: the read of a box, with all that may still come in it, is 5 to 9.
_queries.MAX_CACHED_STATEMENT_LENGTH = 16_384


class LeanCursor(psycopg.Cursor):
    """A cursor whose `description` is the plain seven of PEP 249."""

    @property
    def description(self) -> list[ColumnDescription] | None:
        """Name and type of each column; None when the statement returns no rows."""
        result = self.pgresult
        if not result or not result.nfields:
            return None
        if not isinstance(self._last_query, str):
            return self._describe(result)
        # Not psycopg's own `_query`: of a statement that it has prepared, which is any after five times, that is None.
        asked = self._last_query, tuple([result.ftype(place) for place in range(result.nfields)])
        found = _described.get(asked)
        if found is None:
            if len(_described) >= MOST_DESCRIBED:
                _described.clear()
            found = _described[asked] = self._describe(result)
        return found

    @staticmethod
    def _describe(result: psycopg.pq.abc.PGresult) -> list[ColumnDescription]:
        return [((result.fname(index) or b"").decode(), result.ftype(index), None, None, None, None, None)
                for index in range(result.nfields)]
