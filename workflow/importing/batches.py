"""One file that was brought in, as a row: what it is, how far it got, what could not be taken."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Role
from models.orders import ImportBatch
from models.people import Staff
from workflow import clock, storage
from workflow.actors import SYSTEM, Actor
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.importing.kinds import ENCODINGS, OFFERED
from workflow.importing.values import Fault
from workflow.sentences import Sentence, say
from workflow.transaction import in_transaction, reading

B, S = ImportBatch.__table__, Staff.__table__
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)
MOST_FAULTS = 500
LONGEST_NAME = 200
KEPT_SECONDS = 30 * 86400


@dataclass(frozen=True)
class Batch:
    """A batch as it stands. `encoding` is empty until the file was read, unless a person chose one."""

    id: int
    kind: str
    file_name: str
    encoding: str
    dry_run: bool
    state: str
    storage_key: str
    rows_total: int
    rows_done: int
    rows_new: int
    rows_changed: int
    refused: int
    faults: list[Fault]
    more_faults: int
    staff_id: int | None
    by: str | None
    created_at: datetime

    @property
    def unchanged(self) -> int:
        return self.rows_done - self.rows_new - self.rows_changed - self.refused

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def start(*, kind: str, file_name: str, content: bytes, dry_run: bool, by: Actor, encoding: str = "") -> int:
    """Keep the file and let it wait for the worker. Returns the batch's id.

    Raises:
        Refused: no such kind or encoding, or nothing in the file.
        NotAllowed: bringing in data is for leads and administrators.
    """
    _check_may_import(by)
    if kind not in OFFERED:
        raise Refused(say("Choose what the file holds."), field="kind")
    if not content.strip():
        raise Refused(say("The file is empty. Choose another."), field="file")
    key = f"imports/{secrets.token_hex(16)}.{OFFERED[kind].ending}"
    storage.put(key, content)
    return _add(kind, _plain_name(file_name), key, dry_run, encoding, by)


def again(*, batch_id: int, dry_run: bool, by: Actor, encoding: str = "") -> int:
    """The same file once more: for real after a dry run, or read in another encoding. Returns the new batch's id."""
    _check_may_import(by)
    batch = read(batch_id)
    if batch.is_open:
        raise Refused(say("This is still running. Wait until it is done, or stop it."))
    return _add(batch.kind, batch.file_name, batch.storage_key, dry_run, encoding, by)


def cancel(*, batch_id: int, by: Actor) -> None:
    """Stop after the chunk in hand; what is in stays in, and running it again goes on from there."""
    _check_may_import(by)
    done = in_transaction(lambda connection: connection.execute(
        sa.update(B).where(B.c.id == batch_id, B.c.state.in_(OPEN)).values(state=CANCELLED)).rowcount)
    if not done:
        raise Refused(say("This is not running any more."))


def _check_may_import(by: Actor) -> None:
    if not by.has(Role.LEAD, Role.ADMIN, Role.SYSTEM):
        raise NotAllowed(say("Importing is for leads and administrators. Ask yours."))


def _plain_name(name: str) -> str:
    printable = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    return printable[-LONGEST_NAME:] or "file"


def _add(kind: str, file_name: str, key: str, dry_run: bool, encoding: str, by: Actor) -> int:
    if encoding and encoding not in ENCODINGS:
        raise Refused(say("Choose one of the encodings."), field="encoding")
    return in_transaction(lambda connection: connection.execute(sa.insert(B).values(
        kind=kind, file_name=file_name, encoding=encoding, dry_run=dry_run, state=WAITING, storage_key=key,
        errors=as_data(0, 0, []), staff_id=by.staff_id, created_at=clock.now()).returning(B.c.id)).scalar_one())


def read(batch_id: int) -> Batch:
    """Raises NotFound when there is no such batch."""
    with reading() as connection:
        row = connection.execute(_select().where(B.c.id == batch_id)).first()
    if row is None:
        raise NotFound(say("There is no such import."))
    return _batch(row)


def recent(count: int = 30) -> list[Batch]:
    """The newest batches first."""
    with reading() as connection:
        return [_batch(row) for row in connection.execute(_select().order_by(B.c.id.desc()).limit(count))]


def open_ids() -> list[int]:
    """What waits for the worker, or was left by one that died."""
    with reading() as connection:
        return list(connection.execute(sa.select(B.c.id).where(B.c.state.in_(OPEN)).order_by(B.c.id)).scalars())


def forget_old_files() -> None:
    """Files hold names and addresses: they are kept only as long as somebody may want to run them again."""
    for key in storage.older_than("imports", KEPT_SECONDS):
        storage.delete(key)


def actor_of(batch: Batch) -> Actor:
    """Whose act the import is: the person who sent the file, or the system."""
    return Actor("staff", frozenset(), staff_id=batch.staff_id) if batch.staff_id else SYSTEM


def _select() -> sa.Select:
    return sa.select(B, S.c.name.label("by")).outerjoin(S, S.c.id == B.c.staff_id)


def _batch(row: sa.Row) -> Batch:
    values = dict(row._mapping)
    counts, *faults = values.pop("errors")
    return Batch(**values, refused=counts["refused"], more_faults=counts["more"],
                 faults=[Fault(line, _sentence(sentence), level) for line, level, sentence in faults])


def as_data(refused: int, more: int, faults: list[Fault]) -> list[Any]:
    """The column `errors`: how many things were refused and faults not kept, then line, level and sentence of each."""
    kept = faults[:MOST_FAULTS]
    return [{"refused": refused, "more": more + len(faults) - len(kept)},
            *([fault.line, fault.level, fault.sentence.as_data()] for fault in kept)]


def _sentence(data: list[Any]) -> Sentence:
    return Sentence(data[0], data[1])
