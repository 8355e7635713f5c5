"""What a shop or a file tells us, as plain values: no table, no request. Amounts are in minor units of `currency`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.sentences import Sentence


@dataclass(frozen=True, slots=True)
class CustomerIn:
    name: str
    email: str = ""
    phone: str = ""
    language: str = "en"
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class AddressIn:
    """Where an order was sent; `country` is ISO 3166 alpha-2."""

    name: str
    country: str
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentIn:
    tracking: str
    carrier: str | None = None
    shipped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineIn:
    """One order line. Without `line_no` it is matched by product; `name` lets an unknown SKU become a product."""

    sku: str
    quantity: int
    unit_price_minor: int
    line_no: int | None = None
    name: str = ""
    weight_g: int | None = None
    serials: tuple[str, ...] = ()
    tracking: str | None = None


@dataclass(frozen=True, slots=True)
class OrderIn:
    """An order as it stands in the shop. Moments are aware; `paid_minor` is all that was paid, postage included."""

    number: str
    channel: str
    market: str
    placed_at: datetime
    currency: str
    paid_minor: int
    customer: CustomerIn
    address: AddressIn
    lines: tuple[LineIn, ...]
    delivered_at: datetime | None = None
    shipments: tuple[ShipmentIn, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductIn:
    """A product; `given` holds the columns that the file has a value for, so that an empty cell changes nothing."""

    sku: str
    given: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SerialIn:
    """One known thing of a product, and the order line it was sold on if that is known."""

    serial: str
    sku: str
    channel: str = ""
    order_number: str = ""
    line_no: int | None = None
    lot: str | None = None
    warranty_end: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A value and the line of the file on which it began."""

    line: int
    value: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line. A note (`level`) stops nothing; an error keeps the whole thing out."""

    line: int
    sentence: Sentence
    level: str = "error"


@dataclass(slots=True)
class Read:
    """A file that was read: what can be taken, what cannot, and how many things the faults keep out."""

    encoding: str
    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    bad: int = 0


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
