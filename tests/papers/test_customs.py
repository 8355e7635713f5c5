"""Customs papers for parcels over a border, and what may not travel at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from jobs import paper
from jobs import print_runs as job
from models.catalogue import Product
from models.db import db
from models.lifecycle import OutReason, RmaKind
from models.orders import Order
from models.parcels import Parcel
from models.places import Site
from models.rma import Rma, Unit
from tests.labels.reading import by_zbar, by_zxing, pictures, text
from tests.packing import roads
from tests.papers.making import made, words
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import announcing, by_road, customer_papers, linking, packing_statements, print_runs, printing
from workflow.actors import CUSTOMER, SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.transaction import act

pytestmark = pytest.mark.usefixtures("either_app")


def _site(country: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(Site.__table__).values(country=country))


def _product(unit_id: int, **values: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(Product.__table__).where(
            Product.__table__.c.id == goods.unit(unit_id).product_id).values(**values))


@pytest.mark.parametrize(("grams", "form"), [(2000, "CN22"), (2001, "CN23"), (None, "CN23")])
def test_goods_that_come_back_have_form_and_invoice(grams: int | None, form: str) -> None:
    _site("GB")
    rma = goods.announced(price_minor=1299, country="DE")
    _weighs(grams)
    _product(rma.unit_ids[0], hs_code="851679", origin_country="CN", weight_g=1250, battery="ion_in")
    content = made("customs", rma.parcel_id)
    printed, pages = text(content), pictures(content)
    for said in (f"Customs declaration {form}", "851679", "CN", "1.250", "€12.99", "Returned goods", "OUTBH-",
                 "Proforma invoice", "No sale, no commercial value charged"):
        assert said in printed, said
    assert len(pages) == 2 and by_zxing(pages[0]) == by_zbar(pages[0]) == [rma.parcel]
    assert [row.kind for row in customer_papers.of_rma(rma.rma_id)] == ["customs"]


def test_the_agent_is_told_what_stays_empty(client_as: Callable[..., FlaskClient]) -> None:
    """What is told is what the paper leaves empty: a value or a weight of 0 is one that nobody knows."""
    _site("GB")
    rma, client = goods.announced(price_minor=0, country="DE"), client_as("alice")
    said, address = "To write on the customs papers by hand: ", f"/desk/rmas/{rma.rma}"
    _product(rma.unit_ids[0], hs_code="", origin_country="", weight_g=0, price_minor=0)
    _weighs(0)
    assert (f"{said}weight of the box · HS code · country of origin · weight of the goods · value<"
            in client.page(address))
    empty = words("customs", rma.parcel_id)
    assert "0.00" not in empty and "CN23" in empty, "a declared value of nothing would be false"
    _product(rma.unit_ids[0], hs_code="851679", origin_country="CN", weight_g=1250, price_minor=1299, currency="EUR")
    assert f"{said}weight of the box<" in client.page(address)
    _weighs(1500)
    assert said not in client.page(address)
    assert "€12.99" in words("customs", rma.parcel_id)
    _product(rma.unit_ids[0], currency="SAR")
    assert f"{said}value<" in client.page(address), "the price list's number in another money is another value"
    assert "12.99" not in words("customs", rma.parcel_id)
    _product(rma.unit_ids[0], currency="EUR")
    with db.engine.begin() as connection:
        connection.execute(sa.update(Unit.__table__).values(product_id=None))
    assert f"{said}description of the goods" in client.page(address)


def _weighs(grams: int | None) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(Parcel.__table__).values(weight_g=grams))


@pytest.mark.parametrize(("country", "name", "city", "latin"), [
    ("CN", "李娜", "青岛市", "Li Na"), ("TH", "สมชาย", "กรุงเทพ", "Latin letters")])
def test_customs_abroad_read_latin_letters_or_find_lines_to_write_them(country: str, name: str, city: str,
                                                                       latin: str) -> None:
    _site("GB")
    rma = goods.announced(country=country, name=name)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Order.__table__).where(Order.__table__.c.id == rma.order_id).values(
            ship_name=name, ship_street=city, ship_city=city, ship_region=""))
    printed = words("customs", rma.parcel_id)
    assert printed.count(name) == 2 and printed.count(latin) == 2, "the form and the invoice"


@pytest.mark.parametrize("reason", ["wrong_item", "extra_item"])
def test_of_what_is_not_what_was_ordered_the_customer_writes_what_it_is(reason: str) -> None:
    _site("GB")
    rma = goods.announced(country="DE", price_minor=1299)
    _product(rma.unit_ids[0], name="Ordered kettle", hs_code="851610", origin_country="CN", weight_g=1250,
             battery="ion_with")
    _unit(rma.unit_ids[0], reason=reason)
    printed = words("customs", rma.parcel_id)
    assert not [said for said in ("Ordered kettle", "851610", "1.250", "12.99") if said in printed]
    assert "description of the goods" in map(str, customer_papers.by_hand(customer_papers.of_rma(rma.rma_id)))
    assert [paper.kind for paper in customer_papers.of_rma(rma.rma_id)] == ["customs"], "nor do we know its battery"


def _unit(unit_id: int, **values: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(Unit.__table__).where(Unit.__table__.c.id == unit_id).values(**values))


def test_each_box_has_papers_of_its_own_and_those_of_a_second_are_to_be_filled_in(client_as) -> None:
    _site("GB")
    rma = goods.announced(country="DE", category="textile")
    first, second = announcing.add_box(rma_id=rma.rma_id, by=actor("alice"))
    papers = customer_papers.of_rma(rma.rma_id)
    assert [(paper.thing_id, str(paper.name)) for paper in papers] == [
        (first, "Customs papers for box 1 of 2"), (second, "Customs papers for box 2 of 2")]
    content = made("customs", second)
    assert by_zxing(pictures(content)[0]) == [goods.parcel(second).number] and "CN23" in text(content)
    assert "weight of the box · description of the goods" in client_as("alice").page(f"/desk/rmas/{rma.rma}")
    token, client = linking.token(_link(rma_id=rma.rma_id, by=SYSTEM)), client_as()
    assert "Each box has papers of its own" in client.page(f"/returns/s/{token}/packing/label?lang=en")
    assert "von Hand" in client.page(f"/returns/s/{token}/packing/label?lang=de")


@pytest.mark.parametrize("said", ["loose", "damaged"])
def test_a_battery_that_stops_the_label_stops_what_lies_beside_it(said: str) -> None:
    _site("GB")
    rma, other = goods.announced(country="DE"), goods.announced(country="DE")
    _product(rma.unit_ids[0], battery="ion_with")
    packing_statements.state_batteries(rma_id=rma.rma_id, answers={rma.unit_ids[0]: said}, by=CUSTOMER)
    for kind in ("customs", "battery_mark"):
        with pytest.raises(Refused, match="Nothing is printed for this parcel"):
            printing.ask_for(kind, rma.parcel_id)
    assert customer_papers.of_rma(rma.rma_id) == []
    assert printing.ask_for("customs", other.parcel_id)


@pytest.mark.parametrize(("kind", "why"), [(RmaKind.WARRANTY, "Replacement under warranty"),
                                           (RmaKind.RETURN, "Replacement for returned goods")])
def test_a_replacement_is_under_warranty_only_where_the_return_is(kind: RmaKind, why: str) -> None:
    _site("GB")
    road = roads.repaired(country="DE")
    roads.pack(TabletAt("paul"), road)
    _unit(road.ids[0], out_reason=OutReason.REPLACEMENT)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Rma.__table__).values(kind=kind))
    assert why in words("customs", roads.box_of(road).id)


def test_repaired_goods_above_the_limit_have_a_cn23_from_us_to_the_customer() -> None:
    _site("GB")
    road = roads.repaired(price_minor=90000, country="DE")
    paul = TabletAt("paul")
    roads.pack(paul, road)
    printed = words("customs", roads.box_of(road).id)
    assert "Customs declaration CN23" in printed and "Repaired goods, returned to owner" in printed
    assert printed.index("Harbour & Lane") < printed.index("Lüdenscheidt"), "we are the sender"
    assert "UN3" not in printed


def test_within_one_country_or_customs_union_there_are_none() -> None:
    _site("FR")
    rma = goods.announced(country="DE")
    with pytest.raises(Refused, match="no customs border"):
        printing.ask_for("customs", rma.parcel_id)
    assert customer_papers.of_rma(rma.rma_id) == []


def test_a_battery_by_itself_gets_no_label_to_another_country() -> None:
    _site("GB")
    rma = goods.announced(country="DE")
    _product(rma.unit_ids[0], battery="ion_alone")
    for kind, thing_id in (("return_label_a4", rma.rma_id), ("customs", rma.parcel_id)):
        with pytest.raises(Refused) as refusal:
            printing.ask_for(kind, thing_id)
        assert "UN3480" in str(refusal.value.sentence)
    _site("DE")
    assert printing.ask_for("return_label_a4", rma.rma_id)


def test_a_lead_lets_a_battery_go_by_road_and_nobody_else(client_as) -> None:
    _site("GB")
    rma = goods.announced(country="DE")
    _product(rma.unit_ids[0], battery="ion_alone")
    with pytest.raises(NotAllowed):
        by_road.allow(rma_id=rma.rma_id, reason="road_small", by=actor("alice"))
    lead, page = client_as("lena"), f"/desk/rmas/{rma.rma}"
    assert "Let it go by road" in lead.get(page).text and "Let it go by road" not in client_as("alice").get(page).text
    lead = client_as("lena")
    lead.page(page)
    assert lead.send(f"{page}/road", reason="").status_code == 422
    assert lead.send(f"{page}/road", reason="road_small").status_code == 303
    html = lead.get(page).text
    assert "The battery may go by road" in html and "up to 100 Wh" in html and "Let it go by road" not in html
    assert printing.ask_for("return_label_a4", rma.rma_id) and printing.ask_for("customs", rma.parcel_id)
    _site("US")  # no road leads there
    with pytest.raises(Refused, match="UN3480"):
        printing.ask_for("return_label_a4", rma.rma_id)


@pytest.mark.parametrize(("country", "battery"), [("US", "ion_alone"), ("GB", "ion_in"), ("DE", "ion_alone")])
def test_there_is_nothing_to_decide_where_no_road_or_no_battery_is(country: str, battery: str) -> None:
    _site(country)
    rma = goods.announced(country="DE")
    _product(rma.unit_ids[0], battery=battery)
    assert not by_road.to_decide(rma.rma_id)
    with pytest.raises(Refused, match="no battery here"):
        by_road.allow(rma_id=rma.rma_id, reason="road_small", by=actor("lena"))


def test_a_box_with_what_came_as_dangerous_gets_no_carrier_label() -> None:
    road = roads.ready()
    paul = TabletAt("paul")
    roads.pack(paul, road)
    parcels = Parcel.__table__
    with db.engine.begin() as connection:
        connection.execute(sa.update(parcels).where(parcels.c.id == goods.unit(road.ids[0]).came_in_id).values(
            dangerous=True))
    answer = paul.scan(roads.UPS)
    assert answer.result == "refused" and "may not fly" in str(answer.next), answer
    assert roads.box_of(road).tracking is None


def test_the_customer_reads_why_there_is_no_label(client_as) -> None:
    _site("GB")
    rma = goods.announced(country="DE", category="textile")  # of which packing asks nothing about batteries
    _product(rma.unit_ids[0], battery="ion_alone")
    token = linking.token(_link(rma_id=rma.rma_id, by=SYSTEM))
    page = client_as().get(f"/returns/s/{token}/label.pdf?lang=de")
    assert page.status_code == 422 and "UN3480" in page.text
    assert "Customs papers" in client_as("alice").get(f"/desk/rmas/{rma.rma}").text
    _site("DE")
    assert "Customs papers" not in client_as("alice").get(f"/desk/rmas/{rma.rma}").text


@pytest.mark.parametrize(("country", "customs"), [("GB", True), ("DE", False)])
def test_customs_papers_lie_beside_the_label_and_not_among_what_to_keep(client_as, country: str, customs: bool) -> None:
    _site(country)
    rma = goods.announced(country="DE", category="textile")
    token, client = linking.token(_link(rma_id=rma.rma_id, by=SYSTEM)), client_as()
    client.send(f"/returns/s/{token}/packing/contents")
    pages = [client.page(f"/returns/s/{token}{page}") for page in ("/packing/label", "")]
    paper = f"/returns/s/{token}/papers/customs/{rma.parcel_id}.pdf"
    assert [paper in page for page in pages] == [customs, customs]
    assert ("Sign the customs papers" in pages[0]) is customs
    assert "Papers to keep" not in pages[1]


@act("test.link")
def _link(doing: Doing, *, rma_id: int, by: Actor) -> int:
    return linking.make(doing, purpose=linking.STATUS, rma_id=rma_id)


def test_in_a_run_of_many_labels_the_one_that_may_not_travel_is_named_with_why() -> None:
    _site("GB")
    good, bad = goods.announced(country="DE"), goods.announced(country="DE")
    _product(bad.unit_ids[0], battery="metal_alone")
    run_id = print_runs.start(kind="return_label_4x6", text=f"{good.rma} {bad.rma}", by=actor("alice"))
    while job.make_next_chunk(paper.made):
        pass
    run = print_runs.read(run_id)
    assert run.sheets == 1 and [failure.number for failure in run.failures] == [bad.rma]
    assert "UN3090" in str(run.failures[0].why)
