"""The history of an RMA: what every act changed, also where no stage moved, and why it was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.log import Act
from tests.accessories.test_ticking import announced
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.shelving.stock import lying, shelf
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import history, holding, packing, undoing
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import reading

ClientAs = Callable[..., PageClient]


def told(rma_id: int, language: str = "en") -> dict[str, list[tuple[str, ...]]]:
    """The lines of each act, by its title, the newest of a title alone."""
    with reading() as connection:
        entries = history.entries(connection, rma_id, language)
    return {str(entry.title): [tuple(str(part) for part in line if part) for line in entry.lines]
            for entry in reversed(entries)}


def test_where_a_thing_was_put(app) -> None:
    road, tablet = lying("A-01"), TabletAt("walt", "shelf-1")
    tablet.scan(road.tags[0], shelf("A-02").code)
    (line,) = told(road.rma_id)["Put away"]
    assert line[1:] == ("shelf A-01", "shelf A-02")


def test_which_accessory_and_what_of_it(app) -> None:
    rma = announced()
    TabletAt("walt").scan(rma.parcel, rma.skus[0], CHOICES[1], Command.NO)
    lines = told(rma.rma_id, "de")
    assert [line[-1] for line in lines["Accessory ticked"]] == ["Accessory ticked: there: Fernbedienung"]
    assert [line[-1] for line in lines["Missing accessories noted"]] == [
        "Accessory ticked: not there: Blauer Beutel", "Accessory ticked: not there: Netzteil"]


def test_why_something_is_held(app, client_as: ClientAs) -> None:
    road, beside = roads.arrived(), roads.arrived()
    holding.hold(reason="fraud_check", unit_id=road.ids[0], by=actor("alice"))
    assert [line[-1] for line in told(road.rma_id)["Put on hold"]] == ["Looks like abuse"]
    holding.hold(reason="payment_dispute", rma_id=beside.rma_id, by=actor("alice"))
    assert "Why: Payment is disputed" in client_as("alice").page(f"/desk/rmas/{beside.rma}")
    assert "Why: Payment is disputed" not in client_as("alice").page(f"/desk/rmas/{road.rma}")


def test_what_a_station_holds_by_itself(app) -> None:
    rma = goods.announced(serials=True)
    TabletAt("walt").scan(rma.parcel, rma.skus[0], "ANOTHER-SERIAL-9")
    lines = [line[-1] for line in told(rma.rma_id)["Serial number compared"]]
    assert lines == ["Put on hold: Serial number does not fit", "Serial number does not fit"]


def test_who_let_a_box_go_with_less_and_why(app, client_as: ClientAs) -> None:
    road, packer = roads.ready(units=2), TabletAt("paul")
    packer.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.CLOSE_BOX, Command.CHOICE_2)
    packing.agree_to_less(parcel_id=roads.box_of(road).id, without="agreed", by=actor("lena"))
    packer.scan(Command.CLOSE_BOX, Command.YES)
    html = client_as("alice").page(f"/desk/rmas/{road.rma}")
    agreed = html.partition("Sending without the rest agreed")[2].partition("</li>")[0]
    assert "Lena" in agreed and "Why: The customer has agreed" in agreed
    assert "Why: The customer has agreed" in html.partition("Box closed")[2].partition("</li>")[0]
    custody = client_as("alice").page(f"/desk/units/{road.ids[0]}/custody")
    assert "The customer has agreed" in custody and "reason:agreed" not in custody


def test_why_a_lead_took_something_back(app, client_as: ClientAs) -> None:
    road = lying("A-01")
    act_id = roads.rows_of(Act, kind="unit.put_away")[-1].id
    undoing.undo(act_id=act_id, by=actor("lena"), reason="our_mistake")
    html = client_as("alice").page(f"/desk/rmas/{road.rma}")
    assert "Why: Our mistake" in html


@pytest.mark.parametrize(("language", "words"), [("en", "Why: The fault is still there"), ("zh", "理由：")])
def test_a_coded_reason_is_in_the_readers_words(app, client_as: ClientAs, language: str, words: str) -> None:
    road, checker = roads.at_check(), TabletAt("carla")
    checker.scan(road.tags[0], Command.FAIL, Command.CHOICE_1)
    html = client_as("alice").page(f"/desk/rmas/{road.rma}?lang={language}")
    assert words in html and "fault_remains" not in html
