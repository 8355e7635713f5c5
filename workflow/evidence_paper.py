"""What stands on the evidence file of an RMA, for a dispute: all that the log, the photos and the thread say of it."""

from __future__ import annotations

from itertools import islice
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Stage
from models.log import Act, Movement, Scan
from models.numbers import grouped
from models.orders import Customer, Order
from models.parcels import Parcel
from models.rma import Message, Photo, Rma, Unit
from models.work import Settlement
from reference import carriers, reasons
from workflow import (
    chain,
    clock,
    custody,
    custody_checking,
    customer_words,
    history,
    history_words,
    installation,
    movement_details,
    movement_words,
    photo_set,
    repair_paper,
    terms_words,
)
from workflow.sentences import Sentence, say
from workflow.words import word

R, U, P, Q, ORD, C, M, A, SC, PH, MS, S = (m.__table__ for m in (
    Rma, Unit, Parcel, Product, Order, Customer, Movement, Act, Scan, Photo, Message, Settlement))
MOST_ROWS, MOST_MESSAGES, MOST_PHOTOS, MOST_TERMS = 2000, 500, 40, 120
MOST_PROOF = 4_000_000
"""Bytes of the attached chain: together with the photos the file stays under 10 MB, which marketplaces take."""


def sheets(connection: sa.Connection, rma_id: int, language: str) -> list[dict[str, Any]]:
    """One file, or none where there is no such RMA. Words stay sentences until the paper is made; times are in UTC."""
    rma = connection.execute(
        sa.select(R, ORD.c.number.label("order"), ORD.c.placed_at, ORD.c.delivered_at, C.c.name.label("customer"))
        .outerjoin(ORD, ORD.c.id == R.c.order_id).join(C, C.c.id == R.c.customer_id).where(R.c.id == rma_id)).first()
    if rma is None:
        return []
    rows = _rows(connection, rma_id)
    names = custody.names_of_places(connection, rows[:MOST_ROWS]) | history.belongings(connection, rma_id, language)
    links = custody_checking.links(connection, rows)
    faults = [words.as_data() for link in links for _row_id, words in link.faults]
    proof = "".join(f"{row.hash} {chain.canonical(dict(row._mapping))}\n" for link in links for row in link.rows)
    photos = _photos(connection, rma_id)
    return [{"rma": rma.number, "company": installation.settings().company, "customer": rma.customer,
             "order": rma.order or "", "facts": _facts(rma), "made": clock.now().date().isoformat(),
             "units": _units(connection, rma_id, language), "parcels": _parcels(connection, rma_id),
             "money": _money(connection, rma_id),
             "rows": [_row(row, names, language) for row in rows[:MOST_ROWS]],
             "more_rows": max(0, len(rows) - MOST_ROWS), "messages": _messages(connection, rma_id),
             "photos": photos[:MOST_PHOTOS], "more_photos": max(0, len(photos) - MOST_PHOTOS),
             "terms": [[_data(name), _data(value)] for name, value in islice(
                 terms_words.lines(rma.policy, language), MOST_TERMS)], "verdict": _verdict(faults, links).as_data(),
             "faults": faults, "chains": [{"owner": link.owner, "count": link.count, "head": link.head,
                                           "partial": link.is_partial} for link in links],
             "proof": proof if len(proof) <= MOST_PROOF else ""}]


def _verdict(faults: list[Any], links: list[Any]) -> Sentence:
    if faults:
        return say("The chain is broken. What follows the broken row proves nothing.")
    if any(link.is_partial for link in links):
        return say("The chain is whole as far as it was read: no row of this path was changed or moved.")
    return say("The chain is whole: no row was changed, removed, put in or moved.")


def _facts(rma: sa.Row) -> list[list[Any]]:
    """What was asked for and when, as pairs of words and value."""
    return [[say("Requested").as_data(), _time(rma.created_at)], [say("State").as_data(), word(rma.status).as_data()],
            [say("Ordered").as_data(), _time(rma.placed_at)], [say("Delivered").as_data(), _time(rma.delivered_at)],
            [say("Closed").as_data(), _time(rma.closed_at)], [say("Channel").as_data(), rma.channel]]


def _rows(connection: sa.Connection, rma_id: int) -> list[sa.Row]:
    """Every movement of the RMA, of its units and of its boxes, oldest first, with the scan that made it.

    A unit that has no tag yet is told by its box.
    """
    return list(connection.execute(
        sa.select(M, A.c.undone_by_id, P.c.number.label("parcel"), U.c.tag, SC.c.raw)
        .join(A, A.c.id == M.c.act_id).outerjoin(P, P.c.id == M.c.parcel_id).outerjoin(U, U.c.id == M.c.unit_id)
        .outerjoin(SC, SC.c.scan_id == M.c.scan_id).where(history.of_rma(rma_id)).order_by(M.c.id)))


def _row(row: sa.Row, names: dict[str, str], language: str) -> dict[str, Any]:
    detail = names.get(row.codes or "") or movement_details.words(row.what, row.codes, language)
    place = movement_words.place(row.to_place, names) if row.to_place != row.from_place else ""
    return {"at": _time(row.at), "what": _data(movement_words.movement(row.what)), "detail": _data(detail),
            "thing": grouped(row.tag or row.parcel or ""), "place": _data(place),
            "by": _data(history_words.actor(row.by)), "station": row.station or "", "scan": (row.raw or "")[:80],
            "hash": row.hash, "undone": row.undone_by_id is not None}


def _stage(unit: sa.Row) -> Sentence:
    return customer_words.NEVER_CAME[1] if unit.stage is Stage.KEPT and reasons.never_came(unit) else word(unit.stage)


def _units(connection: sa.Connection, rma_id: int, language: str) -> list[dict[str, Any]]:
    rows = connection.execute(sa.select(U, Q.c.name).outerjoin(Q, Q.c.id == U.c.product_id)
                              .where(U.c.rma_id == rma_id).order_by(U.c.id))
    told = repair_paper.words_of(connection, U.c.rma_id == rma_id)
    return [{"product": row.name or "", "words": told.get(row.id, []), "reason": reasons.said(row, language),
             "tag": row.tag or "", "serial": row.serial_seen or row.serial_stated or "",
             "stage": _stage(row).as_data(), "decided": word(row.resolution).as_data() if row.resolution else "",
             "grade": row.grade.value if row.grade else ""} for row in rows]


def _parcels(connection: sa.Connection, rma_id: int) -> list[dict[str, Any]]:
    known = carriers.carriers()
    rows = connection.execute(sa.select(P).where(P.c.rma_id == rma_id).order_by(P.c.id))
    return [{"parcel": row.number, "to_us": row.direction.value == "in", "tracking": row.tracking or "",
             "carrier": known[row.carrier].name if row.carrier in known else row.carrier or "",
             "state": word(row.state).as_data(), "received": _time(row.received_at), "sent": _time(row.handed_over_at),
             "weight_g": row.weight_g, "damaged": row.damaged} for row in rows]


def _money(connection: sa.Connection, rma_id: int) -> list[dict[str, Any]]:
    """What was paid or is to be paid, oldest first; amounts in minor units."""
    rows = connection.execute(sa.select(S).where(S.c.rma_id == rma_id).order_by(S.c.id))
    return [{"what": customer_words.MONEY[row.kind].as_data(), "state": customer_words.MONEY_STATE[row.state].as_data(),
             "amount_minor": row.amount_minor, "currency": row.currency, "reference": row.reference or "",
             "at": _time(row.done_at or row.created_at)} for row in rows]


def _messages(connection: sa.Connection, rma_id: int) -> list[dict[str, Any]]:
    rows = connection.execute(sa.select(MS.c.author, MS.c.at, MS.c.body).where(MS.c.rma_id == rma_id)
                              .order_by(MS.c.id).limit(MOST_MESSAGES))
    return [{"at": _time(row.at), "by_customer": row.author == "customer", "text": row.body} for row in rows]


def _photos(connection: sa.Connection, rma_id: int) -> list[dict[str, Any]]:
    units, parcels = sa.select(U.c.id).where(U.c.rma_id == rma_id), sa.select(P.c.id).where(P.c.rma_id == rma_id)
    rows = connection.execute(
        sa.select(PH.c.storage_key, PH.c.at, PH.c.sha256, sa.func.coalesce(U.c.tag, P.c.number).label("of"),
                  PH.c.shows, PH.c.unit_id)
        .outerjoin(U, U.c.id == PH.c.unit_id).outerjoin(P, P.c.id == PH.c.parcel_id)
        .where(sa.or_(PH.c.rma_id == rma_id, PH.c.unit_id.in_(units), PH.c.parcel_id.in_(parcels)))
        .order_by(PH.c.at, PH.c.id))
    return [{"key": row.storage_key, "at": row.at.isoformat(), "of": row.of or "", "shows": row.sha256,
             "what": photo_set.label(row)} for row in rows]


def _time(moment: Any) -> str:
    return chain.moment_text(moment)[:19].replace("T", " ") if moment else ""


def _data(words: Any) -> Any:
    return words.as_data() if isinstance(words, Sentence) else words
