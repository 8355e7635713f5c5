"""Search by anything: our numbers, tracking, serials, order numbers, e-mail, and words of names in any script.

Codes are found by exact look-ups in unique or plain indexes. Names are found by their words: each word is a row, so
that "begins with" is a range of an index, the same on SQLite and PostgreSQL. Words are written behind the data
(`catch_up`), so that no import and no request has to know of the search.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.orders import Customer, Order, OrderLine, Shipment
from models.parcels import Parcel
from models.rma import Rma, Unit
from models.search import SearchWord
from workflow import words_of_names
from workflow.errors import Busy
from workflow.finding import number_key
from workflow.recognising.recognising import tracking_value
from workflow.transaction import reading

R, U, P, ORD, C, Q, SH, DS, D, L, W = (m.__table__ for m in (
    Rma, Unit, Parcel, Order, Customer, Product, Shipment, DeviceSerial, Device, OrderLine, SearchWord))
MOST = 25
LAST_SIGN = "\U0010ffff"


@dataclass
class Found:
    """What a text led to. `exact` is the one RMA whose own number (or tag, or parcel) was typed; `units` have none."""

    text: str
    rmas: list[sa.Row] = field(default_factory=list)
    orders: list[sa.Row] = field(default_factory=list)
    customers: list[sa.Row] = field(default_factory=list)
    parcels: list[sa.Row] = field(default_factory=list)
    units: list[sa.Row] = field(default_factory=list)
    exact: str | None = None

    def __bool__(self) -> bool:
        return bool(self.rmas or self.orders or self.customers or self.parcels or self.units)

    @property
    def only_unit(self) -> int | None:
        """The one unit without RMA to which alone the text led."""
        others = self.rmas or self.orders or self.customers or self.parcels
        return self.units[0].id if len(self.units) == 1 and not others else None


def search(text: str) -> Found:
    """Everything that this text may mean, newest first, at most MOST of each kind."""
    text = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isprintable()).strip()[:100]
    found = Found(text)
    if not text:
        return found
    with contextlib.suppress(Busy):  # then the newest names may be missing; the worker writes them
        words_of_names.catch_up(most=500)
    with reading() as connection:
        ids = _by_code(connection, text)
        if not any(ids.values()):
            ids = by_words(connection, text)
        _read(connection, found, ids)
    return found


Ids = dict[str, set[int]]


def _by_code(connection: sa.Connection, text: str) -> Ids:
    """Ids by kind of what carries exactly this number, serial or address: one statement of indexed look-ups."""
    code = re.sub(r"\s", "", text).upper()
    plain = code.replace("-", "")
    tracking = {code, tracking_value(code)}
    rows = connection.execute(sa.union_all(
        _as("rma", R.c.id, R.c.number == plain),
        _as("rma", U.c.rma_id, U.c.tag == plain),
        _as("unit", U.c.id, sa.and_(U.c.rma_id.is_(None), sa.or_(U.c.tag == plain, U.c.serial_seen == code))),
        _as("parcel", P.c.id, P.c.number == plain),
        _as("parcel", P.c.id, P.c.tracking.in_(tracking)),
        _as("order", SH.c.order_id, SH.c.tracking.in_(tracking)),
        _as("rma", U.c.rma_id, U.c.serial_seen == code),
        _as("rma", U.c.rma_id, U.c.serial_stated == code),
        sa.select(sa.literal("rma"), U.c.rma_id).join(DS, DS.c.device_id == U.c.device_id).where(DS.c.serial == code),
        sa.select(sa.literal("order"), L.c.order_id).join(D, D.c.order_line_id == L.c.id)
        .join(DS, DS.c.device_id == D.c.id).where(DS.c.serial == code),
        _as("order", ORD.c.id, ORD.c.number_key == number_key(text)),
        _as("customer", C.c.id, C.c.email_key == text.casefold()),
        _as("product", Q.c.id, sa.or_(Q.c.sku == text, Q.c.sku == code, Q.c.gtin == plain)),
    )).all()
    ids: Ids = {}
    for kind, thing_id in rows:
        if thing_id is not None:
            ids.setdefault(kind, set()).add(thing_id)
    return ids


def _as(kind: str, column: sa.Column, condition: sa.ColumnElement[bool]) -> sa.Select:
    return sa.select(sa.literal(kind), column).where(condition)


def by_words(connection: sa.Connection, text: str) -> Ids:
    """Ids by kind of the things in whose names every word of the text begins a word."""
    words = words_of_names.asked_for(text)
    if not words:
        return {}
    each = [sa.select(W.c.kind, W.c.thing_id).where(W.c.word >= word, W.c.word < word + LAST_SIGN) for word in words]
    hits = sa.intersect(*each).subquery() if len(each) > 1 else each[0].distinct().subquery()
    ids: Ids = {}
    for kind, thing_id in connection.execute(sa.select(hits.c.kind, hits.c.thing_id)
                                             .order_by(hits.c.thing_id.desc()).limit(MOST * 4)):
        ids.setdefault(kind, set()).add(thing_id)
    return ids


def _read(connection: sa.Connection, found: Found, ids: Ids) -> None:
    """The rows behind the ids, and the RMAs that hang on them."""
    customers, orders, parcels = (ids.get(kind, set()) for kind in ("customer", "order", "parcel"))
    which = [R.c.id.in_(ids.get("rma", ())), R.c.customer_id.in_(customers), R.c.order_id.in_(orders),
             R.c.id.in_(sa.select(P.c.rma_id).where(P.c.id.in_(parcels))),
             R.c.id.in_(sa.select(U.c.rma_id).where(U.c.product_id.in_(ids.get("product", ()))))]
    found.rmas = list(connection.execute(
        sa.select(R.c.id, R.c.number, R.c.status, R.c.kind, R.c.created_at, C.c.name, ORD.c.number.label("order"))
        .join(C, C.c.id == R.c.customer_id).outerjoin(ORD, ORD.c.id == R.c.order_id).where(sa.or_(*which))
        .order_by(R.c.id.desc()).limit(MOST)).all())
    found.orders = _orders(connection, orders, customers)
    found.customers = list(connection.execute(sa.select(C.c.id, C.c.name, C.c.email).where(C.c.id.in_(customers))
                                              .order_by(C.c.id.desc()).limit(MOST)).all())
    found.parcels = list(connection.execute(
        sa.select(P.c.id, P.c.number, P.c.state, P.c.tracking, P.c.unidentified)
        .where(P.c.id.in_(parcels), P.c.rma_id.is_(None)).order_by(P.c.id.desc()).limit(MOST)).all())
    found.units = list(connection.execute(
        sa.select(U.c.id, U.c.tag, U.c.serial_seen, U.c.stage, Q.c.name).outerjoin(Q, Q.c.id == U.c.product_id)
        .where(U.c.id.in_(ids.get("unit", ()))).order_by(U.c.id.desc()).limit(MOST)).all())
    only_codes = not (customers or orders or ids.get("product"))
    found.exact = found.rmas[0].number if len(found.rmas) == 1 and only_codes else None


def _orders(connection: sa.Connection, orders: set[int], customers: set[int]) -> list[Any]:
    return list(connection.execute(
        sa.select(ORD.c.id, ORD.c.number, ORD.c.channel, ORD.c.placed_at, C.c.name, C.c.id.label("customer_id"))
        .join(C, C.c.id == ORD.c.customer_id).where(sa.or_(ORD.c.id.in_(orders), ORD.c.customer_id.in_(customers)))
        .order_by(ORD.c.id.desc()).limit(MOST)).all())
