"""Seeded RMAs: customer, order, unit, box and log that agree with each other, made without taking the real steps.

Every movement says so by its name (seed.*). The same random seed makes the same rows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from commands.seed_sheets import Sheet, moment_writer
from models.catalogue import Device, DeviceSerial
from models.log import Act, Movement
from models.numbers import Prefix
from models.orders import Customer, Order, OrderLine, Shipment
from models.parcels import Parcel, ParcelLine
from models.rma import Rma, Unit
from workflow import chain

UNTIL, SPAN = datetime(2026, 11, 20, 12, tzinfo=UTC), timedelta(days=400)
BODIES, STEP, START = 10**9, 618_033_989, 271_828_182
"""Numbers are a walk through all bodies that visits each once and looks like chance (STEP and BODIES have no factor
in common)."""
PLACES = (("DE", "EUR", "Leipzig", "04109"), ("GB", "GBP", "Leeds", "LS1 4DY"), ("FR", "EUR", "Lyon", "69001"),
          ("US", "USD", "Austin", "78701"), ("JP", "JPY", "Osaka", "530-0001"), ("ES", "EUR", "Vigo", "36201"))
GIVEN, FAMILY = ("Ann", "Bo", "Chen", "Dario", "Eva", "Farid", "Greta", "Hugo"), ("Adler", "Brown", "Costa", "Díaz",
                                                                                 "Eriksen", "Fu", "García", "Haddad")


@dataclass(frozen=True)
class End:
    """How far an RMA has come: of its unit, its box and itself."""

    stage: str
    parcel: str
    status: str
    owner: str = "customer"
    resolution: str | None = None
    place: str = "customer"
    arrived: bool = False
    ended: bool = False


ANNOUNCED = End("expected", "announced", "approved")
ENDS: tuple[tuple[float, End], ...] = (
    (50.0, End("delivered", "emptied", "closed", resolution="repair", arrived=True, ended=True)),
    (38.0, End("stocked", "emptied", "closed", owner="us", resolution="refund", place="shelf", arrived=True,
               ended=True)),
    (9.0, End("cancelled", "refused", "cancelled", ended=True)),
    (1.5, ANNOUNCED),
    (0.5, End("expected", "received", "coming")),
    (0.6, End("arrived", "emptied", "in_work", place="shelf", arrived=True)),
    (0.4, End("inspected", "emptied", "in_work", place="shelf", arrived=True)),
)


KINDS_OF_END = [end for _, end in ENDS]
SHARES = list(itertools.accumulate(weight for weight, _ in ENDS))


@dataclass(frozen=True)
class Around:
    """What stands in the house already."""

    site_id: int
    shelf_ids: list[int]
    products: list[tuple[int, int]]
    """Id and price in minor units."""


class Seeder:
    """Makes RMAs one after the other; `number` counts all that were ever seeded here."""

    def __init__(self, connection: sa.Connection, around: Around, number: int, rng: Random, total: int) -> None:
        self.around, self.number, self.rng, self.total = around, number, rng, total
        self.moment = moment_writer(connection.dialect.name)
        self.customers = Sheet(connection, Customer, "name email email_key created_at")
        self.orders = Sheet(connection, Order, "number number_key channel market customer_id placed_at delivered_at"
                                               " currency paid_minor ship_name ship_city ship_postcode ship_country")
        self.shipments = Sheet(connection, Shipment, "order_id carrier tracking")
        self.lines = Sheet(connection, OrderLine, "order_id line_no product_id shipment_id quantity unit_price_minor")
        self.devices = Sheet(connection, Device, "product_id order_line_id owner_customer_id")
        self.serials = Sheet(connection, DeviceSerial, "device_id product_id serial")
        self.rmas = Sheet(connection, Rma, "number kind status customer_id order_id site_id channel opened_through"
                                           " language currency policy postage_paid_by created_at closed_at chain_head"
                                           " chain_count")
        self.units = Sheet(connection, Unit, "tag rma_id product_id order_line_id device_id stage resolution owner"
                                             " place_kind place_id price_minor reason due_at arrived_at created_at")
        self.parcels = Sheet(connection, Parcel, "number direction state rma_id site_id carrier tracking place_kind"
                                                 " received_at created_at chain_head chain_count")
        self.parcel_lines = Sheet(connection, ParcelLine, "parcel_id unit_id")
        self.acts = Sheet(connection, Act, "kind actor rma_id at undoable")
        self.movements = Sheet(connection, Movement, " ".join([*chain.HASHED, "hash"]))
        self.customer: tuple[int, str] | None = None

    @property
    def sheets(self) -> list[Sheet]:
        """In the order in which they can be written."""
        return [one for one in self.__dict__.values() if isinstance(one, Sheet)]

    def write(self, connection: sa.Connection) -> int:
        """Write what was made. Returns how many rows."""
        return sum(sheet.write(connection) for sheet in self.sheets)

    def add(self, *, announced: bool = False) -> None:
        """One more RMA with everything that belongs to it; `announced`: its box has still to come."""
        rng, number = self.rng, self.number
        self.number += 1
        end = ANNOUNCED if announced else rng.choices(KINDS_OF_END, cum_weights=SHARES)[0]
        product_id, price = rng.choice(self.around.products)
        at = UNTIL - SPAN * (1 - (number % self.total + rng.random()) / self.total)
        customer_id, order_id, line_id, currency = self._purchase(number, product_id, price, at)
        device_id = self._device(number, product_id, line_id, customer_id) if number % 4 == 0 else None
        self._rma(_body(number), end, at, customer_id, order_id, line_id, device_id, product_id, price, currency)

    def _purchase(self, number: int, product_id: int, price: int, at: datetime) -> tuple[int, int, int, str]:
        country, currency, city, postcode = PLACES[number % len(PLACES)]
        placed, delivered = self.moment(at - timedelta(days=20)), self.moment(at - timedelta(days=14))
        customer_id, name = self._customer(number, placed)
        order_number = f"SEED-{number:08d}"
        order_id = self.orders.add(order_number, order_number, "shop", country, customer_id, placed, delivered,
                                   currency, price, name, city, postcode, country)
        shipment_id = self.shipments.add(order_id, "dhl", f"00340434{_body(number) * 1000 + number % 1000:012d}")
        line_id = self.lines.add(order_id, 1, product_id, shipment_id, 1, price)
        return customer_id, order_id, line_id, currency

    def _customer(self, number: int, at: str) -> tuple[int, str]:
        """Every customer comes twice."""
        if self.customer is None or number % 2 == 0:
            name, email = f"{self.rng.choice(GIVEN)} {self.rng.choice(FAMILY)}", f"seed{number}@example.com"
            self.customer = self.customers.add(name, email, email, at), name
        return self.customer

    def _device(self, number: int, product_id: int, line_id: int, customer_id: int) -> int:
        device_id = self.devices.add(product_id, line_id, customer_id)
        self.serials.add(device_id, product_id, f"SN{_body(number):09d}")
        return device_id

    def _rma(self, body: int, end: End, at: datetime, customer_id: int, order_id: int, line_id: int,
             device_id: int | None, product_id: int, price: int, currency: str) -> None:
        made, later = self.moment(at), at + timedelta(days=6)
        came = self.moment(later) if end.arrived else None
        rma_id, unit_id, parcel_id = (sheet.add() for sheet in (self.rmas, self.units, self.parcels))
        act_id = self.acts.add("seed.rma", "system", rma_id, made, False)
        place_id = self.rng.choice(self.around.shelf_ids) if end.place == "shelf" else None
        place = end.place if place_id is None else f"{end.place}:{place_id}"
        unit = self._log(act_id, rma_id, at, "rma", unit_id, None, _steps(end, place))
        box = self._log(act_id, rma_id, at, "parcel", None, parcel_id, [("seed.parcel", None, end.parcel, None, None)])
        _fill(self.rmas, printed(Prefix.RMA, body), "return", end.status, customer_id, order_id, self.around.site_id,
              "shop", "portal", "en", currency, "{}", "seller", made,
              self.moment(later) if end.ended else None, *unit)
        _fill(self.units, printed(Prefix.TAG, body) if end.arrived else None, rma_id, product_id, line_id, device_id,
              end.stage, end.resolution, end.owner, end.place, place_id, price, "changed_mind",
              None if end.ended else self.moment(later + timedelta(days=3)), came, made)
        _fill(self.parcels, printed(Prefix.PARCEL, body), "in", end.parcel, rma_id, self.around.site_id, "dhl",
              f"RX{body:09d}DE", "warehouse" if end.arrived else "customer",
              self.moment(later) if end.parcel in ("received", "emptied") else None, made, *box)
        self.parcel_lines.add(parcel_id, unit_id)

    def _log(self, act_id: int, rma_id: int, at: datetime, kind: str, unit_id: int | None, parcel_id: int | None,
             steps: list[tuple[str, str | None, str, str | None, str | None]]) -> tuple[str, int]:
        """Add the movements of one chain. Returns its head and how many they are."""
        prev, moment, where = "", self.moment(at), chain.HASHED.index("at")
        for number, (what, before, after, place, new_place) in enumerate(steps, start=1):
            row: dict[str, Any] = {
                "act_id": act_id, "chain_kind": kind, "chain_id": parcel_id or rma_id, "chain_no": number, "what": what,
                "rma_id": rma_id, "unit_id": unit_id, "parcel_id": parcel_id, "from_stage": before, "to_stage": after,
                "from_place": place, "to_place": new_place, "codes": None, "by": "system", "station": None,
                "scan_id": None, "at": at, "undoes": None, "prev": prev}
            prev = chain.digest(row)
            values = [row[name] for name in chain.HASHED]
            values[where] = moment
            self.movements.add(*values, prev)
        return prev, len(steps)


def _body(number: int) -> int:
    return (START + number * STEP) % BODIES


def printed(prefix: Prefix, body: int) -> str:
    """models.numbers.make in a tenth of its time: millions are made here."""
    letter = ord(prefix.value) - ord("A") + 10
    return f"{prefix.value}{body:09d}{98 - (letter * BODIES + body) * 100 % 97:02d}"


def _steps(end: End, place: str) -> list[tuple[str, str | None, str, str | None, str | None]]:
    first = ("seed.expected", None, "expected", None, "customer")
    if end.stage == "expected":
        return [first]
    return [first, (f"seed.{end.stage}", "expected", end.stage, "customer", place)]


def _fill(sheet: Sheet, *values: Any) -> None:
    """Give the newest row its values: rows that name each other get their ids first."""
    sheet.rows[-1] = (sheet.rows[-1][0], *values)
