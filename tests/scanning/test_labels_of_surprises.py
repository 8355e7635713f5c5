"""Each surprise at the dock has its own label on its card: which paper it is, and the one word why."""

from __future__ import annotations

from models.lifecycle import Stage
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import holding, paper_values
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import reading

BOX, UNIT = "holding_label", "unit_holding_label"


def label(answer: Answer) -> dict:
    """What stands on the paper that the card offers."""
    kind, thing_id = answer.paper
    with reading() as connection:
        (sheet,) = paper_values.KINDS[kind](connection, thing_id, "en")
    return {"kind": kind, **sheet}


def test_a_wrong_serial_number(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced(serials=True)
    dock.scan(rma.parcel, rma.skus[0])
    statements.clear()
    answer = dock.scan("SN-OF-ANOTHER")
    assert len(statements) <= 10
    seen = label(answer)
    assert (seen["kind"], seen["why"], seen["serial"], seen["rma"]) == (UNIT, "serial", "SN-OF-ANOTHER", rma.rma)
    assert answer.photo_of == ("unit", rma.unit_ids[0]) and seen["tag"] == goods.unit(rma.unit_ids[0]).tag


def test_an_extra(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced(units=2)
    dock.scan(rma.parcel, other.skus[0])
    seen = label(dock.scan(Command.YES))
    assert (seen["kind"], seen["why"], seen["parcel"], seen["station"]) == (UNIT, "extra", rma.parcel, "dock-1")
    assert seen["item"].startswith("Kettle")


def test_a_thing_without_a_code_that_is_not_on_the_list(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.NO_CODE)
    seen = label(dock.scan(Command.YES))
    assert (seen["why"], seen["item"]) == ("extra", "")


def test_of_another_rma(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced(serials=True)
    dock.scan(rma.parcel)
    answer = dock.scan(f"SN{other.skus[0]}")
    seen = label(answer)
    assert (seen["kind"], seen["why"], seen["rma"], seen["parcel"]) == (UNIT, "other_rma", other.rma, rma.parcel)
    assert "its label says which" in str(answer.next)
    own = dock.scan(rma.skus[0])
    assert own.paper == ("unit_tag", rma.unit_ids[0])


def test_of_another_rma_by_product_code(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced(serials=True)
    dock.scan(rma.parcel, other.skus[0])
    answer = dock.scan(Command.CHOICE_1)
    assert (str(answer.title), label(answer)["why"]) == ("Scan its serial", "other_rma")
    assert "another RMA" in str(answer.next)


def test_missing_units_and_the_receipt_by_scanning_the_box_again(dock: TabletAt) -> None:
    rma = goods.announced(units=3)
    dock.scan(rma.parcel, rma.skus[0])
    answer = dock.scan(Command.BOX_DONE)
    seen = label(answer)
    assert (seen["kind"], seen["why"], seen["more_missing"]) == (BOX, "missing", 0)
    assert [name.split()[1] for name in seen["missing"]] == ["2", "3"]
    assert answer.photo_of == ("parcel", rma.parcel_id)
    assert dock.scan(rma.parcel).paper == ("receipt", rma.parcel_id)


def test_many_missing_are_counted(dock: TabletAt) -> None:
    rma = goods.announced(units=8)
    dock.scan(rma.parcel, rma.skus[0])
    seen = label(dock.scan(Command.BOX_DONE))
    assert (len(seen["missing"]), seen["more_missing"]) == (4, 3)


def test_a_damaged_box_that_is_incomplete_or_empty_says_both(dock: TabletAt) -> None:
    for codes, why in (((), "empty"), ((0,), "missing")):
        rma = goods.announced(units=2)
        dock.scan(rma.parcel, Command.DAMAGED, *(rma.skus[number] for number in codes))
        seen = label(dock.scan(Command.BOX_DONE))
        assert (seen["why"], seen["damaged"]) == (why, True)


def test_a_whole_box_has_its_receipt(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    assert dock.scan(Command.BOX_DONE).paper == ("receipt", rma.parcel_id)


def test_once_the_hold_is_released_there_is_no_label_any_more(dock: TabletAt) -> None:
    rma = goods.announced(serials=True)
    dock.scan(rma.parcel, rma.skus[0], "SN-OF-ANOTHER")
    with reading() as connection:
        hold_id = connection.exec_driver_sql("SELECT id FROM hold WHERE reason = 'serial_mismatch'").scalar_one()
    holding.release(hold_id=hold_id, by=actor("alice"))
    with reading() as connection:
        assert paper_values.KINDS[UNIT](connection, rma.unit_ids[0], "en") == []
        assert paper_values.KINDS[UNIT](connection, 999_999, "en") == []
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
