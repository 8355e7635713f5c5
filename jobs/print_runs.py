"""Print runs, a chunk at a time: what cannot be printed is noted and left out, the rest is one file at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import structlog

from labels import document
from labels.errors import PaperError
from workflow import print_runs, storage
from workflow.print_runs import Failure, Run, Wanted
from workflow.sentences import say

log = structlog.get_logger()
Maker = Callable[[list[dict[str, Any]], str], bytes]
NOT_THERE = say("There is nothing to print here yet.")


def make_next_chunk(makers: Mapping[str, Maker]) -> bool:
    """Make one chunk of one run, or put the file of a run together. False when no run waits."""
    run = print_runs.lease_next() if print_runs.anything_waits() else None
    if run is None:
        return False
    try:
        if run.next_numbers:
            _make_chunk(run, makers)
        else:
            _put_together(run)
    except Exception:
        log.exception("print_runs.failed", run=run.id, kind=run.kind)
        print_runs.release(run)
    return True


def _make_chunk(run: Run, makers: Mapping[str, Maker]) -> None:
    wanted = print_runs.values(run)
    failures = [Failure(each.number, each.why or NOT_THERE) for each in wanted if not each.sheets]
    pages: list[bytes] = []
    count = 0
    for language, group in groupby((each for each in wanted if each.sheets), key=lambda each: each.language):
        for each, content in _made(list(group), language, makers[run.kind], failures):
            pages.append(content)
            count += each
    if pages:
        storage.put(print_runs.part_key(run, run.parts), document.merged(pages))
    print_runs.chunk_made(run, sheets=count, failures=failures, has_part=bool(pages))


def _made(group: Sequence[Wanted], language: str, make: Maker, failures: list[Failure]) -> list[tuple[int, bytes]]:
    """The pages of a group, with how many sheets each file has. Where one cannot be printed, each half is tried by
    itself: one bad name among 25 costs five tries more, not 25.
    """
    try:
        return [(len(group), make([sheet for each in group for sheet in each.sheets], language))]
    except PaperError as error:
        if len(group) == 1:
            failures.append(Failure(group[0].number, str(error)))
            return []
    middle = len(group) // 2
    return [*_made(group[:middle], language, make, failures), *_made(group[middle:], language, make, failures)]


def _put_together(run: Run) -> None:
    keys = [print_runs.part_key(run, number) for number in range(run.parts)]
    if not keys:
        print_runs.finish(run, storage_key=None)
        return
    whole = f"runs/{run.id}/all.pdf"
    storage.put(whole, document.merged([storage.get(key) for key in keys]))
    print_runs.finish(run, storage_key=whole)
    for key in keys:
        storage.delete(key)
