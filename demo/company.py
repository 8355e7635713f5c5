"""The company before its first return: house, people, products, parts, and what was sold."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from random import Random

import sqlalchemy as sa

from models.lifecycle import Role
from models.numbers import Prefix, draw
from models.people import Staff
from models.places import Site
from models.work import Part, PartStock
from reference.demo import material
from reference.demo.orders import generate_orders
from workflow import clock, house, staffing
from workflow.actors import SYSTEM
from workflow.importing import orders as order_plans
from workflow.importing import products as product_plans
from workflow.importing.values import AddressIn, CustomerIn, LineIn, OrderIn, ProductIn, ShipmentIn
from workflow.transaction import in_transaction

ORDER_LINES = 3000
CHUNK = 200
PASSWORD_FILE = "demo-passwords.txt"


def found(*, company: str, folder: Path, today: date, rng: Random, order_lines: int = ORDER_LINES) -> None:
    """House, people, goods and some thousand order lines that end `today`."""
    house.build(company=company)
    _hire(folder)
    _stock(rng)
    _sell(today, rng, order_lines)


def _hire(folder: Path) -> None:
    """Everybody with a random password and PIN of this installation, kept in a file that only its owner reads."""
    lines = ["# name  password  roles  PIN: made for this installation; nobody else has them"]
    for person in material.staff():
        password, pin = secrets.token_urlsafe(9), f"{secrets.randbelow(9000) + 1000}"
        staffing.add(login=person.username, name=person.name, roles=[Role(role) for role in person.roles],
                     password=password, pin=pin, language=person.language, by=SYSTEM)
        lines.append(f"{person.username}  {password}  {','.join(person.roles)}  {pin}")
    path = folder / PASSWORD_FILE
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")


def _stock(rng: Random) -> None:
    values = [_product(row) for row in material.products().values()]
    in_transaction(lambda connection: product_plans.plan(connection, values, clock.now()).write(connection))
    in_transaction(_parts)


def _product(row: material.Product) -> ProductIn:
    return ProductIn(sku=row.sku, given={
        "name": row.name, "category": row.category, "gtin": row.gtin, "weight_g": row.weight_g,
        "price_minor": row.price_minor, "currency": row.currency, "warranty_months": row.warranty_months,
        "serialised": bool(row.serial_prefix), "repairable": bool(row.serial_prefix), "hs_code": row.hs_code or None,
        "origin_country": "CN", "battery": row.battery,
        "final_sale": "final_sale" in row.exclusions, "accessories": list(row.accessories)})


def _parts(connection: sa.Connection) -> None:
    site_id = connection.execute(sa.select(sa.func.min(Site.__table__.c.id))).scalar_one()
    for row in material.parts().values():
        part_id = connection.execute(sa.insert(Part.__table__).values(
            code=draw(Prefix.PART), sku=row.sku, name=row.text.en, category=row.fits, price_minor=row.price_minor,
            currency=row.currency).returning(Part.__table__.c.id)).scalar_one()
        connection.execute(sa.insert(PartStock.__table__).values(
            part_id=part_id, site_id=site_id, on_hand=row.stock))


def _sell(today: date, rng: Random, order_lines: int) -> None:
    sold = [_order(row) for row in generate_orders(rng, lines=order_lines, end=today)]
    for start in range(0, len(sold), CHUNK):
        chunk = sold[start:start + CHUNK]
        in_transaction(lambda connection, chunk=chunk: order_plans.plan(
            connection, chunk, clock.now()).write(connection))


def _order(row: dict) -> OrderIn:
    buyer, address = row["customer"], row["customer"]["address"]
    tracking = row["tracking_number"]
    return OrderIn(
        number=row["number"], channel=row["channel"], market=address["country"], placed_at=row["placed_at"],
        delivered_at=row["delivered_at"], currency=row["currency"], paid_minor=row["total_minor"],
        customer=CustomerIn(name=buyer["name"], email=buyer["email"], phone=buyer["phone"] or "",
                            language=buyer["language"]),
        address=AddressIn(name=buyer["name"], country=address["country"], street=address["street"],
                          city=address["city"], region=address.get("region", ""), postcode=address["postcode"]),
        shipments=(ShipmentIn(tracking, row["carrier"], row["shipped_at"]),) if tracking else (),
        lines=tuple(LineIn(sku=line["sku"], quantity=line["quantity"], unit_price_minor=line["unit_price_minor"],
                           line_no=line["line"], name=line["name"], serials=tuple(line["serials"]),
                           tracking=tracking) for line in row["lines"]))


def is_founded(connection: sa.Connection) -> bool:
    """Whether anybody works here already."""
    return bool(connection.execute(sa.select(sa.func.count()).select_from(Staff.__table__)).scalar())
