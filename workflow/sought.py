"""What somebody looks for at a station, as conditions on units and boxes: a code that means something, or just words.

A box that nobody has opened is where its units are: they are looked for through it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from models.lifecycle import BOXES_IN_HOUSE, Direction, ParcelState, Stage
from models.orders import Order
from models.parcels import Parcel, ParcelLine, ParcelSender
from models.places import Shelf
from models.rma import Rma, Unit
from workflow import searching, serials, whereabouts, words_of_names
from workflow.boxes import STILL_TO_COME

U, R, P, L, PS, ORD, H = (m.__table__ for m in (Unit, Rma, Parcel, ParcelLine, ParcelSender, Order, Shelf))
NOTHING = sa.false()
WITH_GOODS = sorted(BOXES_IN_HOUSE - {ParcelState.EMPTIED})
FEWEST_DIGITS, MOST_SENDERS = 4, 500
PART_OF_A_NUMBER = re.compile(rf"[RPTS]?\d{{{FEWEST_DIGITS},11}}")
MAY_BE_POSTCODE = re.compile(r"(?=.*\d)[A-Z0-9]{3,10}")


@dataclass(frozen=True)
class Sought:
    """`units` are meant wherever they are, `goods` only where they are in the house (all of a product, of a postcode).

    `parcels` are boxes that are meant themselves, beside those in which such units still lie.
    """

    units: sa.ColumnElement[bool] = NOTHING
    goods: sa.ColumnElement[bool] = NOTHING
    parcels: sa.ColumnElement[bool] = NOTHING

    @property
    def lying(self) -> sa.ColumnElement[bool]:
        return sa.or_(self.units, sa.and_(self.goods, whereabouts.in_house()))

    @property
    def boxes(self) -> sa.ColumnElement[bool]:
        """Boxes in the house with something in them that may be what is sought: nobody has taken it out yet."""
        coming = sa.and_(sa.or_(self.units, self.goods), U.c.stage.in_(sorted(STILL_TO_COME)))
        announced = sa.select(L.c.parcel_id).join(U, U.c.id == L.c.unit_id).where(coming)
        of_its_rma = sa.select(U.c.rma_id).where(coming, U.c.stage != Stage.SHIPPED, U.c.rma_id.is_not(None))
        return sa.and_(P.c.state.in_(WITH_GOODS), sa.or_(
            self.parcels, P.c.id.in_(announced),
            sa.and_(P.c.direction == Direction.IN, P.c.rma_id.in_(of_its_rma))))


def of_unit(unit_id: int) -> Sought:
    return Sought(U.c.id == unit_id)


def of_device(device_id: int) -> Sought:
    """The unit that is this device; in a box that is still whole, one that may be it."""
    return Sought(U.c.device_id == device_id, sa.and_(serials.may_be(device_id), U.c.device_id.is_(None)))


def of_rma(rma_id: int) -> Sought:
    return Sought(U.c.rma_id == rma_id, parcels=P.c.rma_id == rma_id)


def of_order(order_id: int) -> Sought:
    return Sought(whereabouts.of_order(order_id))


def of_parcel(parcel_id: int) -> Sought:
    """Units that lie in the box, or belong to the RMA that it came or goes for."""
    return Sought(whereabouts.of_parcel(parcel_id))


def of_product(product_id: int) -> Sought:
    return Sought(goods=U.c.product_id == product_id)


def of_words(connection: sa.Connection, text: str) -> Sought:
    """A serial number on record, part of a number of ours, a postcode, or words of a customer, a product, a sender."""
    ids = searching.by_words(connection, text)
    code = re.sub(r"[\s-]", "", text).upper()
    buyers = sa.select(R.c.id).where(sa.or_(R.c.customer_id.in_(ids.get("customer", ())),
                                            R.c.order_id.in_(ids.get("order", ()))))
    return Sought(sa.or_(U.c.serial_seen == text.strip().upper(), U.c.serial_stated == text.strip().upper(),
                         U.c.rma_id.in_(buyers), U.c.rma_id.in_(sa.select(R.c.id).where(R.c.number == f"R{code}"))),
                  sa.or_(U.c.product_id.in_(ids.get("product", ())), _part_of(U.c.tag, code),
                         _sent_to(U.c.rma_id, code)),
                  sa.or_(P.c.id.in_(_senders(connection, text, code)), _part_of(P.c.number, code)))


def _part_of(column: sa.Column[str], code: str) -> sa.ColumnElement[bool]:
    """Part of a number, as somebody reads it from a torn label."""
    if not PART_OF_A_NUMBER.fullmatch(code):
        return NOTHING
    return column.like(f"%{code}%" if code[0].isdigit() else f"{code}%")


def _sent_to(rma_id: sa.Column[int], code: str) -> sa.ColumnElement[bool]:
    """Whether the buyer lives at this postcode: asked of each unit in the house, not of all orders."""
    if not MAY_BE_POSTCODE.fullmatch(code):
        return NOTHING
    plain = sa.func.upper(sa.func.replace(sa.func.replace(ORD.c.ship_postcode, " ", ""), "-", ""))
    return sa.exists().where(R.c.id == rma_id, ORD.c.id == R.c.order_id, plain == code)


def _senders(connection: sa.Connection, text: str, code: str) -> list[int]:
    """Boxes in the house on whose labels somebody has read all these words. Few have one: they are read as they are."""
    wanted = words_of_names.asked_for(text)
    rows = connection.execute(sa.select(PS).join(P, P.c.id == PS.c.parcel_id).where(P.c.state.in_(WITH_GOODS))
                              .order_by(PS.c.id.desc()).limit(MOST_SENDERS)) if wanted else ()
    return [row.parcel_id for row in rows if _says(row, wanted) or row.postcode.replace(" ", "").upper() == code]


def _says(sender: sa.Row, wanted: list[str]) -> bool:
    known = words_of_names.words(sender.name, sender.goods)
    return all(any(word.startswith(part) for word in known) for part in wanted)


def shelf_named(connection: sa.Connection, text: str, site_id: int | None) -> int | None:
    """The shelf of this site with this name, as it is written on it."""
    name = " ".join(text.split()).lower()
    return connection.execute(sa.select(H.c.id).where(H.c.site_id == (site_id or 1), sa.or_(
        sa.func.lower(H.c.name) == name, H.c.code == f"S{name.replace(' ', '')}"))).scalar()
