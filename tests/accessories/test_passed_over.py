"""What the dock passed over is asked for again: after ALL, when the box is done, at inspection and at packing."""

from __future__ import annotations

import pytest

from models.lifecycle import Ground, Resolution
from models.numbers import grouped
from models.orders import OrderLine
from models.rma import Accessory, Unit
from reference.accessories import default_accessories
from tests.accessories.test_papers import values
from tests.accessories.test_ticking import NAMES, ONE, THREE, announced, belongs
from tests.inspecting.units import WELL, Tablet, answer_all
from tests.packing import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import settling
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import act

BUDGET = 10


def received(unit_id: int) -> list[bool | None]:
    return [row.received for row in roads.rows_of(Accessory, unit_id=unit_id)]


def packed(unit_id: int) -> list[bool | None]:
    return [row.packed for row in roads.rows_of(Accessory, unit_id=unit_id)]


def listed(card: Answer) -> list[str]:
    """The numbered buttons of a card: what may be ticked."""
    return [str(choice.label) for choice in card.choices if choice.icon.startswith("number-")]


def box_of(units: int) -> goods.Announced:
    """Something belongs to the first and the last."""
    rma = announced(units=units)
    belongs(unit_id=rma.unit_ids[-1], names=("Charger",), by=actor("walt"))
    return rma


@pytest.fixture
def dock(app) -> TabletAt:
    return TabletAt("walt")


def test_after_all_the_lists_come_one_after_the_other(dock: TabletAt) -> None:
    rma = box_of(3)
    card = dock.scan(rma.parcel, Command.ALL)
    assert (str(card.title), listed(card), card.paper) == ("All arrived", list(NAMES), ("parcel_tags", rma.parcel_id))
    assert grouped(goods.unit(rma.unit_ids[0]).tag) in str(card.next)
    second = dock.scan(Command.ALL)
    assert (str(second.title), listed(second)) == ("And this one?", ["Charger"])
    assert received(rma.unit_ids[0]) == [True] * 3 and received(rma.unit_ids[2]) == [None]
    last = dock.scan(Command.NO)
    assert (str(last.title), listed(last), received(rma.unit_ids[2])) == ("Noted", [], [False])
    done = dock.scan(Command.BOX_DONE)
    assert (str(done.title), listed(done), str(done.next)) == ("Box done", [], "Scan the next parcel.")


def test_a_box_that_is_done_asks_once_more_and_lets_the_next_parcel_in(dock: TabletAt) -> None:
    rma, following = box_of(3), goods.announced()
    done = dock.scan(rma.parcel, *rma.skus, Command.BOX_DONE)
    assert (str(done.title), listed(done), done.paper) == ("Box done", list(NAMES), ("receipt", rma.parcel_id))
    assert goods.parcel(rma.parcel_id).state == "emptied"
    dock.scan(ONE, Command.NO)
    last = dock.scan(ONE)
    assert (str(last.title), last.paper, last.choices) == ("All ticked", ("receipt", rma.parcel_id), ())
    assert received(rma.unit_ids[0]) == [True, False, False] and received(rma.unit_ids[2]) == [True]
    assert str(dock.scan(following.parcel).title) == "Received"


def test_passed_over_again_it_stays_open(dock: TabletAt) -> None:
    rma, following = box_of(3), goods.announced()
    dock.scan(rma.parcel, *rma.skus, Command.BOX_DONE)
    assert str(dock.scan(following.parcel).title) == "Received"
    assert received(rma.unit_ids[0]) == [None] * 3
    assert dock.scan(ONE).result == "refused"


@pytest.mark.parametrize("codes", [(Command.ALL,), (Command.ALL, ONE), (Command.ALL, Command.ALL),
                                   ("each", Command.BOX_DONE), ("each", Command.BOX_DONE, Command.ALL)])
def test_undone_all_is_as_before_and_no_scan_costs_more(dock: TabletAt, statements: list[str],
                                                       codes: tuple[str | Command, ...]) -> None:
    rma = box_of(2)
    dock.scan(rma.parcel, *(rma.skus if "each" in codes else ()))
    codes = tuple(code for code in codes if code != "each")
    done = check_undo(dock, *codes)
    dock.scan(Command.UNDO)
    statements.clear()
    again = dock.scan(codes[-1])
    assert (again.title, listed(again)) == (done.title, listed(done))
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)


