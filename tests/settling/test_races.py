"""Many at once, and straight past the application: a unit is paid once, and never more than was paid."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from models.db import db
from models.lifecycle import Ground, Resolution
from models.rma import Unit
from tests.desk import roads
from tests.support.people import actor
from workflow import settling, verifying
from workflow.errors import Refused
from workflow.transaction import reading

AGENTS = 8
U = Unit.__table__


def at_once(app: Flask, unit_ids: list[int], resolutions: list[Resolution]) -> list[str]:
    """Agents who decide at the same moment, one for each resolution. What each of them was told."""
    start = Barrier(len(resolutions))
    agents = [actor("alice"), actor("bob")]

    def decide(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                settling.resolve(unit_id=unit_ids[number % len(unit_ids)], resolution=resolutions[number],
                                 ground=Ground.INSPECTED, by=agents[number % 2])
                return "done"
            except Refused as refused:
                return type(refused).__name__

    with ThreadPoolExecutor(len(resolutions)) as pool:
        return list(pool.map(decide, range(len(resolutions))))


def replacements(unit_id: int) -> list[sa.Row]:
    return roads.read_all(sa.select(U.c.id).where(U.c.replaces_id == unit_id))


ROUNDS = pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.faults)])


@ROUNDS
def test_eight_agents_refund_one_unit_at_once(either_app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        made = roads.inspected()
        told = at_once(either_app, made.unit_ids, [Resolution.REFUND] * AGENTS)
        assert sorted(told) == ["AlreadyDone"] * (AGENTS - 1) + ["done"]
        assert len(roads.settlements(made.unit_ids[0])) == 1
        assert roads.order(made.order_id).refunded_minor == 1000


@ROUNDS
def test_refund_and_replacement_at_once_give_exactly_one(either_app: Flask, rounds: int) -> None:
    for _round in range(rounds):
        made = roads.inspected()
        told = at_once(either_app, made.unit_ids, [Resolution.REFUND, Resolution.REPLACEMENT] * (AGENTS // 2))
        assert told.count("done") == 1
        assert len(roads.settlements(made.unit_ids[0])) + len(replacements(made.unit_ids[0])) == 1


def test_eight_units_of_one_order_at_once_never_exceed_what_was_paid(either_app: Flask) -> None:
    made = roads.inspected(units=4)
    with db.engine.begin() as connection:
        connection.execute(sa.text('UPDATE "order" SET paid_minor = 2500 WHERE id = :id'), {"id": made.order_id})
    told = at_once(either_app, made.unit_ids, [Resolution.REFUND] * 4)
    assert told.count("done") == 2
    assert roads.order(made.order_id).refunded_minor == 2000


def test_the_log_is_whole_after_races(either_app: Flask) -> None:
    made = roads.inspected(units=4)
    at_once(either_app, made.unit_ids, [Resolution.REFUND] * AGENTS)
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


SETTLEMENT = """INSERT INTO settlement (rma_id, order_id, unit_id, kind, state, amount_minor, currency, created_at)
    VALUES (:rma, :order, :unit, 'refund', 'approved', :amount, 'EUR', '2026-01-01 00:00:00')"""


@pytest.mark.parametrize("attack", [
    'UPDATE "order" SET refunded_minor = paid_minor + 1 WHERE id = :order',
    "UPDATE settlement SET amount_minor = 1001 WHERE unit_id = :unit",
    "UPDATE settlement SET amount_minor = -1 WHERE unit_id = :unit",
    SETTLEMENT,
    SETTLEMENT.replace(":unit", "NULL"),
    SETTLEMENT.replace(":unit", ":other"),
    """INSERT INTO unit (rma_id, stage, owner, place_kind, declared, price_minor, replaces_id, created_at)
       VALUES (:rma, 'promised', 'customer', 'warehouse', true, 0, :unit, '2026-01-01 00:00:00')""",
])
def test_sql_past_the_application_pays_nobody_twice(either_app: Flask, attack: str) -> None:
    made = roads.inspected(units=1)
    other = roads.inspected(units=1, email="else@example.com")
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                     by=actor("alice"))
    values = {"rma": made.rma_id, "order": made.order_id, "unit": made.unit_ids[0], "other": other.unit_ids[0],
              "amount": 1}
    wanted = {name: value for name, value in values.items() if f":{name}" in attack}
    with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as connection:
        connection.execute(sa.text(attack), wanted)
    assert roads.order(made.order_id).refunded_minor == 1000
    assert len(roads.settlements(made.unit_ids[0])) == 1
