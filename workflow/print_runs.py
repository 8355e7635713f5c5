"""Many sheets at once: asked for by number, made in chunks by the paper process (run_chunks.py).

At the end they are one PDF, one file of ZPL for label printers of some dots per inch, or labels on their way to one
printer in the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.numbers import Prefix
from models.people import Staff
from models.printers import Printer, PrintJob
from models.printing import PrintRun
from workflow import clock, print_jobs, printers, run_numbers, run_refusals, storage
from workflow.actors import Actor
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import in_transaction, reading

N, S, P, J = (m.__table__ for m in (PrintRun, Staff, Printer, PrintJob))
WAITING, MAKING, DONE, CANCELLED, FAILED = "waiting", "making", "done", "cancelled", "failed"
OPEN = (WAITING, MAKING)
NOT_SENT = (print_jobs.CANCELLED, print_jobs.FAILED)
GOING = (print_jobs.WAITING, print_jobs.SENDING)
MOST_SHEETS = 500
CHUNK = 25
SHOWN = 20
PDF = "pdf"
DPIS = (203, 300)

# What may be printed in a run, what its numbers stand for, and what it is called.
OFFERED: dict[str, tuple[Prefix, Sentence]] = {
    "return_label_4x6": (Prefix.RMA, say("Return labels, 4 × 6 inch")),
    "return_label_a4": (Prefix.RMA, say("Return labels, A4 with instructions")),
    "return_label_a6": (Prefix.RMA, say("Return labels, A6")),
    "inside_slip": (Prefix.RMA, say("Slips for inside the box")),
    "unit_tag": (Prefix.TAG, say("Unit tags")),
    "shelf_label": (Prefix.SHELF, say("Shelf labels")),
}


@dataclass(frozen=True)
class Failure:
    """One number whose sheet could not be made, and the sentence that says why."""

    number: str
    why: Sentence | str

    @property
    def is_for_good(self) -> bool:
        """Whether printing it again could not help."""
        return run_refusals.is_for_good(self.why)


@dataclass(frozen=True)
class Run:
    """A run as it stands. `done` of `total` numbers are looked at; `sheets` came of them.

    `dpi` is that of the label printer it is made for, None for a PDF; `printer` is the one it goes to by itself: of
    its labels `cancelled` were stopped, by the run or one by one, `sent` are printed or on their way, `going` of these
    not printed yet, and `to_look_at` came out nobody knows how, or not at all.
    """

    id: int
    kind: str
    language: str
    state: str
    numbers: list[str]
    done: int
    parts: int
    sheets: int
    failures: list[Failure]
    storage_key: str | None
    by: str | None
    created_at: datetime
    staff_id: int | None = None
    dpi: int | None = None
    printer_id: int | None = None
    printer: str | None = None
    cancelled: int = 0
    sent: int = 0
    going: int = 0
    to_look_at: int = 0

    @property
    def total(self) -> int:
        return len(self.numbers)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_stopped(self) -> bool:
        """Also when its labels were cancelled one by one."""
        return self.state == CANCELLED or (self.state == DONE and self.cancelled > 0)

    @property
    def not_printed_count(self) -> int:
        """Of how many numbers there is no sheet, as far as is known now."""
        if not self.is_stopped:
            return len(self.failures)
        return self.total - (self.sent if self.printer_id else 0)

    @property
    def title(self) -> Sentence:
        return OFFERED[self.kind][1]

    @property
    def ending(self) -> str:
        """That of its file's name."""
        return PDF if self.dpi is None else "zpl"

    @property
    def next_numbers(self) -> list[str]:
        """Those of the chunk that comes next."""
        return self.numbers[self.done:self.done + CHUNK]


def of_rmas() -> dict[str, Sentence]:
    """What may be printed for an RMA, and what it is called."""
    return {kind: title for kind, (prefix, title) in OFFERED.items() if prefix in (Prefix.RMA, Prefix.TAG)}


def ways() -> list[tuple[str, Sentence]]:
    """As what a run may be made: PDF, ZPL for printers of some dots per inch, or sent to a printer at once."""
    files = [(f"zpl{dpi}", say("One file for a label printer (ZPL, %(dpi)s dpi)", dpi=dpi)) for dpi in DPIS]
    known = [row for row in printers.everywhere() if row.active] if printers.is_on() else []
    return [(PDF, say("One PDF, printed by the browser")), *files,
            *((f"printer{row.id}", say("Sent to the printer %(name)s", name=row.name)) for row in known)]


def start(*, kind: str, text: str, by: Actor, way: str = PDF) -> int:
    """Ask for the sheets of all numbers in `text`, as they were typed, pasted or scanned. Returns the run's id.

    A shelf's number stands for all that lies there, an RMA's for its units, where tags are printed.

    Args:
        way: one of `ways()`.

    Raises:
        Refused: no such kind or way, no label for a label printer, nothing to print, too many, or numbers that are
            none of ours.
    """
    if kind not in OFFERED:
        raise Refused(say("Choose what to print."), field="kind")
    target = _target(kind, way)
    with reading() as connection:
        numbers = run_numbers.opened(connection, OFFERED[kind][0], text)
    if not numbers:
        raise Refused(say("There is nothing to print. Type, paste or scan numbers, one on each line."), field="numbers")
    if len(numbers) > MOST_SHEETS:
        raise Refused(say("These are %(count)s. Print at most %(most)s at once.", count=len(numbers),
                          most=MOST_SHEETS), field="numbers")
    return in_transaction(lambda connection: connection.execute(sa.insert(N).values(
        kind=kind, language=by.language, numbers=numbers, state=WAITING, failures=[], staff_id=by.staff_id,
        created_at=clock.now(), **target).returning(N.c.id)).scalar_one())


