"""Brings a waiting file in, a chunk a transaction, so that no scan waits for an import.

A chunk moves the batch on in its own transaction, from exactly where it stood: a worker that was killed is followed
by one that goes on there, and two workers at one batch never write a chunk twice.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
import structlog

from workflow import clock, storage
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound
from workflow.importing import batches, orders, products, serials
from workflow.importing.batches import Batch
from workflow.importing.kinds import OFFERED
from workflow.importing.plans import Outcome, Plan, Planner
from workflow.importing.values import Fault, Item, Read, Unreadable
from workflow.sentences import Sentence, say
from workflow.transaction import act, in_transaction, reading

log = structlog.get_logger()
B = batches.B
PLANNERS: dict[str, Planner] = {"orders": orders.plan, "products": products.plan, "serials": serials.plan}
FIRST_CHUNK, LARGEST_CHUNK = 25, 200
LONGEST_HOLD = 0.01
"""Seconds that a chunk may keep the write lock; chunks grow and shrink to stay below."""
PAUSE = 0.01
"""Seconds at least between chunks."""
PAUSE_PER_HOLD = 2
"""After a chunk the lock is left alone for so many times as long as the chunk has kept it."""
ATTEMPTS = 2
"""A shop's webhook may write the same order at the same time: seen once more, it is known."""
Progress = Callable[[Batch], None]


class Overtaken(Exception):
    """Somebody cancelled the batch, or another worker has it."""


def run_waiting(stop: threading.Event) -> None:
    """Run what waits, oldest first, until told to stop. For the worker's loop."""
    for batch_id in batches.open_ids():
        if stop.is_set():
            return
        run(batch_id, stop=stop)


def run(batch_id: int, *, stop: threading.Event | None = None, progress: Progress | None = None) -> Batch:
    """Bring one batch in, from where it stands. Returns it as it ended or was left."""
    batch = batches.read(batch_id)
    if not batch.is_open:
        return batch
    try:
        found = _read(batch)
        _run_chunks(_note_read(batch, found), found, stop, progress)
        return _finish(batch_id)
    except (Unreadable, NotFound) as error:
        return _fail(batches.read(batch_id), error.sentence)
    except Overtaken:
        return batches.read(batch_id)


def _read(batch: Batch) -> Read:
    """What the file holds. A fault of ours in reading it must not stop the files behind it."""
    content = storage.get(batch.storage_key)
    try:
        return OFFERED[batch.kind].read(content, batch.encoding or None)
    except Unreadable:
        raise
    except Exception as error:
        log.exception("import.not_read", batch=batch.id, kind=batch.kind)
        raise Unreadable(say("We could not read this file, and that is our fault. Ask for help with import number "
                             "%(number)s.", number=batch.id)) from error


def _fail(batch: Batch, sentence: Sentence) -> Batch:
    errors = batches.as_data(batch.refused, batch.more_faults, [Fault(1, sentence), *batch.faults])
    in_transaction(lambda connection: _change(connection, batch, state=batches.FAILED, errors=errors))
    return batches.read(batch.id)


def _note_read(batch: Batch, found: Read) -> Batch:
    """The file was read: what it holds and what cannot be taken from it. Known already when a run goes on."""
    if batch.state == batches.WAITING:
        values = {"state": batches.RUNNING, "encoding": found.encoding, "rows_done": found.bad,
                  "rows_total": len(found.items) + found.bad,
                  "errors": batches.as_data(found.bad, 0, sorted(found.faults, key=lambda fault: fault.line))}
        in_transaction(lambda connection: _change(connection, batch, **values))
    return _read_open(batch.id)


def _read_open(batch_id: int) -> Batch:
    batch = batches.read(batch_id)
    if not batch.is_open:
        raise Overtaken
    return batch


def _change(connection: sa.Connection, batch: Batch, **values: object) -> None:
    """Move the batch on, if it still stands where we saw it."""
    done = connection.execute(sa.update(B).where(
        B.c.id == batch.id, B.c.state == batch.state, B.c.rows_done == batch.rows_done).values(**values))
    if done.rowcount != 1:
        raise Overtaken


