"""The pages of the packing station: the boxes, an address put right, a carrier typed."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from models.log import Act, Movement
from models.orders import Order
from models.parcels import Parcel
from reference import checks
from tests.packing import roads
from tests.support.tablets import TabletAt
from workflow import undoing
from workflow.scanning.commands import Command

RIGHT = {"name": "Jörg Müller", "street": "Neue Straße 7", "city": "Hamburg", "region": "", "postcode": "20095",
         "country": "DE"}


@pytest.fixture
def road(app) -> roads.Road:
    TabletAt("paul").scan(roads.repaired().tags[0])  # somebody else's box
    made = roads.repaired()
    TabletAt("paul").scan(made.tags[0], made.tags[0])
    return made


@pytest.fixture
def paul(client_as: Callable):
    return client_as("paul")


def _url(road: roads.Road, page: str) -> str:
    return f"/stations/packing-1/boxes/{roads.box_of(road).number}/{page}"


def _order(road: roads.Road):
    return roads.rows_of(Order, id=road.order_id)[0]


def test_the_boxes_that_have_not_left_are_listed(road: roads.Road, paul) -> None:
    html = paul.page("/stations/packing-1/boxes")
    assert html.count("/address") == 2 and "/carrier" not in html


def test_without_boxes_the_page_says_what_to_do(app, paul) -> None:
    assert "No box waits here" in paul.page("/stations/packing-1/boxes")


def test_an_address_is_confirmed(road: roads.Road, paul) -> None:
    assert "Torstraße 1" in paul.page(_url(road, "address"))
    answer = paul.send(_url(road, "address/confirmation"))
    assert (answer.status_code, answer.location) == (303, "/stations/packing-1")
    assert roads.box_of(road).address_confirmed_at is not None
    assert roads.rows_of(Parcel, rma_id=1, direction="out")[0].address_confirmed_at is None
    tablet = TabletAt("paul")
    assert str(tablet.scan(road.rma, Command.CLOSE_BOX).title) == "Closed"


def test_a_changed_address_is_an_act_without_its_words_in_the_log(road: roads.Road, paul) -> None:
    paul.page(_url(road, "address"))
    answer = paul.send(_url(road, "address"), **RIGHT)
    assert answer.status_code == 303
    assert (_order(road).ship_street, _order(road).ship_city) == ("Neue Straße 7", "Hamburg")
    act = roads.rows_of(Act, kind="address.changed")[0]
    movement = roads.rows_of(Movement, act_id=act.id)[0]
    assert movement.parcel_id == roads.box_of(road).id
    assert "Neue" not in str(movement) and "Neue" not in str(act.data)
    assert roads.box_of(road).address_confirmed_at is not None


def test_a_changed_address_can_be_undone(road: roads.Road, paul, people) -> None:
    before = _order(road)
    paul.page(_url(road, "address"))
    paul.send(_url(road, "address"), **RIGHT)
    act = roads.rows_of(Act, kind="address.changed")[0]
    undoing.undo(act_id=act.id, by=people["lena"], reason="lead_decision")
    assert _order(road) == before and roads.box_of(road).address_confirmed_at is None


@pytest.mark.parametrize("missing", ["name", "street", "city", "country"])
def test_an_incomplete_address_comes_back_with_what_was_typed(road: roads.Road, paul, missing: str) -> None:
    paul.page(_url(road, "address"))
    answer = paul.send(_url(road, "address"), **{**RIGHT, missing: ""})
    assert answer.status_code == 422
    assert ("Neue Straße 7" if missing != "street" else "Hamburg") in answer.get_data(as_text=True)
    assert _order(road).ship_street == "Torstraße 1"


def test_blanks_are_no_street(road: roads.Road, paul) -> None:
    paul.page(_url(road, "address"))
    answer = paul.send(_url(road, "address"), **{**RIGHT, "street": "   "})
    assert answer.status_code == 422
    assert _order(road).ship_street == "Torstraße 1"


def test_a_carrier_is_typed_for_a_closed_box(road: roads.Road, paul) -> None:
    TabletAt("paul").scan(road.rma, Command.CLOSE_BOX, Command.YES)
    paul.page(_url(road, "carrier"))
    assert paul.send(_url(road, "carrier"), carrier="evri", tracking=" h00 1234 5678 ").status_code == 303
    assert (roads.box_of(road).carrier, roads.box_of(road).tracking) == ("evri", "H0012345678")
    assert "/carrier" in paul.page("/stations/packing-1/boxes")


@pytest.mark.parametrize("typed", [{"carrier": "nobody", "tracking": "H001"}, {"carrier": "evri", "tracking": ""},
                                   {"carrier": "evri", "tracking": "H1"}])
def test_a_wrong_carrier_or_number_comes_back(road: roads.Road, paul, typed: dict[str, str]) -> None:
    TabletAt("paul").scan(road.rma, Command.CLOSE_BOX, Command.YES)
    paul.page(_url(road, "carrier"))
    assert paul.send(_url(road, "carrier"), **typed).status_code == 422
    assert roads.box_of(road).tracking is None


def test_an_open_box_gets_no_carrier(road: roads.Road, paul) -> None:
    paul.page(_url(road, "carrier"))
    assert paul.send(_url(road, "carrier"), carrier="evri", tracking="H0012345678").status_code == 422


def test_a_box_that_left_keeps_its_address(app, paul) -> None:
    road = roads.ready()
    roads.send(TabletAt("paul"), road)
    paul.page(_url(road, "address"))
    assert paul.send(_url(road, "address"), **RIGHT).status_code == 422
    assert _order(road).ship_street == "Torstraße 1"


@pytest.mark.parametrize("which", ["address", "carrier"])
def test_an_unknown_box_is_not_found(app, paul, which: str) -> None:
    assert paul.get(f"/stations/packing-1/boxes/P00000000000/{which}").status_code == 404


@pytest.mark.parametrize("login", ["walt", "tom", "mia"])
def test_others_see_no_address(road: roads.Road, client_as: Callable, login: str) -> None:
    client = client_as(login)
    assert client.get(_url(road, "address")).status_code == 403
    assert client.get("/stations/packing-1/boxes").status_code == 403


def test_strangers_are_sent_to_sign_in(road: roads.Road, client_as: Callable) -> None:
    assert client_as(None).get(_url(road, "address")).status_code == 303


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_the_goods_check_asks_in_the_language_chosen_in_the_menu(app, paul, language: str) -> None:
    """What to look at is a text of the reference data: it is chosen while the scan is taken, not while it is drawn."""
    made, looks = roads.ready(), checks.goods_check()[0].text
    paul.page(f"/stations/packing-1?lang={language}")
    opens, asks = (paul.send("/stations/packing-1/scans", code=code, scan_id=scan_id * 32).get_data(as_text=True)
                   for code, scan_id in ((made.rma, "a"), (made.tags[0], "b")))
    assert looks.say(language) in unescape(asks) and looks.say(language) not in unescape(opens)
    assert language == "en" or looks.say("en") not in unescape(asks)
