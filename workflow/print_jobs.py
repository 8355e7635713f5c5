"""Labels on their way to a printer in the network: asked for here, made by the paper process, sent by the printers'.

A label goes out once. It is tried again only while no byte of it has left; after that a person looks whether it was
printed, because a raw port never says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.people import Staff
from models.places import Station
from models.printers import Printer, PrintJob
from workflow import clock, installation
from workflow.actors import Actor
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import in_transaction, reading

J, PR = PrintJob.__table__, Printer.__table__
WAITING, SENDING, PRINTED = "waiting", "sending", "printed"
UNKNOWN, FAILED, CANCELLED = "unknown", "failed", "cancelled"
OPEN = (WAITING, SENDING, UNKNOWN, FAILED)
TO_LOOK_AT = (UNKNOWN, FAILED)
LEASE = timedelta(seconds=90)
WAITS = (2, 5, 15, 30, 60, 120, 300)
"""Seconds between tries; after the last one a person has to look."""
SHOWN = 200
KEPT_DAYS = 30
STATES: dict[str, Sentence] = {
    WAITING: say("waiting"), SENDING: say("being sent"), PRINTED: say("printed"),
    UNKNOWN: say("look whether it was printed"), FAILED: say("not printed"), CANCELLED: say("cancelled"),
}
PAPERS: dict[str, Sentence] = {
    "unit_tag": say("Unit tag"), "unit_tag_50x30": say("Unit tag"), "part_label": say("Part label"),
    "parcel_tags": say("Tags of a box"), "shelf_label": say("Shelf label"),
    "badge": say("Badge"),
    "return_label_4x6": say("Return label"), "holding_label": say("Label of a kept parcel"),
    "unit_holding_label": say("Label of a kept item"), "printer_test": say("Test label"),
}


def rows(papers: Iterable[tuple[str, int]], *, printer_id: int, by: Actor, language: str,
         scan_id: str | None = None) -> list[dict[str, Any]]:
    """The rows that ask for these papers on this printer, each a kind and the id of its thing."""
    now = clock.now()
    return [{"printer_id": printer_id, "kind": kind, "thing_id": thing_id, "language": language, "scan_id": scan_id,
             "station_id": by.station_id, "staff_id": by.staff_id, "state": WAITING, "next_try_at": now,
             "created_at": now} for kind, thing_id in papers]


def ask(kind: str, thing_id: int, *, printer_id: int, by: Actor, language: str) -> int:
    """Ask for one paper outside of a scan. Returns the id of the job."""
    row = rows([(kind, thing_id)], printer_id=printer_id, by=by, language=language)[0]
    return in_transaction(lambda connection: connection.execute(
        sa.insert(J).values(row).returning(J.c.id)).scalar_one())


def lease_to_make() -> sa.Row | None:
    """The next job whose label is not drawn yet, with the dots of its printer; it counts no try."""
    with reading() as connection:  # an idle paper process takes no write lock
        if connection.execute(_to_make()).first() is None:
            return None
    return in_transaction(_lease_to_make)


def waits_to_be_made() -> sa.Select:
    """Ids of jobs whose label is not drawn yet."""
    return sa.select(J.c.id).where(_is_to_make())


def _is_to_make() -> sa.ColumnElement[bool]:
    now = clock.now()
    return sa.and_(J.c.state == WAITING, J.c.storage_key.is_(None), J.c.next_try_at <= now,
                   sa.or_(J.c.leased_until.is_(None), J.c.leased_until < now))


def _to_make() -> sa.Select:
    return (sa.select(J, PR.c.dpi, PR.c.name.label("printer"), PR.c.width_mm, PR.c.height_mm)
            .join(PR, PR.c.id == J.c.printer_id).where(_is_to_make()).order_by(J.c.id).limit(1))


def _lease_to_make(connection: sa.Connection) -> sa.Row | None:
    row = connection.execute(_to_make().with_for_update(skip_locked=True, of=J)).first()
    if row is not None:
        connection.execute(sa.update(J).where(J.c.id == row.id).values(leased_until=clock.now() + LEASE))
    return row


def made(job_id: int, *, storage_key: str) -> None:
    """Its ZPL lies in the storage: it may be sent."""
    _set(job_id, storage_key=storage_key, leased_until=None)


def not_yet(job_id: int, *, document_id: int) -> None:
    """The PDF that it is drawn from is being made."""
    _set(job_id, document_id=document_id, leased_until=None, next_try_at=clock.now() + timedelta(seconds=0.2))


def printers_with_work() -> list[int]:
    """Ids of the printers for which something may be sent now."""
    with reading() as connection:
        return list(connection.execute(sa.select(J.c.printer_id).distinct().where(
            J.c.state == WAITING, J.c.storage_key.is_not(None), J.c.next_try_at <= clock.now())).scalars())


def lease_to_send(printer_id: int) -> sa.Row | None:
    """The first job of this printer, with its address; None while that one waits: labels come out in order."""
    with reading() as connection:
        if _may_go(connection.execute(_first(printer_id)).first()) is None:
            return None
    return in_transaction(lambda connection: _lease_to_send(connection, printer_id))


def _first(printer_id: int) -> sa.Select:
    """What a person at a station waits for goes before the rest of a run of hundreds."""
    return (sa.select(J, PR.c.host, PR.c.port, PR.c.active).join(PR, PR.c.id == J.c.printer_id)
            .where(J.c.printer_id == printer_id, J.c.state.in_((WAITING, SENDING)))
            .order_by(J.c.state != SENDING, J.c.run_id.is_not(None), J.c.id).limit(1))


def _may_go(row: sa.Row | None) -> sa.Row | None:
    waits = row is None or row.state == SENDING or row.storage_key is None or row.next_try_at > clock.now()
    return None if waits else row


def _lease_to_send(connection: sa.Connection, printer_id: int) -> sa.Row | None:
    row = _may_go(connection.execute(_first(printer_id).with_for_update(of=J)).first())
    if row is not None:
        connection.execute(sa.update(J).where(J.c.id == row.id).values(
            state=SENDING, tries=J.c.tries + 1, leased_until=clock.now() + LEASE))
    return row


def printed(job_id: int) -> None:
    """The printer took all of it."""
    _set(job_id, state=PRINTED, error=None, leased_until=None, ended_at=clock.now())


def not_sent(job: sa.Row, why: Sentence) -> None:
    """No byte of it left: another try after a while, or, after the last one, a person has to look."""
    over = job.tries >= len(WAITS)
    wait = WAITS[min(job.tries, len(WAITS) - 1)] * installation.settings().retry_scale
    _set(job.id, state=FAILED if over else WAITING, error=why.as_data(), leased_until=None,
         next_try_at=clock.now() + timedelta(seconds=wait), ended_at=clock.now() if over else None)


def sent_in_part(job_id: int, why: Sentence) -> None:
    """Some of it left, and nobody knows what the printer made of it: never tried again by itself."""
    _set(job_id, state=UNKNOWN, error=why.as_data(), leased_until=None)


def cannot(job_id: int, why: Sentence, *, gone: bool = False) -> None:
    """It will never be printed as it is; `gone`: nor has anybody to look at it, its thing is no more (UNDO)."""
    _set(job_id, state=CANCELLED if gone else FAILED, error=why.as_data(), leased_until=None, ended_at=clock.now())


def give_up_lost() -> int:
    """Jobs whose sender died while it sent: unknown whether they were printed. Returns how many."""
    lost = sa.and_(J.c.state == SENDING, J.c.leased_until < clock.now())
    with reading() as connection:
        if connection.execute(sa.select(J.c.id).where(lost).limit(1)).first() is None:
            return 0
    why = say("The server stopped while it was being sent. Look whether it was printed.")
    return in_transaction(lambda connection: connection.execute(
        sa.update(J).where(lost).values(state=UNKNOWN, error=why.as_data(), leased_until=None)).rowcount)


def forget_old() -> int:
    """Jobs that ended long ago are of no use to anybody. Returns how many were removed."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    return in_transaction(lambda connection: connection.execute(sa.delete(J).where(
        J.c.state.in_((PRINTED, CANCELLED, FAILED)), J.c.created_at < before)).rowcount)


