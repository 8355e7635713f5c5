"""What a shop or a file tells us, as plain values: no table, no request. Amounts are in minor units of `currency`.

Codes are kept as scans are cleaned (capitals, tracking numbers without gaps and without what a long barcode has around
them), or no scan would ever find them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.recognising.recognising import tracking_value
from workflow.scanning.cleaning import compact
from workflow.sentences import Sentence


def _fix(value: object, **fields: object) -> None:
    """Set fields of a frozen value while it is being made."""
    for name, content in fields.items():
        object.__setattr__(value, name, content)


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

    def __post_init__(self) -> None:
        _fix(self, tracking=tracking_value(compact(self.tracking).upper()))


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

    def __post_init__(self) -> None:
        _fix(self, sku=self.sku.upper(), serials=tuple(serial.upper() for serial in self.serials),
             tracking=tracking_value(compact(self.tracking).upper()) if self.tracking else None)


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

    def __post_init__(self) -> None:
        _fix(self, sku=self.sku.upper())


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

    def __post_init__(self) -> None:
        _fix(self, serial=self.serial.upper(), sku=self.sku.upper())


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


@dataclass(frozen=True)
class Column:
    """One column of a CSV file: its header, an example, what it means, whether a row must fill it."""

    name: str
    example: str
    meaning: Sentence
    required: bool = False


@dataclass(frozen=True)
class FileKind:
    """One kind of file: what it is called, who reads it (bytes and an encoding, None: find out), its columns if any.

    `read` raises Unreadable. `makes` is "orders", "products" or "serials".
    """

    words: Sentence
    makes: str
    read: Callable[[bytes, str | None], Read]
    columns: tuple[Column, ...] = ()
    ending: str = "csv"


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


GUARD = "'"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, full-width forms included."""


def guarded(text: str) -> str:
    """Text as it may stand in a cell: what a spreadsheet would run gets a quote in front."""
    return GUARD + text if _would_run(text) else text


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`."""
    return cell[1:] if cell.startswith(GUARD) and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    """Quotes and spaces in front count too: or a quote of the text itself could not be told from ours."""
    return text.startswith(RUNS) or text.lstrip(GUARD + " ").startswith(RUNS)
