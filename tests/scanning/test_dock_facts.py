"""Dangerous goods and weights at the dock."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.catalogue import Product
from models.rma import Hold
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import receiving, weighing
from workflow.errors import Refused
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

BUDGET = 10
H = Hold.__table__
DIGIT = {command.digit: command for command in Command if command.digit}


def held() -> list[tuple[int | None, int | None]]:
    with reading() as connection:
        return [tuple(row) for row in connection.execute(sa.select(H.c.unit_id, H.c.rma_id).where(
            H.c.reason == "safety", H.c.released_at.is_(None)))]


def test_a_dangerous_unit_is_held_and_the_card_says_where_to_put_it(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    statements.clear()
    answer = dock.scan(Command.DANGER)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (str(answer.title), "safety box" in str(answer.next)) == ("Held: dangerous", True)
    assert answer.photo_of == ("unit", rma.unit_ids[0])
    assert held() == [(rma.unit_ids[0], None)]
    assert dock.scan(rma.skus[1]).result == "ok"


def test_a_dangerous_parcel_is_marked_and_its_rma_held_once(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    statements.clear()
    dock.scan(Command.DANGER)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert goods.parcel(rma.parcel_id).dangerous
    answer = dock.scan(rma.parcel, Command.DANGER)
    assert (answer.result, [str(label) for label, _value in answer.lines]) == ("repeat", ["by", "when"])
    assert held() == [(None, rma.rma_id)]


def test_a_dangerous_parcel_of_nobody_is_held_when_it_is_matched(dock: TabletAt, client_as) -> None:
    rma = goods.announced()
    parcel_id = dock.scan("1Z999AA10123456784").photo_of[1]
    assert dock.scan(Command.DANGER).result == "ok"
    assert held() == []
    alice = client_as("alice")
    assert "keep it away from everything" in alice.page(f"/desk/unidentified/{parcel_id}")
    receiving.match(parcel_id=parcel_id, rma_id=rma.rma_id, by=actor("alice"))
    assert held() == [(None, rma.rma_id)]


def test_nothing_open_is_nothing_dangerous(dock: TabletAt) -> None:
    assert dock.scan(Command.DANGER).result == "refused"
    assert held() == []


@pytest.mark.parametrize("codes", [
    ("parcel", Command.DANGER), ("parcel", "sku", Command.DANGER), ("1Z999AA10123456784", Command.DANGER),
    ("parcel", Command.WEIGHT, "12.34 kg")])
def test_undone_all_is_as_before(dock: TabletAt, codes: tuple) -> None:
    rma = goods.announced()
    named = {"parcel": rma.parcel, "sku": rma.skus[0]}
    check_undo(dock, *[named.get(code, code) for code in codes])


@pytest.mark.parametrize(("typed", "grams"), [
    ("12.34 kg", 12340), ("WEIGHT:0,85", 850), ("  850 g", 850), ("+ 2.5KG", 2500), ("1 lb", 454), ("3", 3000),
    ("WEIGHT: 700 G", 700)])
def test_a_scale_or_a_person_types_the_weight(dock: TabletAt, statements: list[str], typed: str, grams: int) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.WEIGHT)
    statements.clear()
    answer = dock.scan(typed)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (answer.result, str(answer.title)) == ("ok", "Weighed")
    assert goods.parcel(rma.parcel_id).weight_g == grams


def test_digits_of_the_sheet_are_grams_and_yes_sends_them(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.WEIGHT, DIGIT["1"], DIGIT["0"])
    answer = dock.scan(DIGIT["9"])
    assert (answer.result, answer.thing, answer.act_id) == ("ask", "109 g", None)
    assert goods.parcel(rma.parcel_id).weight_g is None
    assert str(dock.scan(Command.YES).title) == "Weighed"
    assert goods.parcel(rma.parcel_id).weight_g == 109


def test_digits_taken_back_with_no(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.WEIGHT, DIGIT["7"], Command.NO)
    assert dock.scan(Command.YES).result == "refused"
    assert goods.parcel(rma.parcel_id).weight_g is None


def test_digits_where_no_number_is_asked_for(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    assert dock.scan(rma.parcel, DIGIT["0"]).result == "refused"
    assert dock.scan(Command.NO_CODE, DIGIT["1"]).result == "ok"  # there it is the first choice
    assert goods.unit(rma.unit_ids[0]).stage.value == "arrived"


def test_too_many_digits(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.WEIGHT)
    assert dock.scan(*[DIGIT["9"]] * 9).result == "ask"
    assert dock.scan(DIGIT["9"]).result == "refused"
    assert dock.scan(Command.YES).result == "refused"
    assert goods.parcel(rma.parcel_id).weight_g is None


def test_what_no_parcel_weighs_is_refused_and_asked_again(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.WEIGHT)
    assert dock.scan("850").result == "refused"
    assert dock.scan("850 g").result == "ok"


def test_a_product_that_is_called_like_a_weight(dock: TabletAt) -> None:
    rma = goods.announced()
    in_transaction(lambda connection: connection.execute(
        sa.update(Product.__table__).where(Product.__table__.c.sku == rma.skus[0]).values(sku="12")))
    dock.scan(rma.parcel, Command.WEIGHT)
    assert str(dock.scan("12").title) == "Weighed"
    assert str(dock.scan("12").title) == "Arrived"


def test_another_thing_instead_of_the_weight_is_taken_as_what_it_is(dock: TabletAt) -> None:
    rma = goods.announced()
    assert str(dock.scan(rma.parcel, Command.WEIGHT, rma.skus[0]).title) == "Arrived"


def test_a_typed_weight_that_nobody_asked_for_makes_no_parcel(dock: TabletAt) -> None:
    assert dock.scan("WEIGHT:12").result == "refused"
    assert dock.scan(Command.WEIGHT).result == "refused"


@pytest.mark.parametrize("typed", ["", "kg", "12.34.5", "-3 kg", "0", "201 kg", "1e3", "١٢ kg", "12 stone"])
def test_what_is_no_weight(typed: str) -> None:
    with pytest.raises(Refused):
        weighing.grams(typed.upper())
