"""A box that nobody announced takes the place of one that was, and what was taken out of it is what was announced."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, RmaStatus, Stage
from models.log import Act
from models.parcels import Parcel
from models.rma import Hold, Photo, Unit
from tests.desk.roads import read_all, rows_of
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo, everything
from workflow import paper_values, receiving, undoing, verifying
from workflow.doing import Doing
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import act, reading
from workflow.whose import noting

BUDGET = 10
LABEL = "1Z999AA10123456784"


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced(units=2, serials=True, name="Petra Schneider")
    return TabletAt("walt")


def put_aside(dock: TabletAt, name: str = "Wang Wei") -> tuple[int, str]:
    """A box of `name` that nobody announced; its id and number. Nothing is open afterwards."""
    parcel_id = dock.scan(LABEL).photo_of[1]
    noting.note_sender(parcel_id=parcel_id, name=name, by=actor("alice"))
    dock.scan(Command.PARK)
    return parcel_id, goods.parcel(parcel_id).number


def letters() -> list[str]:
    acts = read_all(sa.select(Act.__table__).where(Act.__table__.c.undone_by_id.is_(None)).order_by(Act.__table__.c.id))
    return [row.data["letter"] for row in acts if (row.data or {}).get("letter")]


def open_holds() -> list[str]:
    return [hold.reason for hold in rows_of(Hold, released_at=None)]


@act("test.photo")
def photo(doing: Doing, *, unit_id: int, by) -> int:
    return doing.insert(Photo, unit_id=unit_id, storage_key=f"a/{unit_id}", sha256="0" * 64, width=1, height=1, bytes=1,
                        taken_by="staff", at=doing.now)


def test_a_matched_box_takes_the_place_of_one_that_has_not_moved(dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    parcel_id, number = put_aside(dock)
    dock.scan(number)
    costs.clear()
    assert str(dock.scan(CHOICES[0]).title) == "Matched"
    assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    assert goods.parcel(rma.parcel_id).state is ParcelState.REFUSED
    assert str(dock.scan(rma.skus[0], Command.BOX_DONE).title) == "Done, 1 missing"
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED, Stage.MISSING]
    assert goods.unit(rma.unit_ids[0]).came_in_id == parcel_id
    assert letters() == ["received", "missing"]
    assert goods.rma(rma.rma_id).status is RmaStatus.IN_WORK
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
        receipt = paper_values.receipt(connection, parcel_id, "en")[0]
    assert (len(receipt["units"]), len(receipt["missing"])) == (1, 1)


def test_of_two_announced_boxes_one_may_still_come(dock: TabletAt) -> None:
    rma = goods.announced(units=2, boxes=2, name="Wang Wei")
    _parcel_id, number = put_aside(dock)
    dock.scan(number, CHOICES[0], rma.skus[0], Command.BOX_DONE)
    first, second, third = rows_of(Parcel, rma_id=rma.rma_id)
    assert [box.state for box in (first, second, third)] == [
        ParcelState.REFUSED, ParcelState.ANNOUNCED, ParcelState.EMPTIED]
    assert goods.unit(rma.unit_ids[1]).stage is Stage.EXPECTED
    assert str(dock.scan(second.number, rma.skus[1], Command.BOX_DONE).title) == "Box done"


def test_a_box_that_moves_is_waited_for(dock: TabletAt) -> None:
    rma = goods.announced(name="Wang Wei")
    _move(rma.parcel_id)
    _parcel_id, number = put_aside(dock)
    dock.scan(number, CHOICES[0])
    assert goods.parcel(rma.parcel_id).state is ParcelState.MOVING


@act("test.moving")
def _moving(doing: Doing, *, parcel_id: int, by) -> None:
    from workflow import moves
    moves.move_parcel(doing, goods.parcel(parcel_id), ParcelState.MOVING, what="parcel.moving")


def _move(parcel_id: int) -> None:
    _moving(parcel_id=parcel_id, by=actor("alice"))


def test_the_box_that_was_replaced_comes_all_the_same(dock: TabletAt) -> None:
    rma = goods.announced(name="Wang Wei")
    _parcel_id, number = put_aside(dock)
    dock.scan(number, CHOICES[0])
    assert str(dock.scan(rma.parcel).title) == "Received"


def test_what_was_taken_out_before_the_match_is_what_was_announced(dock: TabletAt) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    parcel_id, number = put_aside(dock)
    dock.scan(number, Command.NO, rma.skus[0], Command.YES)
    extra = rows_of(Unit, unexpected="extra")[0]
    picture = photo(unit_id=extra.id, by=actor("walt"))
    assert open_holds() == ["extra_unit"]
    dock.scan(Command.PARK, number)
    answer = dock.scan(CHOICES[0])
    assert str(answer.title) == "Matched"
    unit, gone = goods.unit(rma.unit_ids[0]), goods.unit(extra.id)
    assert (unit.stage, unit.tag, unit.came_in_id, unit.place_id) == (
        Stage.ARRIVED, extra.tag, parcel_id, extra.place_id)
    assert (gone.stage, gone.voided_into_id, gone.tag) == (Stage.VOIDED, unit.id, None)
    assert (open_holds(), rows_of(Photo, id=picture)[0].unit_id) == ([], unit.id)
    assert str(dock.scan(Command.BOX_DONE).title) == "Done, 1 missing"
    assert str(dock.scan(extra.tag).title) == "Here already"
    with reading() as connection:
        assert [row["tag"] for row in paper_values.receipt(connection, parcel_id, "en")[0]["units"]] == [extra.tag]
        assert list(verifying.faults(connection)) == []


def test_an_agent_at_the_desk_matches_and_takes_it_back(dock: TabletAt) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    parcel_id, number = put_aside(dock)
    dock.scan(number, Command.NO, rma.skus[0], Command.YES)
    before = everything()
    receiving.match(parcel_id=parcel_id, rma_id=rma.rma_id, by=actor("alice"))
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
    last = read_all(sa.select(sa.func.max(Act.__table__.c.id)))[0][0]
    undoing.undo(act_id=last, by=actor("alice"))
    assert everything() == before


def test_what_nobody_waits_for_stays_an_extra_of_that_rma(dock: TabletAt) -> None:
    rma, other = goods.announced(name="Wang Wei"), goods.announced()
    parcel_id, number = put_aside(dock)
    dock.scan(number, Command.NO, other.skus[0], Command.YES)
    receiving.match(parcel_id=parcel_id, rma_id=rma.rma_id, by=actor("alice"))
    extra = rows_of(Unit, unexpected="extra")[0]
    assert (extra.rma_id, extra.stage, open_holds()) == (rma.rma_id, Stage.ARRIVED, ["extra_unit"])
    assert goods.unit(other.unit_ids[0]).stage is Stage.EXPECTED


def test_two_of_one_product_become_two_units(dock: TabletAt) -> None:
    rma = goods.announced(units=2, name="Wang Wei")
    _same_product(rma)
    parcel_id, number = put_aside(dock)
    dock.scan(number, Command.NO, rma.skus[0], Command.YES, rma.skus[0], Command.YES)
    receiving.match(parcel_id=parcel_id, rma_id=rma.rma_id, by=actor("alice"))
    assert [goods.unit(unit_id).stage for unit_id in rma.unit_ids] == [Stage.ARRIVED] * 2
    assert len({unit.voided_into_id for unit in rows_of(Unit, unexpected="extra")}) == 2


def _same_product(rma: goods.Announced) -> None:
    @act("test.same")
    def same(doing: Doing, *, by) -> None:
        doing.update(Unit, rma.unit_ids[1], product_id=goods.unit(rma.unit_ids[0]).product_id)

    same(by=actor("alice"))


@pytest.mark.parametrize("first", [True, False])
def test_a_serial_out_of_it_says_whose_it_is(dock: TabletAt, costs: list[str], first: bool) -> None:
    rma = goods.announced(units=2, serials=True)
    parcel_id, number = put_aside(dock)
    dock.scan(number)
    if not first:
        dock.scan(Command.NO, goods.announced().skus[0], Command.YES)
    costs.clear()
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Arrived"
    assert not first or len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    box = goods.parcel(parcel_id)
    assert (box.rma_id, box.unidentified, box.state) == (rma.rma_id, False, ParcelState.OPENED)
    assert goods.parcel(rma.parcel_id).state is ParcelState.REFUSED
    assert goods.unit(rma.unit_ids[0]).came_in_id == parcel_id
    assert str(dock.scan(Command.BOX_DONE).title) == "Done, 1 missing"
    assert letters() == ["received", "missing"]


def test_a_product_that_somebody_waits_for_says_it_with_one_choice(dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced()
    parcel_id, number = put_aside(dock)
    assert dock.scan(number, rma.skus[0]).result == "ask"
    costs.clear()
    assert str(dock.scan(CHOICES[0]).title) == "Arrived"
    assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    assert goods.parcel(parcel_id).rma_id == rma.rma_id


@pytest.mark.parametrize("codes", [(CHOICES[0],), ("sku", Command.YES, Command.PARK, "number", CHOICES[0]),
                                   (Command.NO, "serial"), (Command.NO, "sku", CHOICES[0])])
def test_undone(dock: TabletAt, codes: tuple) -> None:
    rma = goods.announced(units=2, name="Wang Wei", serials=True)
    _parcel_id, number = put_aside(dock)
    named = {"sku": rma.skus[0], "serial": f"SN{rma.skus[0]}", "number": number}
    check_undo(dock, number, *[named.get(code, code) for code in codes])
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
