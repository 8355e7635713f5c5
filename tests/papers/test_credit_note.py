"""The credit note of a refund that was paid."""

from __future__ import annotations

import pytest

from models.lifecycle import Ground, Resolution
from tests.desk import roads
from tests.papers.making import words
from tests.support.people import actor
from workflow import customer_papers, printing, settling
from workflow.errors import NotFound

pytestmark = pytest.mark.usefixtures("either_app")


def test_a_refund_has_its_note_once_it_is_paid() -> None:
    made = roads.inspected(price_minor=129950)
    alice = actor("alice")
    settlement_id = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                                     amount_minor=10000, by=alice)
    with pytest.raises(NotFound):
        printing.ask_for("credit_note", settlement_id)
    assert customer_papers.of_rma(made.rma_id) == []
    settling.mark_done(settlement_id=settlement_id, reference="SEPA <b>77</b>", by=alice)
    printed = words("credit_note", settlement_id, "en")
    for said in (f"{made.rma}-{settlement_id}", "SEPA <b>77</b>", roads.order(made.order_id).number,
                 "Jörg Müller-Lüdenscheidt", "€1,299.50", "Refund to the way you paid"):
        assert said in printed, said
    assert printed.count("€100.00") == 2
    assert [(row.kind, row.thing_id) for row in customer_papers.of_rma(made.rma_id)] == [("credit_note", settlement_id)]
