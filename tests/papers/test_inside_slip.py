"""The slip that the customer lays into the box: why it comes back, and how such goods are packed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.catalogue import Product
from models.db import db
from models.rma import Unit
from reference import reasons
from reference.packing_advice import advice_of
from tests.papers.making import words
from tests.support import goods

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
