"""A box that goes without something: why, and who decided it, by badge and PIN at the packer's own table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.lifecycle import ParcelState
from models.log import Act, Movement, Scan
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support.people import actor, badge, pin
from tests.support.tablets import TabletAt, check_undo, everything
from workflow import packing, undoing
from workflow.scanning.commands import Command

PAGE = "/stations/packing-1/boxes/decision"


@pytest.fixture
def paul(client_as: Callable):
    return client_as("paul", station="packing-1")


def at_the_tablet(client) -> TabletAt:
    """The same sign-in and tablet as the page's."""
    tablet = TabletAt("paul", "packing-1")
    tablet.session, tablet.token = (client.get_cookie(name).value for name in ("backhaul_staff", "backhaul_tablet"))
    return tablet


def asked_who(client) -> tuple[TabletAt, roads.Road]:
    """One of two units in the box, and the packer has said why the other one does not come."""
    road, tablet = roads.ready(units=2), at_the_tablet(client)
    tablet.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.CLOSE_BOX)
    assert str(tablet.scan(Command.CHOICE_2).title) == "Who decided?"
    return tablet, road


def decide(client, login: str, **typed: str):
    return client.send(PAGE, **{"badge": badge(login), "pin": pin(login), **typed})


def agreements() -> list[tuple[str, str, str | None]]:
    return [(row.by, row.codes, row.station) for row in roads.rows_of(Movement, what="parcel.less_agreed")]


@pytest.mark.parametrize("login", ["alice", "lena"])
def test_who_decided_answers_with_badge_and_pin(app, paul, login: str) -> None:
    tablet, road = asked_who(paul)
    card = tablet.scan(badge(login))
    assert (str(card.title), card.opens) == ("Who decided?", "decision")
    assert "The customer has agreed" in paul.page(PAGE)
    answer = decide(paul, login)
    assert (answer.status_code, answer.location) == (303, "/stations/packing-1")
    assert agreements() == [(actor(login).code, "reason:agreed missing:1", "packing-1")]
    (act,) = roads.rows_of(Act, kind="parcel.less_agreed")
    assert (act.staff_id, act.delivered_by_id) == (actor(login).staff_id, actor("paul").staff_id)
    assert "Address right?" in paul.page("/stations/packing-1")
    assert str(tablet.scan(Command.YES).title) == "Closed"
    (closed,) = roads.rows_of(Act, kind="parcel.closed")
    assert (closed.staff_id, closed.reason) == (actor("paul").staff_id, "without.agreed")
    assert roads.box_of(road).state is ParcelState.CLOSED


def test_no_pin_is_ever_a_scan(app, paul) -> None:
    tablet, _road = asked_who(paul)
    tablet.scan(badge("lena"))
    decide(paul, "lena")
    assert pin("lena") not in " ".join(row.raw for row in roads.rows_of(Scan))


@pytest.mark.parametrize(("login", "typed"), [
    ("paul", {}), ("ina", {}), ("lena", {"pin": "0000"}), ("lena", {"pin": ""}), ("lena", {"badge": "B00000000000"})])
def test_nobody_else_may_and_nothing_is_lost(app, paul, login: str, typed: dict[str, str]) -> None:
    tablet, road = asked_who(paul)
    before = everything()
    answer = decide(paul, login, **typed)
    assert answer.status_code == 422 and "Who decided?" in answer.text
    assert (everything(), agreements()) == (before, [])
    assert str(tablet.scan(Command.NO).title) == "Left as it is"
    assert roads.box_of(road).state is ParcelState.PACKING


def test_where_nothing_is_asked_the_page_leads_back(app, paul) -> None:
    tablet, _road = asked_who(paul)
    tablet.scan(Command.NO)
    html = paul.page(PAGE)
    assert "No decision is asked for here" in html and "<form" not in html.partition("<main")[2]
    answer = decide(paul, "lena")
    assert (answer.status_code, answer.location) == (303, "/stations/packing-1")
    assert agreements() == []


def test_it_counts_for_what_was_missing_then_and_no_more(app, paul) -> None:
    tablet, road = asked_who(paul)
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    decide(paul, "lena")
    assert "Also packed?" in paul.page("/stations/packing-1")
    tablet.scan(Command.NO)
    assert str(tablet.scan(Command.CLOSE_BOX).title) == "Send without?"
    assert str(tablet.scan(Command.CHOICE_1).title) == "Who decided?"


def test_what_was_missing_is_found_and_packed_after_all(app, paul) -> None:
    tablet, road = asked_who(paul)
    decide(paul, "lena")
    tablet.scan(Command.NO, road.tags[1], *GOODS_FIT)
    assert str(tablet.scan(Command.CLOSE_BOX, Command.YES).title) == "Closed"
    assert [row.reason for row in roads.rows_of(Act, kind="parcel.closed")] == [None]


def test_the_agreement_can_be_taken_back(app, paul) -> None:
    tablet, road = asked_who(paul)
    before = everything()
    packing.agree_to_less(parcel_id=roads.box_of(road).id, without="agreed", by=actor("lena"))
    undoing.undo(act_id=roads.rows_of(Act, kind="parcel.less_agreed")[0].id, by=actor("lena"),
                 reason="our_mistake")
    assert everything() == before
    tablet.scan(Command.CLOSE_BOX)
    assert str(tablet.scan(Command.CHOICE_2).title) == "Who decided?"


def test_closing_with_less_can_be_undone_and_costs_no_more(app, paul, statements: list[str]) -> None:
    tablet, _road = asked_who(paul)
    decide(paul, "lena")
    check_undo(tablet, Command.YES)
    tablet.scan(Command.UNDO)
    for code in (Command.YES, Command.REOPEN, Command.CLOSE_BOX):
        statements.clear()
        tablet.scan(code)
        assert len(statements) <= 10, "\n".join(text[:100] for text in statements)


def test_a_badge_where_no_decision_is_asked_changes_the_person(app, paul) -> None:
    card = at_the_tablet(paul).scan(badge("lena"))
    assert (str(card.title), card.opens) == ("Change person?", "shift")