def _set(job_id: int, **values: Any) -> None:
    in_transaction(lambda connection: connection.execute(sa.update(J).where(J.c.id == job_id).values(**values)))


def listed(states: tuple[str, ...]) -> list[sa.Row]:
    """Jobs in these states, the newest first, with the names of printer, station and person."""
    n, s = Station.__table__, Staff.__table__
    with reading() as connection:
        return list(connection.execute(
            sa.select(J, PR.c.name.label("printer"), n.c.name.label("station"), s.c.name.label("person"))
            .join(PR, PR.c.id == J.c.printer_id).outerjoin(n, n.c.id == J.c.station_id)
            .outerjoin(s, s.c.id == J.c.staff_id).where(J.c.state.in_(states))
            .order_by(J.c.id.desc()).limit(SHOWN)))


def of_scan(scan_id: str) -> list[sa.Row]:
    """The jobs that a scan asked for, with the name of their printer."""
    with reading() as connection:
        return list(connection.execute(
            sa.select(J.c.state, J.c.error, PR.c.name.label("printer")).join(PR, PR.c.id == J.c.printer_id)
            .where(J.c.scan_id == scan_id).order_by(J.c.id)))


def worst(found: list[sa.Row]) -> sa.Row | None:
    """Of several jobs the one that a person should know about first; None without any."""
    order = (FAILED, UNKNOWN, SENDING, WAITING, CANCELLED, PRINTED)
    return min(found, key=lambda row: order.index(row.state), default=None)


