"""Which parcels bear the battery mark: with customs border or without, what it says, and where it is offered."""

from __future__ import annotations

import pypdfium2
import pytest
import sqlalchemy as sa
from PIL import ImageChops

from models.catalogue import Product
from models.db import db
from models.numbers import grouped
from models.statements import BatteryStatement
from reference.batteries import BATTERIES, marked
from tests.labels.reading import text
from tests.packing import roads
from tests.papers.making import made
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import (
    announcing,
    battery_mark_paper,
    clock,
    customer_papers,
    linking,
    packing_coach,
    paper_language,
    printing,
)
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import NotFound, Refused
from workflow.transaction import act, reading

pytestmark = pytest.mark.usefixtures("either_app")


def with_batteries(*kinds: str | None, country: str = "DE", category: str = "textile") -> goods.Announced:
    """A return to a house in Germany, a unit of its own product for each kind."""
    rma = goods.announced(units=len(kinds), country=country, category=category)
    q = Product.__table__
    with db.engine.begin() as connection:
        for unit_id, kind in zip(rma.unit_ids, kinds, strict=True):
            connection.execute(sa.update(q).where(q.c.id == goods.unit(unit_id).product_id).values(battery=kind))
    return rma


@pytest.mark.parametrize(("kinds", "un"), [
    ((), []), (("none", "", "no such kind"), []), (("ion_in",), []), (("ion_in", "metal_in"), []),
    (("ion_in", "metal_in", "ion_in"), ["UN3091", "UN3481"]), (("ion_with",), ["UN3481"]),
    (("metal_alone",), ["UN3090"]),
    (("ion_in", "metal_with"), ["UN3091", "UN3481"]), (("none", "ion_alone"), ["UN3480"]),
])
def test_up_to_two_devices_with_a_battery_inside_need_no_mark(kinds: tuple[str, ...], un: list[str]) -> None:
    assert marked(kinds) == un


def test_every_kind_of_battery_says_whether_it_is_inside() -> None:
    assert {kind.rsplit("_")[-1] for kind in BATTERIES} == {"none", "in", "with", "alone"}


def test_the_mark_is_as_large_and_red_as_carriers_ask() -> None:
    rma = with_batteries("ion_with")
    content = made("battery_mark", rma.parcel_id, "de")
    words = text(content)
    assert "UN3481" in words and "in Farbe" in words and grouped(rma.parcel) in words
    (page,) = pypdfium2.PdfDocument(content)
    red, green, _blue = page.render(scale=1).to_pil().convert("RGB").split()
    left, upper, right, lower = ImageChops.subtract(red, green).point(lambda value: 255 * (value > 100)).getbbox()
    assert min(right - left, lower - upper) / 72 * 25.4 >= 100, "a mark is at least 100 by 100 mm (IATA DGR 7.1.5.5)"


def test_inside_devices_they_are_free_of_it_in_two_boxes_at_most() -> None:
    assert marked(["ion_in"], free=False) == ["UN3481"] and marked(["none"], free=False) == []


def test_each_of_several_boxes_bears_the_mark_of_all_that_is_sent() -> None:
    rma = with_batteries("ion_in", "metal_with")
    first, second = announcing.add_box(rma_id=rma.rma_id, by=actor("alice"))
    with reading() as connection:
        assert battery_mark_paper.numbers(connection, [second, first]) == {
            box: ["UN3091", "UN3481"] for box in (first, second)}
    names = [str(paper.name) for paper in customer_papers.of_rma(rma.rma_id)]
    assert names == ["Battery mark for box 1 of 2", "Battery mark for box 2 of 2"]
    few = with_batteries("ion_in")
    announcing.add_box(rma_id=few.rma_id, by=actor("alice"))
    assert customer_papers.of_rma(few.rma_id) == []
    announcing.add_box(rma_id=few.rma_id, by=actor("alice"))
    assert len(customer_papers.of_rma(few.rma_id)) == 3


@pytest.mark.parametrize(("known", "said", "kinds"), [
    ("ion_in", "loose", ["UN3481"]), ("metal_in", "loose", ["UN3091"]), (None, "loose", ["UN3481"]),
    ("ion_in", "built_in", []), (None, "built_in", []), ("ion_with", "built_in", ["UN3481"])])
def test_what_the_customer_said_counts_too(known: str | None, said: str, kinds: list[str]) -> None:
    rma = with_batteries(known)
    with db.engine.begin() as connection:
        connection.execute(sa.insert(BatteryStatement.__table__).values(
            unit_id=rma.unit_ids[0], battery=said, at=clock.now()))
    with reading() as connection:
        assert battery_mark_paper.numbers(connection, [rma.parcel_id]).get(rma.parcel_id, []) == kinds


def test_packers_find_it_beside_the_customs_papers(client_as) -> None:
    road = roads.repaired()
    roads.pack(TabletAt("paul"), road)
    paper = f"/papers/battery_mark/{roads.box_of(road).id}"
    assert paper not in client_as("paul").page("/stations/packing-1/boxes")
    with db.engine.begin() as connection:
        connection.execute(sa.update(Product.__table__).values(battery="metal_with"))
    assert paper in client_as("paul").page("/stations/packing-1/boxes")


def test_where_none_is_needed_none_is_offered_or_made() -> None:
    rma = with_batteries("ion_in")
    assert [paper.kind for paper in customer_papers.of_rma(rma.rma_id)] == []
    with pytest.raises(Refused, match="needs no battery mark"):
        printing.ask_for("battery_mark", rma.parcel_id)
    with pytest.raises(NotFound):
        printing.ask_for("battery_mark", 10**9)


def test_a_battery_by_itself_that_may_not_travel_gets_no_mark_either() -> None:
    rma = with_batteries("ion_alone", country="US")
    with pytest.raises(Refused, match="UN3480"):
        printing.ask_for("battery_mark", rma.parcel_id)


def test_the_customer_prints_it_beside_the_label_and_reads_what_to_do(client_as) -> None:
    rma = with_batteries("ion_with")
    with_batteries("ion_with")  # somebody else's
    token, client = linking.token(_link(rma_id=rma.rma_id, by=SYSTEM)), client_as()
    client.page(f"/returns/s/{token}/packing/battery")
    client.send(f"/returns/s/{token}/packing/battery", **{f"battery_{rma.unit_ids[0]}": packing_coach.BUILT_IN})
    paper = f"/returns/s/{token}/papers/battery_mark/{rma.parcel_id}.pdf"
    for language, step in (("en", "Print the battery mark in colour"), ("ar", "اطبع علامة البطارية بالألوان")):
        page = client.page(f"/returns/s/{token}/packing/label?lang={language}")
        assert paper in page and step in page
    assert "Sign the customs papers" not in client.page(f"/returns/s/{token}/packing/label?lang=en")


def test_staff_print_it_for_the_customer_in_the_customers_language(client_as) -> None:
    rma = with_batteries("ion_with")
    assert f"/battery_mark/{rma.parcel_id}" in client_as("alice").get(f"/desk/rmas/{rma.rma}").text
    assert paper_language.of("battery_mark", rma.parcel_id, "zh") == goods.rma(rma.rma_id).language != "zh"
    other = with_batteries("ion_in")
    assert "/battery_mark/" not in client_as("alice").get(f"/desk/rmas/{other.rma}").text


@act("test.link")
def _link(doing: Doing, *, rma_id: int, by: Actor) -> int:
    return linking.make(doing, purpose=linking.STATUS, rma_id=rma_id)
