"""A scan is at most ten SQL statements, sign-in counted, whatever it is answered with and however full the box is."""

from __future__ import annotations

from tests.scanning.test_dock import _put_into
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow.scanning.commands import Command

BUDGET = 10


def _cost(statements: list[str], tablet: TabletAt, code: str | Command, result: str) -> None:
    statements.clear()
    answer = tablet.scan(code)
    assert answer.result == result, f"{answer.result}: {answer.title} {answer.next}"
    assert len(statements) <= BUDGET, "\n".join(text[:120] for text in statements)


def test_ok_repeat_ask_refused_unknown(dock: TabletAt, statements: list[str]) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    _cost(statements, dock, rma.parcel, "ok")
    _cost(statements, dock, rma.parcel, "repeat")
    _cost(statements, dock, rma.skus[0], "ok")
    _cost(statements, dock, other.skus[0], "ask")
    _cost(statements, dock, Command.YES, "ok")
    _cost(statements, dock, Command.YES, "refused")
    _cost(statements, dock, "T12345678901", "unknown")
    _cost(statements, dock, "SOMETHING-41526", "ask")
    _cost(statements, dock, Command.CHOICE_1, "ok")
    _cost(statements, dock, rma.parcel, "repeat")
    _cost(statements, dock, Command.BOX_DONE, "ok")


def test_the_same_scan_again(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced()
    dock.take(rma.parcel, scan_id="the-same-scan-0001")
    statements.clear()
    dock.take(rma.parcel, scan_id="the-same-scan-0001")
    assert len(statements) == 1


def test_a_box_of_fifty(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced(units=50)
    _cost(statements, dock, rma.parcel, "ok")
    _cost(statements, dock, rma.skus[30], "ok")
    _cost(statements, dock, rma.skus[31], "ok")


def test_a_box_of_three_rmas(dock: TabletAt, statements: list[str]) -> None:
    rmas = [goods.announced() for _ in range(3)]
    _put_into(rmas[0].parcel_id, [rma.unit_ids[0] for rma in rmas[1:]])
    _cost(statements, dock, rmas[0].parcel, "ok")
    _cost(statements, dock, rmas[2].skus[0], "ok")
    _cost(statements, dock, rmas[1].skus[0], "ok")


def test_with_a_ticket_in_time_and_late(dock: TabletAt, statements: list[str]) -> None:
    """The ticket costs no statement; what a person has to settle costs one more than a refusal."""
    rma, other = goods.announced(units=3), goods.announced()
    elsewhere = TabletAt("walt")
    elsewhere.scan(goods_elsewhere := goods.announced().parcel)
    ticket = dock.ticket
    first, second = goods.announced().parcel, goods.announced().parcel
    statements.clear()
    dock.take(first)
    without = len(statements)
    statements.clear()
    dock.take(second, ticket=ticket, scanned_at=dock.moment, re=dock.last_scan)
    assert len(statements) == without <= BUDGET
    codes = [rma.parcel, rma.skus[0], other.skus[0], Command.YES, "T12345678901", Command.DAMAGED, goods_elsewhere]
    results = []
    for kept in dock.keep(*codes):
        statements.clear()
        results += [answer.result for answer in dock.deliver(kept)]
        assert len(statements) <= BUDGET, "\n".join(text[:120] for text in statements)
    assert results == ["ok", "ok", "ask", "refused", "unknown", "refused", "repeat"]
