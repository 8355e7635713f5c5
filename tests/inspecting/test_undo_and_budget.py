"""Every act of the station can be taken back without a trace, and no scan costs more than ten statements."""

from __future__ import annotations

import pytest

from models.lifecycle import Resolution
from tests.inspecting.units import BROKEN, WELL, Tablet, answer_all, arrived, inspections, look
from tests.support import goods
from tests.support.tablets import check_undo, everything
from workflow.scanning.commands import Command

BUDGET = 10


@pytest.fixture
def ina(app) -> Tablet:
    return Tablet("ina")


def in_hand(ina: Tablet, answers: dict[str, str] | None, wanted: Resolution | None = None, **about: object) -> int:
    row, _beside = arrived(units=2, wanted=wanted, **about)
    ina.scan(row.tag)
    if answers is not None:
        answer_all(ina, row.id, answers)
    return row.id


def test_opening_and_answering(ina: Tablet) -> None:
    row, second = arrived(units=2)
    check_undo(ina, row.tag)
    check_undo(ina, Command.CHOICE_1)
    check_undo(ina, second.tag)
    check_undo(ina, Command.NO)


@pytest.mark.parametrize("codes", [
    (Command.BACK,), (Command.GRADE_B, Command.CHOICE_1), (Command.TO_CUSTOMER,), (Command.OTHER_USE, Command.CHOICE_3),
    (Command.FAULT, Command.CHOICE_2), (Command.SIGN,)], ids=lambda codes: codes[-1].name)
def test_the_result(ina: Tablet, codes: tuple[Command, ...]) -> None:
    in_hand(ina, BROKEN, Resolution.REPAIR)
    check_undo(ina, *codes)


def test_signing_what_waits_for_an_agent(ina: Tablet) -> None:
    in_hand(ina, WELL, Resolution.REFUND)
    check_undo(ina, Command.SIGN)


def test_signing_the_wrong_item(ina: Tablet) -> None:
    in_hand(ina, {**WELL, "right_item": "no"})
    check_undo(ina, Command.SIGN)


def test_serials(ina: Tablet) -> None:
    unit_id = in_hand(ina, None, serials=True)
    check_undo(ina, f"SN{look(unit_id).product.sku}")
    check_undo(ina, "SOMETHING-ELSE", Command.YES)


def test_undo_goes_back_to_the_card_before(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    ina.scan(Command.YES, Command.NO)
    card = ina.scan(Command.UNDO)
    assert str(card.title) == "Undone"
    assert [str(choice.label) for choice in card.choices] == ["Yes", "No", "One back"]
    assert look(row.id).answers == {"right_item": "yes"}
    card = ina.scan(Command.UNDO)
    assert look(row.id).answers == {}
    card = ina.scan(Command.UNDO)
    assert (card.choices, ina.open_unit(), inspections(row.id)) == ((), None, [])


def test_repeated_scan_ids_change_nothing(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    first = ina.take(Command.YES, scan_id="the-same-answer-01")
    before = everything()
    again = ina.take(Command.YES, scan_id="the-same-answer-01")
    assert str(again.answer.title) == str(first.answer.title)
    assert everything() == before


def cost(statements: list[str], tablet: Tablet, code: str | Command, result: str) -> int:
    statements.clear()
    card = tablet.scan(code)
    assert card.result == result, f"{card.title}: {card.next}"
    return len(statements)


def test_no_scan_costs_more_than_ten_statements(ina: Tablet, statements: list[str]) -> None:
    row, second = arrived(units=2, serials=True)
    rma = goods.rma(row.rma_id)
    serial = f"SN{look(row.id).product.sku}"
    single = arrived()[0]
    for code, result in [(row.tag, "ask"), (row.tag, "ask"), (Command.YES, "ask"), (second.tag, "ask"),
                         (rma.number, "ask"), (goods.rma(single.rma_id).number, "ask"), (row.tag, "ask"),
                         (serial, "ask"), ("UNKNOWN-1", "ask"), (Command.NO, "ask"), (Command.SIGN, "refused"),
                         (Command.BACK, "ask"), ("T12345678901", "unknown"), (Command.PARK, "ok")]:
        assert cost(statements, ina, code, result) <= BUDGET, (code, statements)


def test_a_wrong_serial_costs_no_more(ina: Tablet, statements: list[str]) -> None:
    in_hand(ina, None, serials=True)
    ina.scan("SOMETHING-ELSE")
    assert cost(statements, ina, Command.YES, "ask") <= BUDGET


def test_the_result_costs_no_more(ina: Tablet, statements: list[str]) -> None:
    in_hand(ina, BROKEN, Resolution.REFUND)
    for code, result in [(Command.GRADE_B, "ask"), (Command.CHOICE_1, "ask"), (Command.OTHER_USE, "ask"),
                         (Command.CHOICE_2, "ask"), (Command.FAULT, "ask"), (Command.CHOICE_8, "ask"),
                         (Command.CHOICE_1, "ask"), (Command.REPAIR, "ask"), (Command.SIGN, "ok")]:
        assert cost(statements, ina, code, result) <= BUDGET, (code, statements)


def test_signing_the_wrong_item_costs_no_more(ina: Tablet, statements: list[str]) -> None:
    in_hand(ina, {**WELL, "right_item": "no"})
    assert cost(statements, ina, Command.SIGN, "ok") <= BUDGET


def test_signing_to_the_bench_costs_no_more(ina: Tablet, statements: list[str]) -> None:
    in_hand(ina, BROKEN, Resolution.REPAIR)
    assert cost(statements, ina, Command.SIGN, "ok") <= BUDGET
