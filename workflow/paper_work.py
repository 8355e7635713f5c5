"""What the paper process has to do, read in one statement: it looks many times a second, and mostly in vain."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from workflow import ahead, print_jobs, printing, run_chunks
from workflow.transaction import reading


class Waiting(NamedTuple):
    """Whether a single paper, a label for a printer, a chunk of a print run or a box announced meanwhile is waiting;
    `newest` is the id of the newest box of all.
    """

    paper: bool
    label: bool
    run: bool
    announced: bool
    newest: int


def waiting(after: int) -> Waiting:
    """What waits now; boxes are those announced after the one with this id (`ahead.ask`)."""
    parts = (printing.waits(), print_jobs.waits_to_be_made(), run_chunks.waits(), ahead.newer_than(after))
    with reading() as connection:
        return Waiting(*connection.execute(sa.select(
            *(part.exists() for part in parts), ahead.newest().scalar_subquery())).one())