def _target(kind: str, way: str) -> dict[str, int]:
    """What the row says of the printer that a run is made for."""
    if way not in dict(ways()):
        raise Refused(say("Choose how to print it."), field="way")
    if way == PDF:
        return {}
    if kind not in printers.SIZES:
        raise Refused(say("This sheet is no label. Print it as a PDF, or choose a label."), field="way")
    if not way.startswith("printer"):
        return {"dpi": int(way.removeprefix("zpl"))}
    row = printers.by_id(int(way.removeprefix("printer")))
    if not printers.fits(kind, row.width_mm, row.height_mm):
        raise Refused(say("The labels in this printer are too small for it: %(width)s × %(height)s mm.",
                          width=row.width_mm, height=row.height_mm), field="way")
    return {"dpi": row.dpi, "printer_id": row.id}


def read(run_id: int) -> Run:
    """Raises NotFound."""
    with reading() as connection:
        row = connection.execute(query().where(N.c.id == run_id)).first()
    if row is None:
        raise NotFound(say("There is no such print run any more."))
    return found(row)


def recent() -> list[Run]:
    """The last runs of the house, the newest first."""
    with reading() as connection:
        return [found(row) for row in connection.execute(query().order_by(N.c.id.desc()).limit(SHOWN))]


def cancel(*, run_id: int) -> bool | None:
    """Stop after the chunk in hand. What was made so far is thrown away, and labels that wait for a printer are not
    printed any more; a run of which nothing is left to do stays as it is.

    Returns whether some of it was printed, or was on its way, before; None when nothing was left to stop.
    """
    stopped = in_transaction(lambda connection: _cancel(connection, run_id))
    return read(run_id).sent > 0 if stopped else None


def _cancel(connection: sa.Connection, run_id: int) -> bool:
    stopped = connection.execute(sa.update(J).where(J.c.run_id == run_id, J.c.state == print_jobs.WAITING).values(
        state=print_jobs.CANCELLED, ended_at=clock.now())).rowcount
    ended = connection.execute(
        sa.update(N).where(N.c.id == run_id, N.c.state.in_((*OPEN, DONE) if stopped else OPEN)).values(
            state=CANCELLED, leased_until=None)).rowcount
    return stopped + ended > 0


def not_printed(run: Run) -> list[str]:
    """The numbers of a run that was stopped of which there is no sheet, in their order: a file of it is none."""
    if not run.is_stopped or run.printer_id is None:
        return run.numbers if run.is_stopped else []
    table, number, _language = run_numbers.ROWS[OFFERED[run.kind][0]]
    printed = sa.select(J.c.thing_id).where(J.c.run_id == run.id, J.c.state.not_in(NOT_SENT))
    with reading() as connection:
        there = set(connection.execute(sa.select(number).where(table.c.id.in_(printed))).scalars())
    return [each for each in run.numbers if each not in there]


def at_printer(run: Run) -> dict[str, int]:
    """How many of its labels stand in which of the states of `print_jobs`."""
    if run.printer_id is None:
        return {}
    with reading() as connection:
        rows = connection.execute(sa.select(J.c.state, sa.func.count()).where(J.c.run_id == run.id)
                                  .group_by(J.c.state))
        return dict(rows.all())


def query() -> sa.Select:
    """Runs, each with the names of who asked and of its printer, and how many of its labels are in which states."""
    labels = sa.select(sa.func.count()).select_from(J).where(J.c.run_id == N.c.id).correlate(N)
    return (sa.select(N, S.c.name, P.c.name.label("printer"),
                      labels.where(J.c.state == print_jobs.CANCELLED).scalar_subquery().label("cancelled"),
                      labels.where(J.c.state.not_in(NOT_SENT)).scalar_subquery().label("sent"),
                      labels.where(J.c.state.in_(GOING)).scalar_subquery().label("going"),
                      labels.where(J.c.state.in_(print_jobs.TO_LOOK_AT)).scalar_subquery().label("to_look_at"))
            .outerjoin(S, S.c.id == N.c.staff_id).outerjoin(P, P.c.id == N.c.printer_id))


def found(row: sa.Row) -> Run:
    """A row of `query` as a run."""
    return Run(row.id, row.kind, row.language, row.state, row.numbers, row.looked_at, row.parts, row.sheets,
               [Failure(number, _sentence(why)) for number, why in row.failures], row.storage_key, row.name,
               row.created_at, row.staff_id, row.dpi, row.printer_id, row.printer, row.cancelled, row.sent,
               row.going, row.to_look_at)


def _sentence(why: Any) -> Sentence | str:
    return why if isinstance(why, str) else Sentence(*why)


def file(run: Run) -> Iterator[bytes] | None:
    """All sheets in one file, piece by piece, once they are made.

    Raises:
        NotFound: it was thrown away meanwhile.
    """
    return storage.pieces(run.storage_key) if run.storage_key else None
