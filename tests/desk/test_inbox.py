"""The desk's lists: what stands in each, in which order, and that they stay quick."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.dialects import sqlite

from models.db import db
from models.lifecycle import Ground, Resolution
from tests.desk import roads
from tests.support import goods
from tests.support.people import actor
from workflow import asking, clock, deciding, holding, inbox, requesting, settling, writing
from workflow.actors import CUSTOMER


def numbers(key: str) -> list[str]:
    return [line.number for line in inbox.page(key, 1)]


def test_each_rma_stands_where_its_next_step_is(either_app: Flask) -> None:
    alice = actor("alice")
    wanted, asked, settled, paid, held, lost, coming = (
        roads.requested(units=2), roads.requested(), roads.inspected(), roads.inspected(), roads.inspected(),
        goods.announced(), goods.announced())
    asking.ask(rma_id=asked.rma_id, reason="photo_of_fault", by=alice)
    settling.resolve(unit_id=paid.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED, by=alice)
    holding.hold(unit_id=held.unit_ids[0], reason="safety", by=alice)
    deciding.lose(unit_id=lost.unit_ids[0], by=alice)
    writing.write(rma_id=coming.rma_id, text="Where is it?", by=CUSTOMER)
    assert numbers("requested") == [wanted.rma]
    assert numbers("questions") == [asked.rma]
    assert sorted(numbers("to_settle")) == sorted([settled.rma, held.rma, lost.rma])
    assert numbers("payments") == [paid.rma]
    assert numbers("held") == [held.rma]
    assert numbers("messages") == [coming.rma]
    assert inbox.counts() == {"requested": 1, "questions": 1, "to_settle": 3, "payments": 1, "held": 1, "messages": 1,
                              "carrier_claims": 0, "overdue": 0}
    assert inbox.page("requested", 1)[0].more == 1


def test_an_answer_brings_it_back_to_decide(app: Flask) -> None:
    made = roads.requested()
    asking.ask(rma_id=made.rma_id, reason="serial_number", by=actor("alice"))
    requesting.answer_question(rma_id=made.rma_id, text="It is 4711.", by=CUSTOMER)
    assert numbers("requested") == [made.rma] and numbers("questions") == []
    assert str(inbox.page("requested", 1)[0].why) == "answered"


def test_what_is_late_is_overdue_the_longest_first(app: Flask) -> None:
    first = roads.arrived()
    with clock.at(clock.now() + timedelta(days=1)):
        second = roads.arrived()
    with clock.at(clock.now() + timedelta(days=30)):
        assert numbers("overdue") == [first.rma, second.rma]
    assert numbers("overdue") == []


def test_lists_have_pages(app: Flask) -> None:
    made = [roads.requested().rma for _number in range(inbox.PAGE_SIZE + 2)]
    assert len(inbox.page("requested", 1)) == inbox.PAGE_SIZE
    assert len(inbox.page("requested", 2)) == 2
    assert inbox.pages(len(made)) == 2


INDEX = {"payments": "ix_settlement_open", "held": "ix_hold_open", "questions": "ix_question_open",
         "messages": "ix_message_unread", "overdue": "ix_unit_stage_due", "requested": "ix_unit_stage_due",
         "to_settle": "ix_unit_undecided"}


@pytest.mark.parametrize("key", INDEX)
def test_a_list_reads_the_index_of_what_is_open_not_the_table(app: Flask, key: str) -> None:
    statement = inbox.LISTS[key].select().limit(25)
    plan = _plan(statement)
    assert INDEX[key] in plan, plan
    for table in ("unit", "rma", "settlement", "hold", "question", "message", "customer"):
        assert f"SCAN {table}\n" not in plan + "\n", plan


def _plan(statement: sa.Select) -> str:
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
    with db.engine.connect() as connection:
        values = tuple(compiled.params[name].isoformat() if hasattr(compiled.params[name], "isoformat")
                       else compiled.params[name] for name in compiled.positiontup)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all()
    return "\n".join(row[-1] for row in rows)