def error(row: sa.Row) -> Sentence | None:
    """What went wrong, as a sentence."""
    return Sentence(row.error[0], row.error[1]) if row.error else None


def why_waiting(printer_id: int | None) -> Sentence | None:
    """Why the first label of this printer is not printed yet: it does not answer, say. None while nothing is wrong."""
    if printer_id is None:
        return None
    with reading() as connection:
        row = connection.execute(_first(printer_id)).first()
    return error(row) if row is not None else None


def to_look_at_count() -> int:
    """How many wait for a person."""
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).where(J.c.state.in_(TO_LOOK_AT))).scalar_one()


def again(job_id: int, *, by: Actor) -> None:
    """Print it once more, with what is true now: what was printed as a job of its own.

    Raises:
        Refused: it is on its way.
    """
    in_transaction(lambda connection: _again(connection, job_id, by))


def _again(connection: sa.Connection, job_id: int, by: Actor) -> None:
    row = _row(connection, job_id)
    if row.state in (WAITING, SENDING):
        raise Refused(say("It is on its way to the printer already."))
    fresh = rows([(row.kind, row.thing_id)], printer_id=row.printer_id, by=by, language=row.language)[0]
    if row.state == PRINTED:
        connection.execute(sa.insert(J).values(fresh))
        return
    connection.execute(sa.update(J).where(J.c.id == job_id, J.c.state == row.state).values(
        state=WAITING, tries=0, storage_key=None, document_id=None, error=None, ended_at=None,
        next_try_at=clock.now()))


def cancel(job_id: int) -> None:
    """It is not printed any more, or it is of no use to look at it.

    Raises:
        Refused: it is being sent, or has ended.
    """
    _end(job_id, (WAITING, UNKNOWN, FAILED), CANCELLED)


def it_is_printed(job_id: int) -> None:
    """Somebody looked: the label came out. Raises Refused when nobody has to look."""
    _end(job_id, (UNKNOWN,), PRINTED)


def _end(job_id: int, states: tuple[str, ...], state: str) -> None:
    ended: datetime = clock.now()
    changed = in_transaction(lambda connection: connection.execute(sa.update(J).where(
        J.c.id == job_id, J.c.state.in_(states)).values(state=state, ended_at=ended)).rowcount)
    if not changed:
        raise Refused(say("Too late: this label has gone or has ended already."))


def _row(connection: sa.Connection, job_id: int) -> sa.Row:
    row = connection.execute(sa.select(J).where(J.c.id == job_id)).first()
    if row is None:
        raise NotFound(say("There is no such label."))
    return row
