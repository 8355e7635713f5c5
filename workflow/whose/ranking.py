"""Which open RMA an unidentified parcel may belong to, the likeliest first, with the reasons in words.

Only RMAs of which something is still to come are looked at: their number grows with the business, not with its age.
Names are compared roughly for all of them, in compiled code, and closely for those that are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from models.catalogue import Device, DeviceSerial, Product
from models.lifecycle import Direction, ParcelState, RmaStatus, Stage
from models.orders import Customer, Order, OrderLine, Shipment, order_key
from models.parcels import Parcel, ParcelSender
from models.rma import Rma, Unit
from workflow.sentences import Sentence, say
from workflow.whose.evidence import ALMOST_PROOF, Awaited, Clues, Reason, roughly, soft
from workflow.whose.spelling import Spelled, latin_words, spelled

P, PS, U, R, C, ORD, L, SH, D, DS, Q = (m.__table__ for m in (
    Parcel, ParcelSender, Unit, Rma, Customer, Order, OrderLine, Shipment, Device, DeviceSerial, Product))
STILL_WAITED_FOR = (Stage.REQUESTED, Stage.EXPECTED, Stage.MISSING)
ON_ITS_WAY = (ParcelState.ANNOUNCED, ParcelState.MOVING, ParcelState.DELIVERED)
LOOKED_AT_CLOSELY = 60
LEAST = 4.0  # what weighs less is no reason to look: it would be a list of everything
FAR_BEHIND = 11.0  # two thousand times less likely than the first
SHOWN = 8
LONGEST_NAME = 80


@dataclass(frozen=True)
class Candidate:
    """An RMA whose parcel it may be. `weight` is comparable within one list only."""

    rma_id: int
    number: str
    customer: str
    status: RmaStatus
    weight: float
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> Sentence:
        """All reasons in one sentence."""
        joined, *rest = [reason.words for reason in self.reasons]
        for words in rest:
            joined = say("%(first)s, %(rest)s", first=joined, rest=words)
        return joined


def rank(connection: sa.Connection, parcel: Any, units: Sequence[Any], *, most: int = SHOWN) -> list[Candidate]:
    """The RMAs to which this parcel may belong, the likeliest first; none without a reason.

    Args:
        parcel: its row. units: rows of what was taken out of it, with `product_id` and `serial_seen`.
    """
    clues = _clues(connection, parcel, units)
    certain = _by_numbers(connection, parcel, [unit.serial_seen for unit in units if unit.serial_seen])
    awaited = _awaited(connection, list(certain))
    found = [_candidate(clues, awaited[rma_id], certain.get(rma_id, ()))
             for rma_id in {*certain, *_promising(clues, list(awaited.values()))} & awaited.keys()]
    best = max((candidate.weight for candidate in found), default=0.0)
    found = [candidate for candidate in found if candidate.weight >= max(LEAST, best - FAR_BEHIND)]
    return sorted(found, key=lambda candidate: (-candidate.weight, candidate.rma_id))[:most]


def _candidate(clues: Clues, rma: Awaited, certain: Sequence[Reason]) -> Candidate:
    reasons = (*certain, *soft(clues, rma))
    return Candidate(rma.rma_id, rma.number, rma.customer, RmaStatus(rma.status),
                     sum(reason.weight for reason in reasons), reasons)


def _clues(connection: sa.Connection, parcel: Any, units: Sequence[Any]) -> Clues:
    sender = noted(connection, parcel.id)
    about = {name: getattr(sender, name) for name in ("name", "country", "postcode", "goods")} if sender else {}
    return Clues(at=parcel.received_at, weight_g=parcel.weight_g, carrier=parcel.carrier,
                 products={unit.product_id for unit in units if unit.product_id}, **about)


def noted(connection: sa.Connection, parcel_id: int) -> sa.Row | None:
    """What was read on the label of this parcel."""
    return connection.execute(sa.select(PS).where(PS.c.parcel_id == parcel_id)).first()


def _awaited(connection: sa.Connection, also: Sequence[int]) -> dict[int, Awaited]:
    """RMAs of which something is to come, and these, with what is to come; by id."""
    waits = U.c.stage.in_(STILL_WAITED_FOR)
    which = sa.or_(waits, U.c.rma_id.in_(also)) if also else waits
    rows = connection.execute(
        sa.select(R.c.id, Q.c.id, Q.c.name, Q.c.name_zh, Q.c.weight_g, R.c.number,
                  sa.type_coerce(R.c.status, sa.String), C.c.name, ORD.c.ship_name, ORD.c.ship_country,
                  ORD.c.ship_postcode, R.c.created_at)
        .select_from(R.join(U, U.c.rma_id == R.c.id).join(C, C.c.id == R.c.customer_id)
                     .outerjoin(ORD, ORD.c.id == R.c.order_id).outerjoin(Q, Q.c.id == U.c.product_id))
        .where(which)).all()
    found: dict[int, Awaited] = {}
    for rma_id, product_id, name, name_zh, weight_g, *about in rows:
        rma = found.get(rma_id)
        if rma is None:
            rma = found[rma_id] = Awaited(rma_id, *about)
        rma.weight_g = rma.weight_g + weight_g if weight_g and rma.weight_g is not None else None
        if product_id:
            rma.products[product_id] = f"{name} {name_zh or ''}".strip()[:LONGEST_NAME]
    _add_carriers(connection, found)
    return found


def _add_carriers(connection: sa.Connection, found: Mapping[int, Awaited]) -> None:
    rows = connection.execute(sa.select(P.c.rma_id, P.c.carrier).where(
        P.c.direction == Direction.IN, P.c.state.in_(ON_ITS_WAY), P.c.carrier.is_not(None),
        P.c.rma_id.is_not(None))).all()
    for rma_id, carrier in rows:
        if rma_id in found:
            found[rma_id].carriers.add(carrier)


def _promising(clues: Clues, awaited: Sequence[Awaited]) -> set[int]:
    """The ids of RMAs that are worth a close look: by name as it sounds, by goods, and by the plain facts."""
    fitting = _fitting_products(clues, awaited)
    points = {rma.rma_id: roughly(clues, rma, fitting) for rma in awaited}
    found = {rma_id for rma_id in nlargest(LOOKED_AT_CLOSELY, points, key=points.__getitem__) if points[rma_id] > LEAST}
    if clues.name:
        name = spelled(clues.name)
        known = [(rma.rma_id, spelled(text)) for rma in awaited
                 for text in {rma.customer, rma.ship_name or rma.customer}]
        found |= _nearest(name.heard, {index: other.heard for index, (_id, other) in enumerate(known)}, known)
        found |= _nearest(name.consonants, {index: other.consonants for index, (_id, other) in enumerate(known)
                                            if other.without_vowels != name.without_vowels}, known)
    return found


def _nearest(wanted: str, keys: Mapping[int, str], known: Sequence[tuple[int, Spelled]]) -> set[int]:
    """The ids behind the names nearest to this one; `keys` are by place in `known`."""
    nearest = process.extract(wanted, keys, scorer=fuzz.token_sort_ratio, limit=LOOKED_AT_CLOSELY)
    return {known[index][0] for _key, _likeness, index in nearest}


def _fitting_products(clues: Clues, awaited: Sequence[Awaited]) -> set[int]:
    """Products that fit what was noted about the goods, each compared once."""
    if not clues.goods:
        return set()
    names: dict[int, str] = {}
    for rma in awaited:
        names.update(rma.products)
    known = {product_id: " ".join(latin_words(name)) for product_id, name in names.items()}
    return {product_id for _name, _likeness, product_id in process.extract(
        " ".join(latin_words(clues.goods)), known, scorer=fuzz.token_set_ratio, score_cutoff=80, limit=None)}


def _by_numbers(connection: sa.Connection, parcel: Any, serials: Sequence[str]) -> dict[int, list[Reason]]:
    """RMAs to which a number on the box or in it leads, by id; one statement."""
    own = sa.select(R.c.id)
    tracking, read = parcel.tracking or "", parcel.raw_code or ""  # never NULL, which all the others have in common
    ways = [
        (say("The same tracking number was announced"), 1, sa.select(P.c.rma_id).where(
            P.c.tracking == tracking, P.c.id != parcel.id, P.c.rma_id.is_not(None))),
        (say("It went out with this tracking number"), 2, own.join(SH, SH.c.order_id == R.c.order_id)
            .where(SH.c.tracking == tracking)),
        (say("Its number stands on the box"), 5, own.where(R.c.number == read)),
        (say("Its order's number stands on the box"), 6, own.join(ORD, ORD.c.id == R.c.order_id)
            .where(ORD.c.number_key == order_key(read))),
    ]
    if serials:
        ways += [
            (say("This serial number was sold in this order"), 3, own.join(L, L.c.order_id == R.c.order_id)
                .join(D, D.c.order_line_id == L.c.id).join(DS, DS.c.device_id == D.c.id)
                .where(DS.c.serial.in_(serials))),
            (say("The customer stated this serial number"), 4, sa.select(U.c.rma_id).where(
                U.c.serial_stated.in_(serials), U.c.rma_id.is_not(None))),
        ]
    words = {number: sentence for sentence, number, _select in ways}
    parts = [select.add_columns(sa.literal(number)).order_by(sa.desc(sa.literal_column("1"))).limit(5).subquery()
             for _sentence, number, select in ways]
    found: dict[int, list[Reason]] = {}
    for rma_id, number in connection.execute(sa.union(*(sa.select(part) for part in parts))):
        found.setdefault(rma_id, []).append(Reason(words[number], ALMOST_PROOF))
    return found
