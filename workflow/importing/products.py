"""Products in. A new one needs a name; an empty cell leaves what is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workflow.importing import known
from workflow.importing.known import P
from workflow.importing.plans import Outcome, Plan, differing, insert_all, update_all
from workflow.importing.values import ProductIn
from workflow.sentences import Sentence, say

NEW_CATEGORY = "general"


def plan(connection: sa.Connection, products: Sequence[ProductIn], now: datetime) -> Plan:
    """What these products would do. No SKU may stand twice among them."""
    standing = known.products(connection, (product.sku for product in products))
    owners = _gtin_owners(connection, products)
    outcomes: list[Outcome] = []
    refusals: dict[int, Sentence] = {}
    fresh: list[dict[str, Any]] = []
    changed: list[tuple[int, dict[str, Any]]] = []
    for place, product in enumerate(products):
        row = standing.get(product.sku)
        refusal = _refusal(product, row, owners)
        values = differing(row, product.given) if row is not None else product.given
        outcomes.append(_outcome(refusal, row, values))
        if refusal:
            refusals[place] = refusal
        elif row is None:
            fresh.append({"sku": product.sku, **values})
        elif values:
            changed.append((row.id, values))
    return Plan(outcomes, refusals, lambda connection: _write(connection, fresh, changed))


def _outcome(refusal: Sentence | None, row: sa.Row | None, values: dict[str, Any]) -> Outcome:
    if refusal:
        return Outcome.REFUSED
    if row is None:
        return Outcome.NEW
    return Outcome.CHANGED if values else Outcome.UNCHANGED


def _refusal(product: ProductIn, row: sa.Row | None, owners: dict[str, str]) -> Sentence | None:
    """A GTIN names one product; whoever stands first in the file has it."""
    if row is None and not product.given.get("name"):
        return say("SKU %(sku)s is new and needs a name.", sku=product.sku)
    gtin = product.given.get("gtin")
    if gtin and owners.setdefault(gtin, product.sku) != product.sku:
        return say("GTIN %(gtin)s belongs to SKU %(sku)s already.", gtin=gtin, sku=owners[gtin])
    return None


def _gtin_owners(connection: sa.Connection, products: Sequence[ProductIn]) -> dict[str, str]:
    wanted = {product.given["gtin"] for product in products if "gtin" in product.given}
    rows = connection.execute(sa.select(P.c.gtin, P.c.sku).where(P.c.gtin.in_(wanted))) if wanted else ()
    return {row.gtin: row.sku for row in rows}


def _write(connection: sa.Connection, fresh: list[dict[str, Any]], changed: list[tuple[int, dict[str, Any]]]) -> None:
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in fresh:
        row.setdefault("category", NEW_CATEGORY)
        by_shape.setdefault(tuple(sorted(row)), []).append(row)
    for rows in by_shape.values():
        insert_all(connection, P, rows)
    update_all(connection, P, changed)
