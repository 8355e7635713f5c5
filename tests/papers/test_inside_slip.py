"""The slip that the customer lays into the box: why it comes back, and how such goods are packed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.catalogue import Product
from models.db import db
from models.rma import Accessory, Unit
from reference import reasons
from reference.packing_advice import advice_of
from tests.papers.making import words
from tests.support import goods
from workflow import printing

pytestmark = pytest.mark.usefixtures("app")


def test_it_says_the_reason_and_what_to_do_with_such_goods() -> None:
    rma = goods.announced()
    code, reason = next(iter(reasons.reasons().items()))
    with db.engine.begin() as connection:
        connection.execute(sa.update(Unit.__table__).values(reason=code))
        connection.execute(sa.update(Product.__table__).values(category="small_kitchen_appliance"))
    printed = " ".join(words("inside_slip", rma.rma_id, "de").split())
    assert reason.text.say("de") in printed
    for text in advice_of("small_kitchen_appliance").texts:
        assert text.say("de") in printed
    assert advice_of("phone").texts[0].say("de") not in printed, "a kettle has no data to erase"


def test_what_was_ticked_while_packing_is_ticked_on_the_slip() -> None:
    rma = goods.announced(units=2)
    with db.engine.begin() as connection:
        connection.execute(sa.insert(Accessory.__table__), [
            {"unit_id": rma.unit_ids[unit], "name": name, "stated": stated}
            for unit, name, stated in ((0, "Bag", True), (0, "Lid", True), (1, "Lid", False), (0, "Odd thing", None))])
    (sheet,) = printing.sheets("inside_slip", rma.rma_id, "en")
    assert (sheet["accessories"], sheet["packed"]) == (["Bag", "Lid", "Odd thing"], ["Bag"])
    assert words("inside_slip", rma.rma_id, "en").count("×") == 1
