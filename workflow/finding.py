"""Finding an order by its number and a proof: the e-mail or postcode that only its buyer should know.

A wrong proof and an order that does not exist are one answer, from the same statements, in the same time.
"""

from __future__ import annotations

import hashlib
import hmac

import sqlalchemy as sa

from models.orders import Customer, Order, order_key
from workflow import limiting
from workflow.errors import NotFound
from workflow.sentences import say
from workflow.transaction import reading

ORD, C = Order.__table__, Customer.__table__
TRIES_FROM_ONE_ADDRESS, TRIES_FOR_ONE_ORDER, WINDOW_SECONDS = 25, 40, 900
COMPARED = 4  # channels may give out one number twice; always as many comparisons as this


def number_key(typed: str) -> str:
    """An order number as it is compared, without signs that no keyboard has."""
    return order_key("".join(sign for sign in typed if sign.isprintable()))[:64]


def email_key(typed: str) -> str:
    return typed.strip().casefold()


def postcode_key(typed: str) -> str:
    """Without spaces and hyphens: "1010-001" and "1010001" are typed for one another."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def find_order(order_number: str, proof: str, *, address: str = "") -> int:
    """The id of the order with this number, if the proof (e-mail or postcode) is its buyer's.

    Args:
        address: where the request came from, for the limit; empty for none.

    Raises:
        NotFound: no such order, or not this buyer's. One answer for both.
        TooOften: too many tries from this address or for this number.
    """
    number = number_key(order_number)
    if address:
        limiting.hit("find-order", address, limit=TRIES_FROM_ONE_ADDRESS, seconds=WINDOW_SECONDS)
        limiting.hit("find-order-no", number, limit=TRIES_FOR_ONE_ORDER, seconds=WINDOW_SECONDS)
    with reading() as connection:
        rows = connection.execute(
            sa.select(ORD.c.id, ORD.c.ship_postcode, C.c.email_key).join(C, C.c.id == ORD.c.customer_id)
            .where(ORD.c.number_key == number).order_by(ORD.c.id).limit(COMPARED)).all()
    found = [row.id for row in _padded(rows) if proves(proof, row.email_key if row else "",
                                                       row.ship_postcode if row else "") and row]
    if not found:
        raise NotFound(say("We found no order with this number and this e-mail or postcode. Check both: they stand in "
                           "the confirmation of your order."), field="proof")
    return found[0]


def _padded(rows: list[sa.Row]) -> list[sa.Row | None]:
    return [*rows, *[None] * (COMPARED - len(rows))]


def proves(typed: str, email: str | None, postcode: str | None) -> bool:
    """Whether what was typed is this e-mail or this postcode. The time does not tell which, or how nearly."""
    is_email = _same(email_key(typed), email_key(email or ""))
    is_postcode = _same(postcode_key(typed), postcode_key(postcode or ""))
    return is_email | is_postcode


def _same(left: str, right: str) -> bool:
    digests = [hashlib.sha256(text.encode()).digest() for text in (left, right)]
    return hmac.compare_digest(*digests) & bool(right)
