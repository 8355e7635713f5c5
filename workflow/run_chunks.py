"""The paper process's side of print runs: whose turn it is, what stands on the next sheets, what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import RmaStatus
from models.numbers import Prefix, is_valid
from models.printers import PrintJob
from models.printing import PrintRun
from workflow import clock, packing_coach, paper_values, print_jobs, run_numbers, storage
from workflow.errors import Refused
from workflow.print_runs import DONE, FAILED, MAKING, OFFERED, OPEN, WAITING, Failure, Run, found, query
from workflow.run_refusals import CLOSED, MISTYPED, NO_TAGS, NOTHING_TO_SEND, UNKNOWN
from workflow.sentences import Sentence
from workflow.transaction import in_transaction, reading

N, J = PrintRun.__table__, PrintJob.__table__
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
KEPT_DAYS = 7


def anything_waits() -> bool:
    """Whether there is a run to go on with: a read, so that an idle paper process takes no write lock."""
    with reading() as connection:
        return connection.execute(waits().limit(1)).scalar() is not None


def waits() -> sa.Select:
    """Ids of runs to go on with."""
    return sa.select(N.c.id).where(sa.or_(N.c.state == WAITING, sa.and_(N.c.state == MAKING,
                                                                        N.c.leased_until < clock.now())))


def lease_next() -> Run | None:
    """The run whose turn it is, leased to this process; also one whose maker died. Runs take turns chunk by chunk."""
    return in_transaction(_lease)


def _lease(connection: sa.Connection) -> Run | None:
    run_id = connection.execute(waits().order_by(N.c.looked_at, N.c.id).limit(1)
                                .with_for_update(skip_locked=True)).scalar()
    if run_id is None:
        return None
    connection.execute(sa.update(N).where(N.c.id == run_id).values(
        state=MAKING, leased_until=clock.now() + LEASE, tries=N.c.tries + 1))
    row = connection.execute(query().where(N.c.id == run_id)).one()
    if row.tries > MOST_TRIES:
        connection.execute(sa.update(N).where(N.c.id == run_id).values(state=FAILED, leased_until=None))
        return None
    return found(row)


OVER = (RmaStatus.CLOSED, RmaStatus.DECLINED, RmaStatus.CANCELLED, RmaStatus.EXPIRED)


@dataclass(frozen=True)
class Wanted:
    """What stands on the sheets of one number, the language of who will read them, and why there are none."""

    number: str
    language: str
    thing_id: int
    sheets: list[dict[str, Any]]
    why: Sentence | None = None


def values(run: Run) -> list[Wanted]:
    """What stands on the sheets of the next chunk. A customer's paper is in the customer's language."""
    prefix, _title = OFFERED[run.kind]
    table, number, language = run_numbers.ROWS[prefix]
    with reading() as connection:
        rows = connection.execute(sa.select(number.label("number"), table.c.id, language.label("language"))
                                  .where(number.in_(run.next_numbers))).all()
        known = {row.number: row for row in rows}
        return [_wanted(connection, run, each, known.get(each)) for each in run.next_numbers]


def _wanted(connection: sa.Connection, run: Run, number: str, row: sa.Row | None) -> Wanted:
    if row is None:
        return Wanted(number, run.language, 0, [], _why_no_thing(connection, number, OFFERED[run.kind][0]))
    language = row.language or run.language
    try:
        sheets = paper_values.KINDS[run.kind](connection, row.id, language)
        return Wanted(number, language, row.id, sheets, None if sheets else _why_no_sheet(connection, run.kind, row.id))
    except Refused as refusal:
        return Wanted(number, language, row.id, [], refusal.sentence)


def _why_no_thing(connection: sa.Connection, number: str, prefix: Prefix) -> Sentence:
    """What stands for others, a shelf or an RMA, may be there without any of them."""
    if not is_valid(number):
        return MISTYPED
    theirs = Prefix(number[0])
    if theirs == prefix or theirs not in NO_TAGS:
        return UNKNOWN
    table, column, _language = run_numbers.ROWS[theirs]
    there = connection.scalar(sa.select(table.c.id).where(column == number))
    return UNKNOWN if there is None else NO_TAGS[theirs]


def _why_no_sheet(connection: sa.Connection, kind: str, thing_id: int) -> Sentence | None:
    if kind not in NOTHING_TO_SEND:
        return None
    if kind.startswith("return_label") and connection.scalar(sa.select(packing_coach.stops_label(thing_id))):
        return packing_coach.NO_LABEL
    rma = run_numbers.R
    over = connection.scalar(sa.select(rma.c.status).where(rma.c.id == thing_id)) in OVER
    return CLOSED if over else NOTHING_TO_SEND[kind]


def chunk_made(run: Run, *, sheets: int, failures: Sequence[Failure], has_part: bool,
               labels: Sequence[tuple[Wanted, str]] = ()) -> bool:
    """Note one chunk. False when the run was cancelled meanwhile.

    Args:
        labels: what goes to the printer of the run: of which number, and where its ZPL lies.
    """
    kept = [[failure.number, failure.why if isinstance(failure.why, str) else failure.why.as_data()]
            for failure in (*run.failures, *failures)]
    changed = sa.update(N).where(N.c.id == run.id, N.c.state == MAKING, N.c.looked_at == run.done).values(
        looked_at=run.done + len(run.next_numbers), parts=run.parts + has_part, sheets=run.sheets + sheets,
        failures=kept, state=WAITING, leased_until=None, tries=0)
    return in_transaction(lambda connection: _chunk_made(connection, run, changed, labels))


def _chunk_made(connection: sa.Connection, run: Run, changed: sa.Update, labels: Sequence[tuple[Wanted, str]]) -> bool:
    if connection.execute(changed).rowcount != 1:
        return False
    if labels:
        now = clock.now()
        connection.execute(sa.insert(J), [
            {"printer_id": run.printer_id, "kind": run.kind, "thing_id": wanted.thing_id, "language": wanted.language,
             "run_id": run.id, "staff_id": run.staff_id, "state": print_jobs.WAITING, "storage_key": key,
             "next_try_at": now, "created_at": now} for wanted, key in labels])
    return True


def release(run: Run) -> None:
    """The chunk in hand could not be made: it is tried again, MOST_TRIES times in all."""
    in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run.id, N.c.state == MAKING).values(state=WAITING, leased_until=None)))


def finish(run: Run, *, storage_key: str | None) -> None:
    """All is made: it lies in one file, or is on its way to a printer; or nothing could be printed."""
    in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run.id, N.c.state.in_(OPEN)).values(
            state=DONE if run.sheets else FAILED, storage_key=storage_key, leased_until=None)))


def part_key(run: Run, number: int) -> str:
    """Where one chunk of a run lies until all are made."""
    return f"runs/{run.id}/{number:03d}.{run.ending}"


def label_key(run: Run, wanted: Wanted) -> str:
    """Where the ZPL of one number lies until a printer has it."""
    return f"runs/{run.id}/{wanted.number}.zpl"


def throw_away_old() -> int:
    """Once a day: files of runs that nobody will print again, and parts of those that were stopped."""
    count = 0
    for key in list(storage.older_than("runs", KEPT_DAYS * 86400)):
        storage.delete(key)
        count += 1
    return count
