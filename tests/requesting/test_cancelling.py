"""Taking a request back: while nothing was sent, and not a moment longer."""

from __future__ import annotations

import pytest
from flask import Flask

from models.lifecycle import ParcelState, RmaStatus, Stage
from models.log import Act
from models.parcels import Parcel
from tests.requesting import shop
from tests.requesting.shop import Shopper
from workflow import cancelling, deciding, gates, linking, moves, receiving, requesting
from workflow.actors import CUSTOMER, SYSTEM, Actor
from workflow.boxes import read as read_box
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.transaction import act, reading


def can(rma_id: int) -> bool:
    with reading() as connection:
        return gates.holds(cancelling.check_can_cancel, connection, rma_id)


@pytest.fixture
def approved(app: Flask, people: dict[str, Actor]) -> int:
    shop.ask(shop.buy())
    rma_id = shop.ask(shop.buy(quantities=(2,)), count=2)
    deciding.approve(rma_id=rma_id, unit_ids=[unit.id for unit in shop.units(rma_id)], by=people["alice"])
    return rma_id


def test_while_requested(app: Flask) -> None:
    rma_id = shop.ask(shop.buy())
    assert can(rma_id)
    requesting.cancel(rma_id=rma_id, by=CUSTOMER)
    assert shop.rma(rma_id).status is RmaStatus.CANCELLED
    assert shop.rows(Act)[-1].data["letter"] == "cancelled"
    assert not can(rma_id)


def test_while_approved_its_labels_become_void(approved: int) -> None:
    requesting.cancel(rma_id=approved, by=CUSTOMER)
    assert {unit.stage for unit in shop.units(approved)} == {Stage.CANCELLED}
    assert [box.state for box in shop.rows(Parcel)] == [ParcelState.REFUSED]
    assert shop.rma(1).status is RmaStatus.REQUESTED, "the other return stays as it is"


def test_what_was_declined_does_not_stand_in_the_way(approved: int, people: dict[str, Actor]) -> None:
    first, _second = shop.units(approved)
    deciding.decline(unit_id=first.id, reason="outside_window", by=people["alice"])
    requesting.cancel(rma_id=approved, by=CUSTOMER)
    assert [unit.stage for unit in shop.units(approved)] == [Stage.DECLINED, Stage.CANCELLED]


@act("test.moving")
def set_off(doing: Doing, *, by: Actor) -> None:
    moves.move_parcel(doing, doing.one(shop.sa.select(Parcel.__table__)), ParcelState.MOVING, what="parcel.moving")


def test_not_when_the_parcel_is_on_its_way(approved: int) -> None:
    set_off(by=SYSTEM)
    assert not can(approved)
    with pytest.raises(Refused, match="on its way"):
        requesting.cancel(rma_id=approved, by=CUSTOMER)


def test_not_when_it_has_arrived(approved: int, people: dict[str, Actor]) -> None:
    parcel = shop.rows(Parcel)[0]
    receiving.receive(parcel_id=parcel.id, by=people["walt"])
    assert not can(approved)
    with reading() as connection:
        box = read_box(connection, parcel.id)
    receiving.take_out(box=box, unit=box.units[0].unit, by=people["walt"])
    with pytest.raises(Refused, match="with us already"):
        requesting.cancel(rma_id=approved, by=CUSTOMER)


def test_the_button_is_drawn_by_the_rule(app: Flask, approved: int) -> None:
    shopper, token = Shopper(app), linking.token(linking.newest(approved))
    assert "/cancellation" in shopper.page(f"/returns/s/{token}")
    assert shopper.go(f"/returns/s/{token}/cancellation") == f"/returns/s/{token}"
    assert "/cancellation" not in shopper.page(f"/returns/s/{token}")
    assert shopper.send(f"/returns/s/{token}/cancellation").status_code == 422


def test_not_without_the_form_token(app: Flask, approved: int) -> None:
    token = linking.token(linking.newest(approved))
    assert Shopper(app).post(f"/returns/s/{token}/cancellation").status_code == 400
    assert shop.rma(approved).status is RmaStatus.APPROVED
