"""Search by anything, in any script, the same on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from models.db import db
from models.orders import Customer, Shipment
from tests.desk import roads
from tests.support import goods
from tests.support.people import actor
from workflow import announcing, searching, words_of_names
from workflow.receiving import put_aside


@pytest.fixture
def made(either_app: Flask) -> goods.Announced:
    roads.requested(name="Someone Else", email="else@example.com")
    return goods.announced(serials=True, name="王小明 Jörg Müller-Lüdenscheidt", email="Jorg+shop@example.com")


def rmas(text: str) -> list[str]:
    return [row.number for row in searching.search(text).rmas]


def test_by_every_number_it_carries(made: goods.Announced) -> None:
    announcing.set_tracking(parcel_id=made.parcel_id, tracking="1Z999AA10123456784", by=actor("alice"))
    order = roads.order(made.order_id)
    sent = roads.read_all(sa.select(Shipment.__table__.c.tracking).where(
        Shipment.__table__.c.order_id == made.order_id))[0].tracking
    grouped = f"{made.rma[0]} {made.rma[1:4]} {made.rma[4:7]} {made.rma[7:10]} {made.rma[10:]}"
    for text in (made.rma, made.rma.lower(), grouped, made.parcel, "1z999aa10123456784", sent, order.number,
                 f"#{order.number}", f"SN{made.skus[0]}", "jorg+shop@example.com", made.skus[0]):
        assert rmas(text) == [made.rma], text


def test_one_rma_by_its_own_number_is_exact(made: goods.Announced) -> None:
    assert searching.search(made.rma).exact == made.rma
    assert searching.search(made.parcel).exact == made.rma
    assert searching.search("Müller").exact is None


@pytest.mark.parametrize("text", ["Müller", "MULLER", "mueller", "jörg", "joerg", "jorg müll", "lüdenscheidt", "王小明",
                                  "小明", "王", "明", "王小明 müller", "jorg+shop", "ｍüller"])
def test_by_parts_of_a_name_in_any_script(made: goods.Announced, text: str) -> None:
    assert rmas(text) == [made.rma]


@pytest.mark.parametrize("text", ["", " ", "x", "müllerin", "王明", "Jörg Someone", "%", "_", "' OR 1=1 --", "\x00"])
def test_what_is_not_there_is_not_found(made: goods.Announced, text: str) -> None:
    assert not searching.search(text)


def test_by_words_of_the_product(made: goods.Announced) -> None:
    assert made.rma in rmas("热水壶") and made.rma in rmas("kettle")


def test_a_customer_without_an_rma_is_found_with_the_orders(either_app: Flask) -> None:
    order_id, _lines = goods.order(name="Łukasz Żółć", email="l@example.com", by=actor("alice"))
    found = searching.search("lukasz zolc")
    assert [row.id for row in found.orders] == [order_id] and [row.name for row in found.customers] == ["Łukasz Żółć"]
    assert not found.rmas


def test_a_parcel_put_aside_is_found_by_what_stands_on_it(either_app: Flask) -> None:
    parcel_id = put_aside(code="JJD000390007123456", by=actor("walt"))
    assert [row.id for row in searching.search("jjd000390007123456").parcels] == [parcel_id]


def test_a_changed_name_is_found_anew_and_the_old_one_is_not(made: goods.Announced) -> None:
    assert rmas("müller")
    customer_id = goods.rma(made.rma_id).customer_id
    with db.engine.begin() as connection:
        connection.execute(sa.update(Customer.__table__).where(Customer.__table__.c.id == customer_id)
                           .values(name="erased", email=None))
        connection.execute(sa.text("UPDATE \"order\" SET ship_name = 'erased' WHERE id = :id"), {"id": made.order_id})
    words_of_names.refresh("customer", customer_id)
    words_of_names.refresh("order", made.order_id)
    assert not rmas("müller") and rmas("erased") == [made.rma]


def test_catching_up_twice_writes_nothing_twice(made: goods.Announced) -> None:
    words_of_names.catch_up()
    assert words_of_names.catch_up() == 0
