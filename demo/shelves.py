"""What lies about after eight weeks: things on shelves, a count that differs, a damaged box, a scan that was kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from demo.hands import Crew, Hand
from models.lifecycle import Direction, ParcelState, PlaceKind, Stage, StationKind
from models.parcels import Parcel
from models.places import Shelf
from models.rma import Unit
from reference.demo import material
from workflow import carrier_claims
from workflow.scanning.commands import Command
from workflow.transaction import reading

Story = Iterator[timedelta]
U, P, H = (m.__table__ for m in (Unit, Parcel, Shelf))
# The shelves of the house, and which stages lie on each; boxes that nobody could place have one of their own.
FOR_STAGES = {"A-01": (Stage.INSPECTED,), "A-02": (Stage.STOCKED,), "B-01": (Stage.STOCKED,),
              "B-02": (Stage.REPAIRING, Stage.READY)}
MOST_ON_A_SHELF = 12
FILLED_AGO, COUNTED_AGO = timedelta(hours=2), timedelta(hours=1)
DAMAGED_AGO = timedelta(days=4, hours=2)  # of the seven days that DHL gives
CLAIM_DUE_WITHIN = timedelta(days=3)
KEPT_AGO, KEPT_FOR = timedelta(minutes=40), timedelta(minutes=25)
FOR_EVER = timedelta(days=400)


def filled(crew: Crew) -> Story:
    """What waits is brought to the shelves."""
    shelves, hand = _codes(), crew.at(StationKind.SHELVING)
    for name, stages in FOR_STAGES.items():
        _put(hand, _units(stages), shelves[name])
    _put(hand, _unidentified(), shelves["Unidentified"])
    yield FOR_EVER


def counted(crew: Crew) -> Story:
    """One shelf is counted: its last thing is not there, and one from another shelf is."""
    shelves, hand = _codes(), crew.at(StationKind.SHELVING)
    lying, stray = (_on(shelves[name]) for name in ("A-02", "B-02"))
    hand.scan(shelves["A-02"], wants=("repeat",))
    hand.scan(Command.COUNT)
    for code in [*lying[:-1], *stray[:1]]:
        hand.scan(code)
    hand.scan(Command.DONE)
    yield FOR_EVER


def _put(hand: Hand, codes: list[str], shelf: str) -> None:
    for code in codes:
        hand.scan(code)
    if codes:
        hand.scan(shelf)


def damaged(crew: Crew, today: datetime) -> Story:
    """A box that came lately was damaged: the claim against its carrier is due soon after `today`."""
    dock = crew.at(StationKind.DOCK)
    for number in _to_be_claimed(today)[:1]:
        dock.scan(number, wants=("repeat",))
        dock.scan(Command.DAMAGED)
    yield FOR_EVER


def kept(crew: Crew) -> Story:
    """A tablet had no network. What it kept cannot be placed: nobody knows any more from which box that thing came."""
    product = next(iter(material.products().values()))
    crew.at(StationKind.DOCK, 1).deliver(product.gtin or product.sku, kept_for=KEPT_FOR)
    yield FOR_EVER


def _all(select: sa.Select) -> list[str]:
    with reading() as connection:
        return list(connection.execute(select.limit(MOST_ON_A_SHELF)).scalars())


def _codes() -> dict[str, str]:
    with reading() as connection:
        return dict(connection.execute(sa.select(H.c.name, H.c.code)).all())


def _units(stages: tuple[Stage, ...]) -> list[str]:
    return _all(sa.select(U.c.tag).where(U.c.stage.in_(stages), U.c.tag.is_not(None),
                                         U.c.place_kind != PlaceKind.SHELF).order_by(U.c.id.desc()))


def _unidentified() -> list[str]:
    return _all(sa.select(P.c.number).where(P.c.unidentified, P.c.state == ParcelState.RECEIVED).order_by(P.c.id))


def _on(shelf: str) -> list[str]:
    here = sa.select(H.c.id).where(H.c.code == shelf).scalar_subquery()
    return _all(sa.select(U.c.tag).where(U.c.place_kind == PlaceKind.SHELF, U.c.place_id == here).order_by(U.c.id))


def _to_be_claimed(today: datetime) -> list[str]:
    """Customers' boxes that were received, of which a claim would be due within days from `today`; the newest first."""
    came = sa.select(P.c.number, P.c.carrier, P.c.received_at).where(
        P.c.direction == Direction.IN, P.c.rma_id.is_not(None), P.c.received_at.is_not(None))
    with reading() as connection:
        rows = connection.execute(came.order_by(P.c.received_at.desc())).all()
    return [row.number for row in rows if timedelta(0) < _due(row) - today < CLAIM_DUE_WITHIN]


def _due(box: sa.Row) -> datetime:
    return box.received_at + timedelta(days=carrier_claims.period(box.carrier).days)
