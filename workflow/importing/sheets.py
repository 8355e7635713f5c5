"""CSV that a spreadsheet shows and never runs: errors of an import, and an empty file to fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from workflow.errors import NotFound
from workflow.importing.batches import Batch
from workflow.importing.kinds import OFFERED
from workflow.importing.values import guarded
from workflow.sentences import Sentence, say

BOM = "\ufeff"


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with a mark at its start, as spreadsheets want it. Numbers stay numbers, text stays text."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows([safe(value) for value in row] for row in rows)
    return (BOM + file.getvalue()).encode()


def safe(value: object) -> object:
    """A cell that no spreadsheet runs; what is no text is left as it is."""
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value


def errors(batch: Batch, text: Callable[[Sentence], str]) -> bytes:
    """What could not be taken, line by line, in the reader's language."""
    return write(("line", "error"), ((fault.line, text(fault.sentence)) for fault in batch.faults))


def empty(kind: str) -> bytes:
    """The columns of a kind of file with one row of examples.

    Raises:
        NotFound: there is no such kind of CSV.
    """
    columns = OFFERED[kind].columns if kind in OFFERED else ()
    if not columns:
        raise NotFound(say("There is no such file."))
    return write([column.name for column in columns], [[column.example for column in columns]])
