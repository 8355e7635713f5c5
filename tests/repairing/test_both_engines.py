"""The road from the dock over inspection and bench to the check, on SQLite and on PostgreSQL."""

from __future__ import annotations

from models.lifecycle import JobState, Stage
from tests.inspecting.units import Tablet, jobs, look
from tests.repairing.benches import at_bench, in_drawer, part
from tests.support import goods
from tests.support.tablets import check_undo
from workflow import parts, repairing, verifying
from workflow.actors import CUSTOMER, SYSTEM
from workflow.scanning.commands import Command
from workflow.transaction import reading


def test_the_road(either_app) -> None:
    first, second = at_bench(units=2, serials=True)
    heater, missing = part(2), part(0)
    tom = Tablet("tom")
    check_undo(tom, first.tag)
    check_undo(tom, heater.code)
    tom.scan("SERIAL-OF-IT", missing.code, Command.WAIT_PART)
    parts.book_in(part_id=missing.id, quantity=1, by=_technician())
    tom.scan(f"SN{look(second.id).product.sku}", Command.QUOTE, "LABOUR:12,50", Command.YES)
    repairing.accept_quote(quote_id=1, by=CUSTOMER)
    check_undo(tom, first.tag)
    check_undo(tom, missing.code)
    check_undo(tom, Command.DONE)
    assert (goods.unit(first.id).stage, jobs(second.id)[0].state) == (Stage.CHECKING, JobState.QUEUED)
    assert (in_drawer(heater.id), in_drawer(missing.id)) == (1, 0)
    assert repairing.expire_quotes() == 0
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def _technician() -> object:
    from dataclasses import replace

    from models.lifecycle import Role

    return replace(SYSTEM, roles=frozenset({Role.TECHNICIAN}), site_id=1)
