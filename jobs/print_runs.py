"""Print runs, a chunk at a time: what cannot be printed is noted and left out, the rest is one file at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from typing import TypeVar

import structlog

from jobs import thermal
from jobs.making import Made, sentence
from labels import document, zpl
from labels.errors import PaperError
from workflow import print_runs, run_chunks, storage
from workflow.print_runs import Failure, Run
from workflow.run_chunks import Wanted
from workflow.sentences import say

log = structlog.get_logger()
T = TypeVar("T")
NOT_THERE = say("There is nothing to print here yet.")


def make_next_chunk(made: Made) -> bool:
    """Make one chunk of one run, or put the file of a run together. False when no run waits."""
    run = run_chunks.lease_next() if run_chunks.anything_waits() else None
    if run is None:
        return False
    try:
        if not run.next_numbers:
            _put_together(run)
        elif run.dpi is None:
            _make_pages(run, made)
        else:
            _make_labels(run, made)
    except Exception:
        log.exception("print_runs.failed", run=run.id, kind=run.kind)
        run_chunks.release(run)
    return True


def _make_pages(run: Run, made: Made) -> None:
    def pages(group: Sequence[Wanted]) -> bytes:
        return made(run.kind, [sheet for each in group for sheet in each.sheets], group[0].language)

    wanted, failures = _next(run)
    parts = list(_in_groups(wanted, pages, failures))
    if parts:
        storage.put(run_chunks.part_key(run, run.parts), document.merged([content for _group, content in parts]))
    run_chunks.chunk_made(run, sheets=_count(group for group, _content in parts), failures=failures,
                          has_part=bool(parts))


def _make_labels(run: Run, made: Made) -> None:
    """ZPL of one chunk: a piece of the file, or a label for each number on its way to the printer."""
    wanted, failures = _next(run)
    labels: list[tuple[Wanted, bytes]] = []
    for group, contents in _in_groups(wanted, partial(_zpl, run, made), failures):
        labels += zip(group, contents, strict=True)
    if run.printer_id is None and labels:
        storage.put(run_chunks.part_key(run, run.parts), b"".join(content for _wanted, content in labels))
    sent = [(each, run_chunks.label_key(run, each)) for each, _content in labels] if run.printer_id else []
    for (_each, key), (_same, content) in zip(sent, labels, strict=False):
        storage.put(key, content)
    run_chunks.chunk_made(run, sheets=_count([[each for each, _content in labels]]), failures=failures,
                          has_part=bool(labels) and run.printer_id is None, labels=sent)


def _zpl(run: Run, made: Made, group: Sequence[Wanted]) -> list[bytes]:
    """The labels of each number: as text where the printer has the letters, else as pictures of pages made at once."""
    texts = [thermal.text(run.kind, each.sheets, each.language, run.dpi) for each in group]
    drawn = [each for each, text in zip(group, texts, strict=True) if text is None]
    pages = iter(())
    if drawn:
        pages = zpl.pages(made(run.kind, [sheet for each in drawn for sheet in each.sheets], drawn[0].language,
                               run.dpi), run.dpi)
    return [text if text is not None else b"".join(islice(pages, len(each.sheets)))
            for each, text in zip(group, texts, strict=True)]


def _next(run: Run) -> tuple[list[Wanted], list[Failure]]:
    """What stands on the next sheets, and of which numbers there are none."""
    wanted = run_chunks.values(run)
    return ([each for each in wanted if each.sheets],
            [Failure(each.number, each.why or NOT_THERE) for each in wanted if not each.sheets])


def _in_groups(wanted: Sequence[Wanted], make: Callable[[Sequence[Wanted]], T],
               failures: list[Failure]) -> Iterator[tuple[Sequence[Wanted], T]]:
    """What is made of numbers in one language at once. What cannot be printed is added to the failures."""
    for _language, group in groupby(wanted, key=lambda each: each.language):
        yield from _made(list(group), make, failures)


def _made(group: Sequence[Wanted], make: Callable[[Sequence[Wanted]], T],
          failures: list[Failure]) -> list[tuple[Sequence[Wanted], T]]:
    """Where one cannot be printed, each half is tried by itself: one bad name among 25 costs five tries, not 25."""
    try:
        return [(group, make(group))]
    except PaperError as error:
        if len(group) == 1:
            failures.append(Failure(group[0].number, sentence(error)))
            return []
    middle = len(group) // 2
    return [*_made(group[:middle], make, failures), *_made(group[middle:], make, failures)]


def _count(groups: Sequence[Sequence[Wanted]] | Iterator[Sequence[Wanted]]) -> int:
    return sum(len(each.sheets) for group in groups for each in group)


def _put_together(run: Run) -> None:
    keys = [run_chunks.part_key(run, number) for number in range(run.parts)]
    if not keys:
        run_chunks.finish(run, storage_key=None)
        return
    whole = f"runs/{run.id}/all.{run.ending}"
    if run.ending == print_runs.PDF:
        storage.put(whole, document.merged([storage.get(key) for key in keys]))
    else:
        storage.join(whole, keys)
    run_chunks.finish(run, storage_key=whole)
    for key in keys:
        storage.delete(key)
