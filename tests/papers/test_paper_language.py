"""What the customer holds is in the customer's language, whoever prints it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from jobs import paper
from models.db import db
from models.log import Document
from models.people import Staff
from models.rma import Rma
from models.work import Settlement
from tests.desk.roads import rows_of
from tests.packing import roads
from tests.packing.roads import Road
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt
from workflow import clock, paper_language

THEIRS, OURS = "fr", "zh"


@pytest.fixture
def road(either_app) -> Road:
    """A repaired unit in its box, for a customer who reads French; Paul and Alice read Chinese."""
    repaired = roads.repaired(price_minor=1299)
    roads.pack(TabletAt("paul"), repaired)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Rma.__table__).values(language=THEIRS))
        connection.execute(sa.update(Staff.__table__).values(language=OURS))
    return repaired


@pytest.mark.parametrize(("kind", "language"), [
    ("return_label_4x6", THEIRS), ("inside_slip", THEIRS), ("packing_slip", THEIRS), ("packing_slip_priced", THEIRS),
    ("repair_report", THEIRS), ("warranty_voucher", THEIRS), ("unit_tag", OURS), ("handover", OURS), ("custody", OURS)])
def test_each_paper_has_the_language_of_who_holds_it(road: Road, kind: str, language: str) -> None:
    of = {"return_label_4x6": road.rma_id, "inside_slip": road.rma_id, "repair_report": road.ids[0],
          "warranty_voucher": road.ids[0], "unit_tag": road.ids[0], "custody": road.ids[0]}
    assert paper_language.of(kind, of.get(kind) or roads.box_of(road).id, OURS) == language


def test_a_credit_note_is_the_customers(road: Road) -> None:
    with db.engine.begin() as connection:
        money = connection.execute(sa.insert(Settlement.__table__).values(
            rma_id=road.rma_id, kind="credit", state="done", amount_minor=1, currency="EUR",
            created_at=clock.now()).returning(Settlement.__table__.c.id)).scalar_one()
    assert paper_language.of("credit_note", money, OURS) == THEIRS


def test_an_agent_prints_a_slip_that_the_customer_can_read(road: Road, client_as: Callable[..., PageClient]) -> None:
    client_as("alice").get(f"/papers/packing_slip/{roads.box_of(road).id}")
    client_as("alice").get(f"/papers/unit_tag/{road.ids[0]}")
    while paper.make_next():
        pass
    assert [(row.kind, row.language) for row in rows_of(Document)] == [("packing_slip", THEIRS), ("unit_tag", OURS)]
