"""A thing in the house that belongs to no RMA: what is known of it, who may wait for it, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import LIVE, Owner, Stage
from models.orders import Customer
from models.parcels import Parcel
from models.rma import WAITED_FOR, Hold, Photo, Rma, Unit
from workflow import gates, lying, matching, merging, moves, rows, whereabouts
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

U, R, C, Q, P, H, PH = (m.__table__ for m in (Unit, Rma, Customer, Product, Parcel, Hold, Photo))
MOST = 10


@dataclass(frozen=True)
class Lone:
    """A unit with what is known of it. `rma_number`: it belongs there; `waiting`: units of RMAs that it may be."""

    unit: Any
    name: str
    where: Sentence
    rma_number: str | None
    parcel: Any
    holds: list[str]
    photo_ids: list[int]
    waiting: list[sa.Row]

    @property
    def may_belong(self) -> bool:
        return gates.holds(check_can_belong, self.unit)


def one(unit_id: int) -> Lone:
    """Raises NotFound. A unit that turned out to be another one leads to that one's RMA."""
    with reading() as connection:
        seen = whereabouts.read(connection, U.c.id == unit_id)
        if not seen:
            raise NotFound(say("There is no such unit."))
        unit = seen[0].unit
        parcel = connection.execute(sa.select(P).where(P.c.id == unit.came_in_id)).first()
        holds = connection.scalars(sa.select(H.c.reason).where(
            H.c.unit_id == unit_id, H.c.released_at.is_(None)).order_by(H.c.id))
        photos = connection.scalars(sa.select(PH.c.id).where(PH.c.unit_id == unit_id).order_by(PH.c.id))
        return Lone(unit, seen[0].name, lying.place_words(unit.place_kind, seen[0].place),
                    seen[0].rma_number or _rma_of(connection, unit.voided_into_id), parcel, list(holds), list(photos),
                    _waiting(connection, unit))


def _rma_of(connection: sa.Connection, unit_id: int | None) -> str | None:
    return connection.scalar(sa.select(R.c.number).join(U, U.c.rma_id == R.c.id).where(U.c.id == unit_id)) \
        if unit_id else None


def _waiting(connection: sa.Connection, unit: Any) -> list[sa.Row]:
    """Units that RMAs wait for and that this may be: the same device or serial number first, then the longest wait."""
    proven = sa.or_(sa.and_(U.c.device_id == unit.device_id, U.c.device_id.is_not(None)),
                    sa.and_(U.c.serial_stated == unit.serial_seen, U.c.serial_stated.is_not(None)))
    alike = sa.or_(proven, sa.and_(U.c.product_id == unit.product_id, U.c.product_id.is_not(None)))
    return list(connection.execute(_named().where(alike, WAITED_FOR).order_by(proven.desc(), R.c.created_at, U.c.id)
                                   .limit(MOST)).all())


def waited_by(number: str) -> list[sa.Row]:
    """What this RMA still waits for. Raises NotFound: there is no such RMA."""
    rma_id = matching.rma_id_of(number)
    with reading() as connection:
        return list(connection.execute(_named().where(U.c.rma_id == rma_id, WAITED_FOR).order_by(U.c.id)).all())


def _named() -> sa.Select:
    return (sa.select(U.c.id, U.c.stage, Q.c.name, U.c.serial_stated, R.c.number, R.c.status,
                      C.c.name.label("customer"))
            .select_from(U.join(R, R.c.id == U.c.rma_id).join(C, C.c.id == R.c.customer_id)
                         .outerjoin(Q, Q.c.id == U.c.product_id)))


def check_can_belong(unit: Any) -> None:
    """It is a customer's, in the house, and nobody has said yet whose."""
    if unit.rma_id is not None:
        raise Refused(say("This belongs to an RMA already."))
    if unit.owner is not Owner.CUSTOMER or unit.stage not in LIVE:
        raise Refused(say("Only what came from a customer and is still here can be given to an RMA."))


@act("unit.belongs_to")
def belongs_to(doing: Doing, *, unit_id: int, number: str, same_as: int | None, by: Actor) -> str:
    """Say which RMA a thing belongs to. Returns the RMA's number.

    Args:
        number: of the RMA, typed with or without spaces.
        same_as: the unit of that RMA that it is; None when it came besides what was announced, then it stays held.

    Raises:
        NotFound: there is no such RMA.
        Refused: it belongs to one already, or it cannot be that unit.
    """
    extra = rows.unit(doing, unit_id)
    check_can_belong(extra)
    rma = rows.rma(doing, matching.rma_id_of(number))
    if same_as is None:
        moves.note_unit(doing, extra, what="unit.matched", codes=f"rma:{rma.id}", rma_id=rma.id)
    else:
        merging.become(doing, extra, _same(doing, extra, rma.id, same_as))
    return rma.number


def _same(doing: Doing, extra: Any, rma_id: int, unit_id: int) -> sa.Row:
    unit = doing.one(sa.select(U).where(U.c.id == unit_id, U.c.rma_id == rma_id, WAITED_FOR).with_for_update())
    if unit is None:
        raise Refused(say("This RMA does not wait for that item any more. Choose again."))
    if extra.stage is not Stage.ARRIVED:
        raise Refused(say("It was inspected already. Choose that it came besides what was announced."))
    if None not in (extra.product_id, unit.product_id) and extra.product_id != unit.product_id:
        raise Refused(say("That is another product. Choose that it came besides what was announced."))
    return unit
