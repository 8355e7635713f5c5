"""Orders as a shop would have them, for tests of asking for a return; and a customer who walks through the pages."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, g
from PIL import Image
from werkzeug.test import TestResponse

from models.catalogue import Device, DeviceSerial, Product
from models.orders import Customer, Order, OrderLine
from models.rma import Rma, Unit
from tests.support.pages import PageClient
from workflow.actors import CUSTOMER, SYSTEM, Actor
from workflow.doing import Doing
from workflow.purchases import purchase  # noqa: F401 (for tests)
from workflow.requesting import Wish, request_return
from workflow.transaction import act, reading

_numbers = itertools.count(1)
LONG_NAME = "Wasserkocher Édition Spéciale mit Temperaturwahl, doppelwandig, 1,7 l 电热水壶 غلاية كهربائية"


@dataclass(frozen=True)
class Bought:
    """An order with the ids of its lines and the serials sold with each."""

    id: int
    number: str
    email: str
    postcode: str
    lines: list[int]
    serials: list[str]


def buy(**about: object) -> Bought:
    """An order with one line per quantity; see `_buy` for what can be said about it."""
    return _buy(by=SYSTEM, **about)


@act("test.bought")
def _buy(doing: Doing, *, quantities: tuple[int, ...] = (1,), delivered_days_ago: float | None = 10,
         country: str = "DE", channel: str = "shop", email: str = "joerg@example.com", postcode: str = "10119",
         name: str = LONG_NAME, category: str = "small_kitchen_appliance", serials: bool = False,
         number: str | None = None, by: Actor, **product: object) -> Bought:
    """An order with one line per quantity. `product` are further columns of the products."""
    customer = doing.insert(Customer, name="Jörg 约格 يورغ Müller-Lüdenscheidt", email=email,
                            email_key=email.casefold(), created_at=doing.now)
    number = number or f"BH-{next(_numbers):06d}"
    delivered = None if delivered_days_ago is None else doing.now - timedelta(days=delivered_days_ago)
    order = doing.insert(
        Order, number=number, number_key=number.upper(), channel=channel, market=country, customer_id=customer,
        placed_at=doing.now - timedelta(days=(delivered_days_ago or 0) + 4), delivered_at=delivered, currency="EUR",
        paid_minor=4999 * sum(quantities), ship_name="Jörg", ship_street="Torstraße 1", ship_city="Berlin",
        ship_postcode=postcode, ship_country=country)
    lines = [_line(doing, order, no, quantity, serials, {"name": name, "category": category, **product})
             for no, quantity in enumerate(quantities, start=1)]
    return Bought(order, number, email, postcode, [line for line, _ in lines], [s for _, some in lines for s in some])


def _line(doing: Doing, order: int, no: int, quantity: int, serials: bool,
          values: dict[str, object]) -> tuple[int, list[str]]:
    sku = f"RQ-{next(_numbers):06d}"
    product = doing.insert(Product, sku=sku, **{"serialised": serials, "repairable": True, **values})
    line = doing.insert(OrderLine, order_id=order, line_no=no, product_id=product, quantity=quantity,
                        unit_price_minor=4999)
    sold = [f"SN{sku}{place}" for place in range(quantity)] if serials else []
    for serial in sold:
        device = doing.insert(Device, product_id=product, order_line_id=line)
        doing.insert(DeviceSerial, device_id=device, product_id=product, serial=serial)
    return line, sold


def ask(bought: Bought, *, reason: str = "changed_mind", wanted: str = "refund", line: int = 0, count: int = 1,
        language: str = "de", by: Actor = CUSTOMER, **more: object) -> int:
    """Ask for `count` units of one line. Returns the RMA's id."""
    wishes = [Wish(bought.lines[line], reason, wanted, **more) for _ in range(count)]
    return request_return(order_id=bought.id, wishes=wishes, language=language, by=by)


def rma(rma_id: int) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(Rma.__table__).where(Rma.__table__.c.id == rma_id)).one()


def units(rma_id: int) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(Unit.__table__).where(Unit.__table__.c.rma_id == rma_id)
                                       .order_by(Unit.__table__.c.id)))


def rows(model: type, *which: sa.ColumnElement[bool]) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(model.__table__).where(*which).order_by(model.__table__.c.id)))


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **save: object) -> bytes:
    """An honest photo."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **save)
    return out.getvalue()


class Shopper(PageClient):
    """Somebody with a phone and without scripts."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        super().__init__(app)
        self.language = language

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        """The fixture's open context would let requests share what belongs to one of them."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)

    def find(self, bought: Bought) -> None:
        self.page(f"/returns?lang={self.language}")
        answer = self.send("/returns", order_number=bought.number, proof=bought.email)
        assert (answer.status_code, answer.location) == (303, "/returns/items"), answer.get_data(as_text=True)

    def choose(self, bought: Bought, *counts: int, **more: str) -> str:
        """Choose so many of each line. Returns where it leads."""
        fields = {f"line_{line}": str(count) for line, count in zip(bought.lines, counts, strict=False) if count}
        return self.go("/returns/items", **fields, **more)

    def go(self, url: str, **fields: object) -> str:
        """Fetch the page's form token, post it, and return where it leads; fails unless it leads on."""
        answer = self.send(url, **fields)
        assert answer.status_code == 303, f"{url}: {answer.status_code}\n{said(answer.get_data(as_text=True))}"
        return answer.location

    def ask_for_one(self, bought: Bought, *, reason: str = "changed_mind", **details: object) -> str:
        """The whole way for the first line. Returns the token of the status link."""
        self.find(bought)
        self.page("/returns/items")
        where = self.choose(bought, 1)
        self.page(where)
        where = self.go(where, reason=reason)
        self.page(where)
        assert self.go(where, **{"wanted": "refund", "same": "y", **details}) == "/returns/review"
        self.page("/returns/review")
        sent = self.go("/returns/review")
        self.page(sent)
        return sent.removeprefix("/returns/s/").removesuffix("/sent")


def said(html: str) -> str:
    """The words of a page, for messages of tests that fail."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1]).split())[:800]