def _check_still_ours(connection: sa.Connection, batch: Batch) -> None:
    """Lock the batch (SQLite has one writer anyway), so that two workers do not write the same chunk and collide."""
    state, done = connection.execute(
        sa.select(B.c.state, B.c.rows_done).where(B.c.id == batch.id).with_for_update()).one()
    if (state, done) != (batch.state, batch.rows_done):
        raise Overtaken


def _run_chunks(batch: Batch, found: Read, stop: threading.Event | None, progress: Progress | None) -> None:
    """Raises Overtaken also when told to stop: the batch stays open and another worker goes on."""
    size = FIRST_CHUNK
    while (start := batch.rows_done - found.bad) < len(found.items):
        if stop is not None and stop.is_set():
            raise Overtaken
        held = _run_chunk(batch, found.items[start:start + size])
        size = _next_size(size, held)
        batch = _read_open(batch.id)
        if progress is not None:
            progress(batch)
        time.sleep(max(PAUSE, held * PAUSE_PER_HOLD))


def _next_size(size: int, held: float) -> int:
    if held > LONGEST_HOLD:
        return max(FIRST_CHUNK // 5, size // 2)
    return min(LARGEST_CHUNK, size * 2) if held < LONGEST_HOLD / 3 else size


def _run_chunk(batch: Batch, chunk: list[Item]) -> float:
    """Bring in, or only look at, one chunk. Returns the seconds for which it kept the write lock, but for the commit.

    Raises:
        Unreadable: the database refused a row that every check of ours let pass.
    """
    planner, values = PLANNERS[OFFERED[batch.kind].makes], [item.value for item in chunk]
    for _attempt in range(ATTEMPTS):
        with contextlib.suppress(sa.exc.IntegrityError, sa.exc.DataError):
            return _look(batch, chunk, planner, values) if batch.dry_run else _write(batch, chunk, planner, values)
    raise Unreadable(say("Something between lines %(first)s and %(last)s cannot be kept. What stands before is in. "
                         "Ask for help with this file.", first=chunk[0].line, last=chunk[-1].line))


def _look(batch: Batch, chunk: list[Item], planner: Planner, values: list[Any]) -> float:
    with reading() as connection:
        counts = _counts(batch, chunk, planner(connection, values, clock.now()))
    in_transaction(lambda connection: _change(connection, batch, **counts))
    return 0.0


def _write(batch: Batch, chunk: list[Item], planner: Planner, values: list[Any]) -> float:
    def work(connection: sa.Connection) -> float:
        begun = time.monotonic()
        _check_still_ours(connection, batch)
        plan = planner(connection, values, clock.now())
        plan.write(connection)
        _change(connection, batch, **_counts(batch, chunk, plan))
        return time.monotonic() - begun

    return in_transaction(work)


def _counts(batch: Batch, chunk: list[Item], plan: Plan) -> dict[str, object]:
    faults = [Fault(chunk[place].line, sentence) for place, sentence in sorted(plan.refusals.items())]
    values: dict[str, object] = {
        "rows_done": batch.rows_done + len(chunk),
        "rows_new": batch.rows_new + plan.outcomes.count(Outcome.NEW),
        "rows_changed": batch.rows_changed + plan.outcomes.count(Outcome.CHANGED)}
    if faults:
        values["errors"] = batches.as_data(batch.refused + len(faults), batch.more_faults, batch.faults + faults)
    return values


def _finish(batch_id: int) -> Batch:
    batch = _read_open(batch_id)
    if batch.dry_run:
        in_transaction(lambda connection: _change(connection, batch, state=batches.DONE))
    else:
        _imported(batch=batch, by=batches.actor_of(batch))
    batches.forget_old_files()
    return replace(batch, state=batches.DONE)


@act("orders.imported", undoable=False)
def _imported(doing: Doing, *, batch: Batch, by: Actor) -> None:
    """One act for the whole file: rows that came in are no movements, and are not taken back one by one."""
    _change(doing.connection, batch, state=batches.DONE)
    doing.kind = f"{OFFERED[batch.kind].makes}.imported"
    doing.data = {"batch_id": batch.id, "new": batch.rows_new, "changed": batch.rows_changed,
                  "unchanged": batch.unchanged, "refused": batch.refused}
