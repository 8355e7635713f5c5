"""A unit owed to the customer: a replacement or another variant, promised before anybody has picked it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Ground, OutReason, Owner, PlaceKind, Resolution, Stage
from models.rma import Hold
from workflow import accessories, clock, grounds, holding, moves
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import reading

PICK_DAYS = 2
OUT = {Resolution.REPLACEMENT: OutReason.REPLACEMENT, Resolution.EXCHANGE: OutReason.EXCHANGE}


def promise(doing: Doing, *, rma: sa.Row, unit: sa.Row, resolution: Resolution, ground: Ground,
            product_id: int | None = None) -> int:
    """Owe the customer a unit in place of this one. Returns the promised unit's id.

    Given without an inspection and above the limit of one person, it is held until a second person agrees.
    """
    product_id = product_id or unit.product_id
    product = _product(doing, unit, resolution, product_id)
    try:
        promised_id = moves.new_unit(
            doing, stage=Stage.PROMISED, what="unit.promised", place=(PlaceKind.WAREHOUSE, rma.site_id),
            rma_id=rma.id, product_id=product_id, order_line_id=unit.order_line_id, owner=Owner.CUSTOMER,
            replaces_id=unit.id, out_reason=OUT[resolution], price_minor=unit.price_minor, reason=unit.reason,
            due_at=clock.in_days(PICK_DAYS), codes=f"replaces:{unit.id}")
    except (sa.exc.IntegrityError, sa.exc.InternalError) as error:
        raise Refused(say("This item is being replaced already. Load the page again.")) from error
    accessories.expect(doing, unit_id=promised_id, product=product)
    if ground is not Ground.INSPECTED and grounds.needs_second_person(doing.connection, rma.id, unit.price_minor):
        hold_id = doing.insert(Hold, unit_id=promised_id, reason=holding.SECOND_PERSON, note="",
                               placed_by_id=doing.by.staff_id, placed_at=doing.now)
        moves.note_hold(doing, unit_id=promised_id, hold_id=hold_id, reason=holding.SECOND_PERSON)
    doing.letters = True
    doing.data = {"letter": "replacement_promised", "rma_id": rma.id, "unit_ids": [unit.id],
                  "promised_id": promised_id}
    return promised_id


def product_with(sku: str) -> int | None:
    """The id of the product with this SKU or GTIN, None when nothing was typed.

    Raises:
        Refused: there is no such product.
    """
    typed, p = sku.strip(), Product.__table__
    if not typed:
        return None
    with reading() as connection:
        found = connection.execute(sa.select(p.c.id).where(sa.or_(p.c.sku == typed, p.c.gtin == typed))).scalar()
    if found is None:
        raise Refused(say("There is no product with this number. Check it."), field="sku")
    return found


def _product(doing: Doing, unit: Any, resolution: Resolution, product_id: int | None) -> sa.Row:
    """What the customer gets. Raises Refused when it is none, or not what this resolution may be."""
    p = Product.__table__
    product = doing.one(sa.select(p).where(p.c.id == product_id)) if product_id is not None else None
    if product is None:
        raise Refused(say("Choose the product that the customer gets."), field="sku")
    if resolution is Resolution.REPLACEMENT and unit.product_id not in (None, product_id):
        raise Refused(say("A replacement is the same product. Choose “exchange” for another one."),
                      field="sku")
    return product