def at_inspection(names: tuple[str, ...] = NAMES) -> tuple[TabletAt, int, Answer]:
    """A unit whose list was passed over, every question answered."""
    rma = announced(names)
    Tablet("walt").scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    inspector, unit_id = Tablet("ina"), rma.unit_ids[0]
    inspector.scan(goods.unit(unit_id).tag)
    return inspector, unit_id, answer_all(inspector, unit_id, WELL)


def test_the_inspector_answers_it_before_the_result(app) -> None:
    inspector, unit_id, card = at_inspection()
    assert (str(card.title), listed(card)) == ("What came?", list(NAMES))
    ticked = inspector.scan(THREE)
    assert (str(ticked.title), received(unit_id)) == ("Ticked", [None, None, True])
    result = inspector.scan(Command.NO)
    assert (str(result.title), received(unit_id)) == ("Grade A", [False, False, True])
    assert str(inspector.scan(Command.SIGN).title).startswith("Signed")


def test_all_of_it_by_one_scan(app) -> None:
    inspector, unit_id, _card = at_inspection()
    assert str(inspector.scan(Command.YES).title) == "Grade A" and received(unit_id) == [True] * 3


def test_left_to_packing_the_result_stands_and_nothing_is_signed_unseen(app) -> None:
    inspector, unit_id, _card = at_inspection()
    assert str(inspector.scan(Command.SIGN).title) == "Grade A"
    assert str(inspector.scan(Command.TO_CUSTOMER).title) == "Grade A"
    assert goods.unit(unit_id).stage == "arrived" and received(unit_id) == [None] * 3
    assert str(inspector.scan(Command.SIGN).title).startswith("Signed")


def test_what_was_ticked_at_the_dock_is_not_asked_for_again(app) -> None:
    rma = announced()
    Tablet("walt").scan(rma.parcel, rma.skus[0], Command.ALL, Command.BOX_DONE)
    inspector = Tablet("ina")
    inspector.scan(goods.unit(rma.unit_ids[0]).tag)
    assert str(answer_all(inspector, rma.unit_ids[0], WELL).title) == "Grade A"


@pytest.mark.parametrize("codes", [(ONE,), (Command.YES,), (ONE, Command.NO)])
def test_at_inspection_too_undo_leaves_no_trace(app, statements: list[str], codes: tuple[Command, ...]) -> None:
    inspector, _unit_id, _card = at_inspection(tuple(f"Part {number}" for number in range(1, 9)))
    check_undo(inspector, *codes)
    undone = inspector.scan(Command.UNDO)
    assert listed(undone)[0] == "Part 1"
    statements.clear()
    assert inspector.scan(codes[-1]).act_id
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)


def passed_to_packing() -> tuple[TabletAt, roads.Road]:
    """Nobody has looked at what belongs to it, neither at the dock nor at inspection."""
    road = roads.ready()
    belongs(unit_id=road.ids[0], names=("Charger", "Cable"), by=actor("walt"))
    packer = TabletAt("paul")
    packer.scan(road.tags[0], road.tags[0], Command.PASS, Command.PASS)
    return packer, road


def test_packing_asks_for_what_nobody_has_looked_at(app) -> None:
    packer, road = passed_to_packing()
    asked = packer.scan(Command.PASS)
    assert (str(asked.title), str(asked.next)) == ("Also packed?", "Charger: is it in the box?")
    packer.scan(Command.YES)
    assert (received(road.ids[0]), packed(road.ids[0])) == ([True, None], [True, None])
    assert str(packer.scan(Command.CLOSE_BOX).title) == "Also packed?"
    packer.scan(Command.NO)
    assert (received(road.ids[0]), packed(road.ids[0])) == ([True, None], [True, False])
    assert str(packer.scan(Command.CLOSE_BOX).title) == "Send without?"
    slip = values("packing_slip", roads.box_of(road).id, "en")[0]["units"][0]
    assert (slip["accessories"], slip["left_out"]) == (["Charger"], ["Cable"])


