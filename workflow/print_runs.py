"""Many sheets at once: asked for by number, made in chunks by the paper process, in one file at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import PlaceKind
from models.numbers import Prefix, is_valid
from models.people import Staff
from models.places import Shelf
from models.printing import PrintRun
from models.rma import Rma, Unit
from workflow import clock, paper_values, storage
from workflow.actors import Actor
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import in_transaction, reading

N, S, R, U, H = (m.__table__ for m in (PrintRun, Staff, Rma, Unit, Shelf))
WAITING, MAKING, DONE, CANCELLED, FAILED = "waiting", "making", "done", "cancelled", "failed"
OPEN = (WAITING, MAKING)
MOST_SHEETS = 500
CHUNK = 25
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
KEPT_DAYS = 7
SHOWN = 20
SPLIT = re.compile(r"[\s,;]+")

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


@dataclass(frozen=True)
class Run:
    """A run as it stands. `done` of `total` numbers are looked at; `sheets` came of them."""

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

    @property
    def total(self) -> int:
        return len(self.numbers)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def title(self) -> Sentence:
        return OFFERED[self.kind][1]

    @property
    def next_numbers(self) -> list[str]:
        """Those of the chunk that comes next."""
        return self.numbers[self.done:self.done + CHUNK]


def of_rmas() -> dict[str, Sentence]:
    """What may be printed for an RMA, and what it is called."""
    return {kind: title for kind, (prefix, title) in OFFERED.items() if prefix in (Prefix.RMA, Prefix.TAG)}


def start(*, kind: str, text: str, by: Actor) -> int:
    """Ask for the sheets of all numbers in `text`, as they were typed, pasted or scanned. Returns the run's id.

    A shelf's number stands for all that lies there, an RMA's for its units, where tags are printed.

    Raises:
        Refused: no such kind, nothing to print, too many, or numbers that are none of ours.
    """
    if kind not in OFFERED:
        raise Refused(say("Choose what to print."), field="kind")
    wanted = list(dict.fromkeys(number.upper() for number in SPLIT.split(text.strip()) if number))
    with reading() as connection:
        numbers = _opened(connection, kind, wanted)
    if not numbers:
        raise Refused(say("There is nothing to print. Type, paste or scan numbers, one on each line."), field="numbers")
    if len(numbers) > MOST_SHEETS:
        raise Refused(say("These are %(count)s. Print at most %(most)s at once.", count=len(numbers),
                          most=MOST_SHEETS), field="numbers")
    return in_transaction(lambda connection: connection.execute(sa.insert(N).values(
        kind=kind, language=by.language, numbers=numbers, state=WAITING, failures=[], staff_id=by.staff_id,
        created_at=clock.now()).returning(N.c.id)).scalar_one())


def _opened(connection: sa.Connection, kind: str, wanted: Sequence[str]) -> list[str]:
    """Each number of the kind that is printed: what is another stands for what belongs to it."""
    prefix, _title = OFFERED[kind]
    strange = [number for number in wanted if not is_valid(number) or number[0] not in _MEANS[prefix]]
    if strange:
        raise Refused(say("These are no numbers of what you print: %(numbers)s. Take them out or correct them.",
                          numbers=", ".join(strange[:10])), field="numbers")
    found: list[str] = []
    for number in wanted:
        found.extend([number] if number[0] == prefix else _MEANS[prefix][number[0]](connection, number))
    return list(dict.fromkeys(found))


def _on_shelf(connection: sa.Connection, number: str) -> Iterable[str]:
    shelf = sa.select(H.c.id).where(H.c.code == number).scalar_subquery()
    return connection.execute(sa.select(U.c.tag).where(
        U.c.place_kind == PlaceKind.SHELF, U.c.place_id == shelf, U.c.tag.is_not(None)).order_by(U.c.id)).scalars()


def _of_rma(connection: sa.Connection, number: str) -> Iterable[str]:
    rma = sa.select(R.c.id).where(R.c.number == number).scalar_subquery()
    return connection.execute(sa.select(U.c.tag).where(U.c.rma_id == rma, U.c.tag.is_not(None)).order_by(
        U.c.id)).scalars()


def _itself(_connection: sa.Connection, number: str) -> Iterable[str]:
    return [number]


_MEANS: dict[Prefix, dict[str, Callable[[sa.Connection, str], Iterable[str]]]] = {
    Prefix.RMA: {Prefix.RMA: _itself},
    Prefix.TAG: {Prefix.TAG: _itself, Prefix.SHELF: _on_shelf, Prefix.RMA: _of_rma},
    Prefix.SHELF: {Prefix.SHELF: _itself},
}
_ROW = {Prefix.RMA: (R, R.c.number, R.c.language), Prefix.TAG: (U, U.c.tag, sa.null()),
        Prefix.SHELF: (H, H.c.code, sa.null())}


def read(run_id: int) -> Run:
    """Raises NotFound."""
    with reading() as connection:
        row = connection.execute(_runs().where(N.c.id == run_id)).first()
    if row is None:
        raise NotFound(say("There is no such print run any more."))
    return _run(row)


def recent() -> list[Run]:
    """The last runs of the house, the newest first."""
    with reading() as connection:
        return [_run(row) for row in connection.execute(_runs().order_by(N.c.id.desc()).limit(SHOWN))]


def cancel(*, run_id: int) -> None:
    """Stop after the chunk in hand. What was made so far is thrown away; a run that is over stays as it is."""
    in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run_id, N.c.state.in_(OPEN)).values(state=CANCELLED, leased_until=None)))


def _runs() -> sa.Select:
    return sa.select(N, S.c.name).outerjoin(S, S.c.id == N.c.staff_id)


def _run(row: sa.Row) -> Run:
    return Run(row.id, row.kind, row.language, row.state, row.numbers, row.looked_at, row.parts, row.sheets,
               [Failure(number, _sentence(why)) for number, why in row.failures], row.storage_key, row.name,
               row.created_at)


def _sentence(why: Any) -> Sentence | str:
    return why if isinstance(why, str) else Sentence(*why)


def pdf(run: Run) -> bytes | None:
    """All sheets in one file, once they are made.

    Raises:
        NotFound: it was thrown away meanwhile.
    """
    return storage.get(run.storage_key) if run.storage_key else None


def anything_waits() -> bool:
    """Whether there is a run to go on with: a read, so that an idle paper process takes no write lock."""
    with reading() as connection:
        return connection.execute(sa.select(N.c.id).where(_is_free()).limit(1)).scalar() is not None


def lease_next() -> Run | None:
    """The run whose turn it is, leased to this process; also one whose maker died. Runs take turns chunk by chunk."""
    return in_transaction(_lease)


def _lease(connection: sa.Connection) -> Run | None:
    run_id = connection.execute(sa.select(N.c.id).where(_is_free()).order_by(N.c.looked_at, N.c.id).limit(1)
                                .with_for_update(skip_locked=True)).scalar()
    if run_id is None:
        return None
    connection.execute(sa.update(N).where(N.c.id == run_id).values(
        state=MAKING, leased_until=clock.now() + LEASE, tries=N.c.tries + 1))
    row = connection.execute(_runs().where(N.c.id == run_id)).one()
    if row.tries > MOST_TRIES:
        connection.execute(sa.update(N).where(N.c.id == run_id).values(state=FAILED, leased_until=None))
        return None
    return _run(row)


def _is_free() -> sa.ColumnElement[bool]:
    return sa.or_(N.c.state == WAITING, sa.and_(N.c.state == MAKING, N.c.leased_until < clock.now()))


@dataclass(frozen=True)
class Wanted:
    """What stands on the sheets of one number, the language of who will read them, and why there are none."""

    number: str
    language: str
    sheets: list[dict[str, Any]]
    why: Sentence | None = None


def values(run: Run) -> list[Wanted]:
    """What stands on the sheets of the next chunk. A customer's paper is in the customer's language."""
    prefix, _title = OFFERED[run.kind]
    table, number, language = _ROW[prefix]
    with reading() as connection:
        rows = connection.execute(sa.select(number.label("number"), table.c.id, language.label("language"))
                                  .where(number.in_(run.next_numbers))).all()
        known = {row.number: row for row in rows}
        return [_wanted(connection, run, each, known.get(each)) for each in run.next_numbers]


def _wanted(connection: sa.Connection, run: Run, number: str, row: sa.Row | None) -> Wanted:
    language = (row and row.language) or run.language
    try:
        return Wanted(number, language, paper_values.KINDS[run.kind](connection, row.id, language) if row else [])
    except Refused as refusal:
        return Wanted(number, language, [], refusal.sentence)


def chunk_made(run: Run, *, sheets: int, failures: Sequence[Failure], has_part: bool) -> bool:
    """Note one chunk. False when the run was cancelled meanwhile."""
    kept = [[failure.number, failure.why if isinstance(failure.why, str) else failure.why.as_data()]
            for failure in (*run.failures, *failures)]
    return in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run.id, N.c.state == MAKING, N.c.looked_at == run.done).values(
            looked_at=run.done + len(run.next_numbers), parts=run.parts + has_part, sheets=run.sheets + sheets,
            failures=kept, state=WAITING, leased_until=None, tries=0)).rowcount == 1)


def release(run: Run) -> None:
    """The chunk in hand could not be made: it is tried again, MOST_TRIES times in all."""
    in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run.id, N.c.state == MAKING).values(state=WAITING, leased_until=None)))


def finish(run: Run, *, storage_key: str | None) -> None:
    """All is made and lies in one file; None where nothing could be printed."""
    in_transaction(lambda connection: connection.execute(
        sa.update(N).where(N.c.id == run.id, N.c.state.in_(OPEN)).values(
            state=DONE if storage_key else FAILED, storage_key=storage_key, leased_until=None)))


def part_key(run: Run, number: int) -> str:
    """Where one chunk of a run lies until all are made."""
    return f"runs/{run.id}/{number:03d}.pdf"


def throw_away_old() -> int:
    """Once a day: files of runs that nobody will print again, and parts of those that were stopped."""
    count = 0
    for key in list(storage.older_than("runs", KEPT_DAYS * 86400)):
        storage.delete(key)
        count += 1
    return count
