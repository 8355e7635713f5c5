"""Every act of the bench can be taken back without a trace, and no scan costs more than ten statements."""

from __future__ import annotations

import pytest

from tests.inspecting.units import Tablet
from tests.repairing.benches import at_bench, in_drawer, part
from tests.support import goods
from tests.support.tablets import check_undo
from workflow.scanning.commands import Command

BUDGET = 10


@pytest.fixture
def tom(app) -> Tablet:
    return Tablet("tom")


def test_taking_up_and_parking(tom: Tablet) -> None:
    first, second = at_bench(units=2)
    check_undo(tom, first.tag)
    check_undo(tom, second.tag)
    check_undo(tom, first.tag)
    check_undo(tom, Command.PARK)


@pytest.mark.parametrize("codes", [
    (Command.START,), (Command.FAULT, Command.CHOICE_4), (Command.START, Command.FAULT, Command.CHOICE_4),
    (Command.DONE,), (Command.CANNOT,), (Command.QUOTE, "LABOUR:12", Command.YES)],
    ids=lambda codes: "-".join(getattr(code, "name", str(code)) for code in codes))
def test_each_command(tom: Tablet, codes: tuple[str | Command, ...]) -> None:
    row, _beside = at_bench(units=2)
    tom.scan(row.tag)
    check_undo(tom, *codes)


def test_parts(tom: Tablet) -> None:
    row, none, unit = part(3), part(0), at_bench()[0]
    tom.scan(unit.tag)
    check_undo(tom, row.code)
    check_undo(tom, "SERIAL-OF-THE-PART")
    check_undo(tom, Command.PART_OUT, row.code)
    check_undo(tom, Command.PART_SAVED, row.code)
    assert in_drawer(row.id) == 3
    check_undo(tom, none.code, Command.WAIT_PART)
    check_undo(tom, unit.tag, Command.YES)
    check_undo(tom, Command.WAIT_PART, none.sku)


def test_undo_goes_back_to_the_card_before(tom: Tablet) -> None:
    unit = at_bench()[0]
    tom.scan(unit.tag, Command.DONE)
    card = tom.scan(Command.UNDO)
    assert (card.result, str(card.title)) == ("ok", "Undone")
    assert Command.DONE.code in [choice.code for choice in card.choices]
    assert tom.open_now()["unit"] == unit.id
    assert tom.scan(Command.DONE).result == "ok"


def cost(statements: list[str], tablet: Tablet, code: str | Command, result: str) -> None:
    statements.clear()
    card = tablet.scan(code)
    assert card.result == result, f"{code} {card.title}: {card.next}"
    assert len(statements) <= BUDGET, (code, statements)


def test_no_scan_costs_more_than_ten_statements(tom: Tablet, statements: list[str]) -> None:
    row, none = part(3), part(0)
    first, second, third = at_bench(units=3)
    for code, result in [(first.tag, "ok"), (first.tag, "ok"), (second.tag, "ok"), (first.tag, "ok"),
                         (goods.rma(first.rma_id).number, "ask"), (Command.START, "ok"), (row.code, "ok"),
                         ("SERIAL-1", "ok"), (Command.FAULT, "ask"), (Command.CHOICE_8, "ask"),
                         (Command.CHOICE_1, "ok"), (Command.PART_OUT, "ask"), (row.code, "ok"),
                         (Command.PART_SAVED, "ask"), (row.code, "ok"), (none.code, "ask"), (Command.NO, "ok"),
                         (Command.QUOTE, "ask"), ("LABOUR:12", "ask"), ("LABOUR:X", "refused"),
                         (Command.YES, "ok"), (first.tag, "repeat"), (third.tag, "ok"), (Command.DONE, "ok"),
                         (third.tag, "repeat"), (second.tag, "ok"), (Command.WAIT_PART, "ask"), (none.sku, "ok"),
                         (second.tag, "ask"), (Command.YES, "ok"), (Command.PARK, "ok"), (second.tag, "ok"),
                         (Command.CANNOT, "ok"), ("NOBODY-KNOWS", "unknown"), (Command.DONE, "refused")]:
        cost(statements, tom, code, result)


def test_a_serial_costs_no_more(tom: Tablet, statements: list[str]) -> None:
    first, second = at_bench(units=2, serials=True)
    for row in (first, second, first):
        cost(statements, tom, f"SN{_sku(row)}", "ok")


def _sku(row: object) -> str:
    from tests.repairing.benches import work

    return work(row.id).product.sku
