"""The dock, scan by scan: each step, its repeat, its undo, and what surprises."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, RmaStatus, Stage
from models.rma import Hold
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow import verifying
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command
from workflow.transaction import reading


def _log_is_whole() -> None:
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_a_parcel_is_received_opened_and_emptied(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    assert dock.scan(rma.parcel).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED
    assert goods.rma(rma.rma_id).status is RmaStatus.COMING
    assert dock.scan(rma.skus[0]).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.OPENED
    assert dock.scan(rma.skus[1]).result == "ok"
    assert dock.scan(Command.BOX_DONE).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.EMPTIED
    assert [goods.unit(unit).stage for unit in rma.unit_ids] == [Stage.ARRIVED] * 2
    assert goods.rma(rma.rma_id).status is RmaStatus.IN_WORK
    assert all(goods.unit(unit).tag.startswith("T") for unit in rma.unit_ids)
    _log_is_whole()


def test_received_twice_is_told_kindly_and_changes_nothing(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    other = TabletAt("lena", "dock-2")
    answer = other.scan(rma.parcel)
    assert answer.result == "repeat"
    assert [str(label) for label, _value in answer.lines] == ["by", "when"]
    assert answer.act_id is None


def test_what_is_not_in_the_last_box_is_missing(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    answer = dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    assert str(answer.title) == "Done, 1 missing"
    assert goods.unit(rma.unit_ids[1]).stage is Stage.MISSING


def test_nothing_is_missing_while_another_box_is_on_its_way(dock: TabletAt) -> None:
    rma = goods.announced(units=2, boxes=2)
    dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE)
    assert goods.unit(rma.unit_ids[1]).stage is Stage.EXPECTED


def test_an_empty_box_is_held_for_an_agent(dock: TabletAt) -> None:
    rma = goods.announced()
    assert str(dock.scan(rma.parcel, Command.BOX_DONE).title) == "Empty box"
    with reading() as connection:
        hold = connection.execute(sa.select(Hold.__table__).where(Hold.__table__.c.rma_id == rma.rma_id)).one()
    assert hold.reason == "empty_box"
    assert goods.rma(rma.rma_id).status is RmaStatus.SETTLING


def test_a_product_nobody_declared_is_asked_about_then_held(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced()
    assert dock.scan(rma.parcel, other.skus[0]).result == "ask"
    assert str(dock.scan(Command.YES).title) == "Extra, held"


def test_no_to_a_question_changes_nothing(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced()
    dock.scan(rma.parcel, other.skus[0])
    answer = dock.scan(Command.NO)
    assert answer.result == "ok" and answer.act_id is None


def test_a_number_nobody_knows_is_a_parcel_put_aside_once(dock: TabletAt) -> None:
    assert str(dock.scan("1Z999AA10123456784").title) == "Put aside"
    assert dock.scan("1Z999AA10123456784").result == "repeat"


def test_our_own_parcel_that_comes_back_by_its_outbound_number(dock: TabletAt) -> None:
    order_id, _lines = goods.order(by=SYSTEM)
    with reading() as connection:
        number = connection.execute(sa.text("SELECT tracking FROM shipment WHERE order_id = :id"),
                                    {"id": order_id}).scalar()
    answer = dock.scan(number)
    assert answer.result == "ok" and "return to sender" in str(answer.next)


def test_the_rma_number_stands_for_its_only_box(dock: TabletAt) -> None:
    rma = goods.announced()
    assert dock.scan(rma.rma).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED


def test_an_rma_with_two_boxes_asks_which(dock: TabletAt) -> None:
    rma = goods.announced(boxes=2)
    answer = dock.scan(rma.rma)
    assert answer.result == "ask" and len(answer.choices) == 2


def test_the_serial_that_was_sold_fits(dock: TabletAt) -> None:
    rma = goods.announced(serials=True)
    assert str(dock.scan(rma.parcel, rma.skus[0]).title) == "Scan its serial"
    assert str(dock.scan("SN" + rma.skus[0]).title) == "Serial fits"


def test_another_serial_is_held(dock: TabletAt) -> None:
    rma = goods.announced(serials=True)
    answer = dock.scan(rma.parcel, rma.skus[0], "SN-OF-ANOTHER")
    assert str(answer.title) == "Wrong serial"
    with reading() as connection:
        reasons = connection.execute(sa.select(Hold.__table__.c.reason).where(
            Hold.__table__.c.unit_id == rma.unit_ids[0])).scalars().all()
    assert reasons == ["serial_mismatch"]


def test_a_serial_alone_takes_its_unit_out_of_the_box(dock: TabletAt) -> None:
    rma = goods.announced(units=2, serials=True)
    assert str(dock.scan(rma.parcel, "SN" + rma.skus[1]).title) == "Arrived"
    assert goods.unit(rma.unit_ids[1]).stage is Stage.ARRIVED
    assert goods.unit(rma.unit_ids[1]).device_id is not None


def test_a_box_of_three_rmas(dock: TabletAt) -> None:
    rmas = [goods.announced() for _ in range(3)]
    _put_into(rmas[0].parcel_id, [rma.unit_ids[0] for rma in rmas[1:]])
    dock.scan(rmas[0].parcel, *[rma.skus[0] for rma in rmas])
    assert all(goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED for rma in rmas)
    _log_is_whole()


def _put_into(parcel_id: int, unit_ids: list[int]) -> None:
    from models.parcels import ParcelLine
    from workflow.transaction import act

    @act("test.put")
    def put(doing, *, by) -> None:
        for unit_id in unit_ids:
            doing.insert(ParcelLine, parcel_id=parcel_id, unit_id=unit_id)

    put(by=SYSTEM)


def test_a_misread_number_is_never_guessed(dock: TabletAt) -> None:
    rma = goods.announced()
    wrong = rma.parcel[:-1] + ("0" if rma.parcel[-1] != "0" else "1")
    assert dock.scan(wrong).result == "unknown"
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED


@pytest.mark.parametrize("codes", [
    ("parcel",), ("parcel", "sku"), ("parcel", Command.DAMAGED), ("parcel", Command.NOT_OURS),
    ("parcel", Command.ALL), ("parcel", "sku", Command.BOX_DONE), ("parcel", Command.BOX_DONE), ("1Z999AA10123456784",),
    ("parcel", "other", Command.YES), ("parcel", Command.NO_CODE, Command.CHOICE_1), ("rma",), ("order",),
])
def test_every_act_undone_leaves_all_as_before(dock: TabletAt, codes: tuple) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    with reading() as connection:
        number = connection.execute(sa.text('SELECT number FROM "order" WHERE id = :id'), {"id": rma.order_id}).scalar()
    named = {"parcel": rma.parcel, "sku": rma.skus[0], "other": other.skus[0], "rma": rma.rma, "order": number}
    check_undo(dock, *[named.get(code, code) for code in codes])
    _log_is_whole()


@pytest.mark.parametrize("serial", ["right", "wrong"])
def test_a_serial_undone(dock: TabletAt, serial: str) -> None:
    rma = goods.announced(serials=True)
    check_undo(dock, rma.parcel, rma.skus[0], "SN" + rma.skus[0] if serial == "right" else "SN-OTHER")


def test_undo_goes_back_step_by_step(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    dock.scan(rma.parcel, rma.skus[0])
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED
    assert dock.scan(Command.UNDO).result == "refused"
    _log_is_whole()


def test_undo_after_a_minute_is_the_leads(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    dock.moment += timedelta(seconds=90)
    answer = dock.scan(Command.UNDO)
    assert answer.result == "refused"
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED
