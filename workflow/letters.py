"""Letters that wait, went or failed: one per act, RMA and recipient, once the act's undo minute is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.log import Act, Delivery
from models.numbers import grouped
from models.orders import Customer
from models.parcels import Parcel
from models.rma import Link, Message, Rma, Unit
from models.work import Quote, Settlement
from reference import carriers, phrases, reasons
from workflow import clock, installation, linking
from workflow.errors import Stale
from workflow.transaction import in_transaction, reading

A, V, R, C, U = (m.__table__ for m in (Act, Delivery, Rma, Customer, Unit))
WAITING, SENDING, SENT, KEPT, FAILED, CANCELLED = "waiting", "sending", "sent", "kept", "failed", "cancelled"
STILL_HERE = (WAITING, KEPT, FAILED)
GONE = (SENT, SENDING)
LEASE = timedelta(seconds=60)
# Waits between tries in minutes; after the last one a person has to look.
WAITS = (1, 5, 15, 60, 240, 720, 1440)


def due_acts(limit: int = 50) -> list[sa.Row]:
    """Acts whose undo minute is over and whose letters were not written yet."""
    with reading() as connection:
        return list(connection.execute(
            sa.select(A.c.id, A.c.data, A.c.at)
            .where(A.c.letters_due_at.is_not(None), A.c.letters_due_at <= clock.now())
            .order_by(A.c.letters_due_at).limit(limit)))


def values_for(act: sa.Row) -> tuple[dict[str, Any], sa.Row] | None:
    """What the letter of this act may name, and the RMA with its customer; None when there is nobody to write to."""
    with reading() as connection:
        rma = connection.execute(
            sa.select(R.c.id, R.c.number, R.c.language, R.c.currency, C.c.name, C.c.email)
            .join(C, C.c.id == R.c.customer_id).where(R.c.id == act.data.get("rma_id"))).first()
        if rma is None or not rma.email:
            return None
        return {**_base(connection, rma), **_details(connection, act.data, rma)}, rma


def _base(connection: sa.Connection, rma: sa.Row) -> dict[str, Any]:
    status = _link(connection, rma.id, "status")
    return {"rma": grouped(rma.number), "name": rma.name, "company": installation.settings().company,
            "status_url": status, "packing_url": f"{status}/packing" if "/returns/" in status else status,
            "currency": rma.currency}


def _link(connection: sa.Connection, rma_id: int, purpose: str) -> str:
    k = Link.__table__
    link_id = connection.execute(sa.select(k.c.id).where(
        k.c.rma_id == rma_id, k.c.purpose == purpose, k.c.revoked_at.is_(None)).order_by(k.c.id.desc()).limit(1)
    ).scalar()
    return linking.url(link_id, purpose) if link_id else installation.settings().public_url


def _details(connection: sa.Connection, data: dict[str, Any], rma: sa.Row) -> dict[str, Any]:
    """What only some letters name, found by the ids that the act kept."""
    found: dict[str, Any] = {"products": _products(connection, rma.id, data.get("unit_ids"))}
    if data.get("by_carrier"):
        found["by_carrier"] = _products(connection, rma.id, data["by_carrier"])
        found["nothing_to_send"] = set(data["by_carrier"]) == set(data.get("unit_ids") or ())
    if data.get("letter") == "request_received":
        found["nothing_to_send"] = _never_came(connection, rma.id)
    if data.get("reason"):
        found["reason"] = _reason(data["reason"], rma.language)
    if data.get("message_id"):
        found["text"] = _scalar(connection, Message, "body", data["message_id"]) or ""
    if data.get("settlement_id"):
        found |= _row(connection, Settlement, data["settlement_id"], "amount_minor", "currency", "reference")
    if data.get("quote_id"):
        quote = _row(connection, Quote, data["quote_id"], "parts_minor", "labour_minor", "freight_minor", "currency")
        found |= {"amount_minor": sum(quote[name] for name in ("parts_minor", "labour_minor", "freight_minor")),
                  "currency": quote["currency"], "quote_url": _link(connection, rma.id, "quote")}
    if data.get("parcel_id"):
        found |= _parcel(connection, data["parcel_id"])
    if data.get("days"):
        found["days"] = data["days"]
    return {name: value for name, value in found.items() if value is not None}


def _products(connection: sa.Connection, rma_id: int, unit_ids: list[int] | None) -> tuple[str, ...]:
    p = Product.__table__
    which = U.c.id.in_(unit_ids) if unit_ids else U.c.rma_id == rma_id
    return tuple(connection.execute(sa.select(p.c.name).join(U, U.c.product_id == p.c.id).where(which)
                                    .order_by(U.c.id).limit(20)).scalars())


def _never_came(connection: sa.Connection, rma_id: int) -> bool:
    """Whether the customer says of all of it that it never came."""
    units = connection.execute(sa.select(U.c.reason).where(U.c.rma_id == rma_id)).all()
    return bool(units) and all(map(reasons.never_came, units))


def _reason(code: str, language: str) -> str:
    known = phrases.decline_reasons().get(code)
    return known.text.say(language) if known else ""


def _parcel(connection: sa.Connection, parcel_id: int) -> dict[str, Any]:
    row = _row(connection, Parcel, parcel_id, "carrier", "tracking")
    known = carriers.carriers().get(row.get("carrier") or "")
    return {"carrier": known.name if known else "", "tracking": row.get("tracking") or "",
            "tracking_url": known.track(row["tracking"]) if known and row.get("tracking") else ""}


def _scalar(connection: sa.Connection, model: type, column: str, row_id: int) -> Any:
    table = model.__table__
    return connection.execute(sa.select(table.c[column]).where(table.c.id == row_id)).scalar()


def _row(connection: sa.Connection, model: type, row_id: int, *columns: str) -> dict[str, Any]:
    table = model.__table__
    row = connection.execute(sa.select(*[table.c[name] for name in columns]).where(table.c.id == row_id)).first()
    return dict(row._mapping) if row else {}


def put(act: sa.Row, rma: sa.Row | None, letter: dict[str, str] | None) -> None:
    """Store the letter of an act and mark the act: both or nothing, and once only."""
    in_transaction(lambda connection: _put(connection, act, rma, letter))


def _put(connection: sa.Connection, act: sa.Row, rma: sa.Row | None, letter: dict[str, str] | None) -> None:
    marked = connection.execute(sa.update(A).where(A.c.id == act.id, A.c.letters_due_at.is_not(None))
                                .values(letters_due_at=None))
    if marked.rowcount != 1 or letter is None or rma is None:
        return
    settings = installation.settings()
    host = settings.public_url.split("//")[-1].split("/")[0].split(":")[0]
    connection.execute(sa.insert(V).values(
        act_id=act.id, rma_id=rma.id, recipient="customer", letter=act.data["letter"], language=rma.language,
        address=rma.email, message_id=f"<act-{act.id}.rma-{rma.id}.{int(act.at.timestamp())}@{host}>",
        state=WAITING if settings.smtp_url else KEPT, next_try_at=clock.now(), created_at=clock.now(), **letter))


def withdraw(connection: sa.Connection, act_id: int, *, waiting: int, went: bool) -> bool:
    """The act is undone: its letters are not sent. Returns whether one had gone, or was just going.

    That one which is not written yet never will be is written with the act itself.

    Args:
        waiting: how many still may be held back, as was read.

    Raises:
        Stale: one of them is on its way by now.
    """
    if waiting and connection.execute(sa.update(V).where(V.c.act_id == act_id, V.c.state.in_(STILL_HERE)).values(
            state=CANCELLED, next_try_at=None)).rowcount != waiting:
        raise Stale
    return went


def _undone() -> sa.ColumnElement[bool]:
    """Letters whose act was undone: one was being sent just then, and did not go."""
    return sa.exists().where(A.c.id == V.c.act_id, A.c.undone_by_id.is_not(None))


def lease_due(limit: int = 20) -> list[sa.Row]:
    """Letters to send now, leased to this worker; also those whose worker died."""
    due = sa.and_(V.c.state == WAITING, V.c.next_try_at <= clock.now())
    died = sa.and_(V.c.state == SENDING, V.c.leased_until < clock.now())
    with reading() as connection:
        if connection.execute(sa.select(V.c.id).where(sa.or_(due, died)).limit(1)).scalar() is None:
            return []

    def lease(connection: sa.Connection) -> list[sa.Row]:
        connection.execute(sa.update(V).where(sa.or_(due, died), _undone()).values(state=CANCELLED, next_try_at=None))
        ids = connection.execute(sa.select(V.c.id).where(sa.or_(due, died), ~_undone()).order_by(V.c.id).limit(limit)
                                 .with_for_update(skip_locked=True)).scalars().all()
        return list(connection.execute(sa.update(V).where(V.c.id.in_(ids)).values(
            state=SENDING, leased_until=clock.now() + LEASE, tries=V.c.tries + 1).returning(*V.c))) if ids else []

    return in_transaction(lease)


def went(delivery_id: int) -> None:
    _set(delivery_id, state=SENT, sent_at=clock.now(), leased_until=None, last_error=None)


def did_not_go(delivery: sa.Row, error: str, *, for_good: bool) -> None:
    """Wait longer each time; after the last try, or a refusal for good, it is on the list that a person sees."""
    over = for_good or delivery.tries > len(WAITS)
    minutes = WAITS[min(delivery.tries, len(WAITS)) - 1] * installation.settings().retry_scale
    state = sa.case((_undone(), CANCELLED), else_=FAILED if over else WAITING)
    _set(delivery.id, state=state, last_error=error[:1000], leased_until=None,
         next_try_at=None if over else clock.now() + timedelta(minutes=minutes))


def try_again(delivery_id: int) -> None:
    """A person has put right what stopped it."""
    in_transaction(lambda connection: connection.execute(
        sa.update(V).where(V.c.id == delivery_id, V.c.state == FAILED, ~_undone()).values(
            state=WAITING, tries=0, next_try_at=clock.now())))


def _set(delivery_id: int, **values: Any) -> None:
    in_transaction(lambda connection: connection.execute(sa.update(V).where(V.c.id == delivery_id).values(**values)))