def test_all_at_once_at_packing_has_come_with_it(app) -> None:
    packer, road = passed_to_packing()
    packer.scan(Command.PASS)
    check_undo(packer, Command.ALL)
    assert (received(road.ids[0]), packed(road.ids[0])) == ([True, True], [True, True])


@act("test.never_came")
def never_came(doing: Doing, *, unit_id: int, by: Actor) -> None:
    doing.update_all(Accessory, roads.rows_of(Accessory, unit_id=unit_id), received=False)


def test_what_did_not_come_is_not_asked_for(app) -> None:
    packer, road = passed_to_packing()
    never_came(unit_id=road.ids[0], by=actor("walt"))
    assert str(packer.scan(Command.PASS).title) == "Packed"
    assert packed(road.ids[0]) == [None, None]


def belonging(unit_id: int) -> list[tuple[str, bool | None, bool | None]]:
    return [(row.name, row.received, row.packed) for row in roads.rows_of(Accessory, unit_id=unit_id)]


def test_a_replacement_goes_out_with_all_that_belongs_to_its_product(app) -> None:
    road = roads.promised(category="small_kitchen_appliance")
    promised = goods.unit(road.ids[0])
    usual = [row.text.en for row in default_accessories("small_kitchen_appliance") for _ in range(row.quantity)]
    assert [name for name, _received, _packed in belonging(promised.id)] == usual != []
    packer = TabletAt("paul")
    packer.scan(road.rma, roads.sku(promised.id), *roads.GOODS_FIT)
    packer.scan(road.tags[0])
    assert str(packer.scan(Command.ALL).title) == "Packed"
    assert belonging(promised.id) == [(name, None, True) for name in usual]
    box = roads.box_of(road).id
    assert len(values("packing_slip", box, "en")[0]["units"][0]["accessories"]) == len(usual)


def test_an_exchange_brings_what_belongs_to_the_other_product(app) -> None:
    road = roads.arrived()
    roads.inspect(unit_ids=road.ids, by=actor("lena"))
    _order, (line,) = goods.order(category="small_kitchen_appliance", by=actor("alice"))
    other = roads.rows_of(OrderLine, id=line)[0].product_id
    settling.resolve(unit_id=road.ids[0], resolution=Resolution.EXCHANGE, ground=Ground.INSPECTED, product_id=other,
                     by=actor("alice"))
    promised = roads.rows_of(Unit, replaces_id=road.ids[0])[0].id
    assert len(belonging(promised)) == len(default_accessories("small_kitchen_appliance"))


def extra(*, of_an_rma: bool = True) -> int:
    """Something nobody had declared, at the dock: in the box of an RMA, or in one that nobody knows."""
    rma, beside = goods.announced(), goods.announced()
    dock = Tablet("walt")
    dock.scan(rma.parcel, rma.skus[0]) if of_an_rma else dock.scan("1Z999AA10123456784")
    dock.scan(beside.skus[0], Command.YES, Command.BOX_DONE)
    return roads.rows_of(Unit, declared=False)[0].id


@pytest.mark.parametrize("of_an_rma", [True, False])
def test_what_nobody_declared_gets_its_list_when_it_is_looked_at(app, statements: list[str], of_an_rma: bool) -> None:
    unit_id = extra(of_an_rma=of_an_rma)
    inspector, tag = Tablet("ina"), goods.unit(unit_id).tag
    statements.clear()
    inspector.scan(tag)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert [name for name, _received, _packed in belonging(unit_id)] == [
        row.text.en for row in default_accessories("toy") for _ in range(row.quantity)]
    card = answer_all(inspector, unit_id, WELL)
    assert (str(card.title), len(listed(card))) == ("What came?", len(belonging(unit_id)))


def test_the_list_goes_with_the_look_that_brought_it(app) -> None:
    unit_id = extra()
    check_undo(Tablet("ina"), goods.unit(unit_id).tag)
    assert len(belonging(unit_id)) == sum(row.quantity for row in default_accessories("toy"))
