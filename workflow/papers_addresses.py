"""Addresses for paper, as plain values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.orders import Order
from models.places import Site
from reference import romanising

SI, ORD = Site.__table__, Order.__table__


def of_site(connection: sa.Connection, site_id: int) -> dict[str, Any]:
    """The warehouse, with the seller's name."""
    row = connection.execute(sa.select(SI).where(SI.c.id == site_id)).one()
    return with_latin({"name": row.company, "street": row.street, "city": row.city, "region": row.region}, row.postcode,
                    row.country)


def of_buyer(connection: sa.Connection, order_id: int | None) -> dict[str, Any]:
    """Where the order went."""
    row = connection.execute(sa.select(ORD).where(ORD.c.id == order_id)).one()
    return with_latin({"name": row.ship_name, "street": row.ship_street, "city": row.ship_city,
                     "region": row.ship_region}, row.ship_postcode, row.ship_country)


def with_latin(texts: dict[str, str], postcode: str, country: str) -> dict[str, Any]:
    """An address, and its form in Latin letters where it is written in others and can be put into them."""
    written = {**texts, "postcode": postcode, "country": country}
    if all(romanising.is_latin(text) for text in texts.values()):
        return written
    romanised = romanising.romanised(texts, country)
    return {**written, "latin": {**written, **romanised} if romanised else None}
