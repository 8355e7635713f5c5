"""Products out of our CSV."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from channels.csv import cells
from channels.csv.cells import BadCell
from channels.csv.columns import PRODUCTS
from channels.csv.decoding import decode
from channels.csv.tables import Row, open_table
from workflow.importing.values import Fault, Item, ProductIn, Read
from workflow.sentences import say

MOST_ACCESSORIES = 30
PLAIN: dict[str, Callable[[str, str], Any]] = {
    "name": cells.text, "name_zh": cells.text, "category": partial(cells.code, longest=40),
    "product_group": partial(cells.code, longest=40), "gtin": lambda cell, name: cells.gtin(cell, name),
    "weight_g": cells.whole, "warranty_months": partial(cells.whole, most=600), "serialised": cells.yes_no,
    "repairable": cells.yes_no, "final_sale": cells.yes_no, "hs_code": partial(cells.code, longest=12),
    "origin_country": cells.country, "battery": cells.battery,
}


def read(content: bytes, encoding: str | None = None) -> Read:
    """The products of a file. An empty cell leaves what is known as it is.

    Raises:
        Unreadable: not our CSV.
    """
    text, encoding = decode(content, encoding)
    table = open_table(text, PRODUCTS)
    found = Read(encoding, faults=table.notes)
    lines: dict[str, int] = {}
    for row in table.rows:
        try:
            product = _product(row)
            _check_once(product.sku, row.line, lines)
            found.items.append(Item(row.line, product))
        except BadCell as bad:
            found.faults.append(Fault(row.line, bad.sentence))
            found.bad += 1
    return found


def _product(row: Row) -> ProductIn:
    given = {name: take(row[name], name) for name, take in PLAIN.items() if row[name]}
    if row["price"]:
        given["currency"] = cells.currency(cells.required(row["currency"], "currency"))
        given["price_minor"] = cells.amount(row["price"], "price", given["currency"])
    if row["accessories"]:
        given["accessories"] = [part.strip()[:80] for part in row["accessories"].split(",")
                                if part.strip()][:MOST_ACCESSORIES]
    return ProductIn(cells.required_code(row["sku"], "sku"), given)


def _check_once(sku: str, line: int, lines: dict[str, int]) -> None:
    first = lines.setdefault(sku, line)
    if first != line:
        raise BadCell(say("SKU %(sku)s stands on line %(line)s already.", sku=sku, line=first))
