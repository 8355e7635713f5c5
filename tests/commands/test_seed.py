"""`flask seed`: many rows that agree with each other and with the rules."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from commands import seed as seeding
from commands.seed_rmas import BODIES, ENDS, START, STEP, printed
from models.all_tables import TABLES
from models.lifecycle import PARCEL_MOVES, UNIT_MOVES, Direction
from models.numbers import Prefix, make
from models.rma import Rma
from tests.support.tablets import TabletAt
from workflow import clock, statuses, verifying
from workflow.transaction import reading


def seed(app: Flask, count: int, random_seed: int = 1) -> str:
    done = app.test_cli_runner().invoke(args=["seed", "--rmas", str(count), "--random-seed", str(random_seed)])
    assert done.exit_code == 0, done.output
    return done.output


def fetch(statement: str) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.text(statement)))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "CHUNK", 150)


def test_what_is_seeded_agrees_with_itself(either_app: Flask, small_chunks: None) -> None:
    assert "400 of 400 RMAs" in seed(either_app, 400)
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
        facts = statuses.read(connection, list(connection.execute(sa.select(Rma.__table__.c.id)).scalars()))
    assert [fact.id for fact in facts if fact.change(clock.now())[1]] == []
    (counted,) = fetch("SELECT count(*), count(DISTINCT number), min(number), max(number) FROM rma")
    assert counted[:2] == (400, 400)
    assert fetch("SELECT count(*) FROM movement")[0][0] > 1000
    assert {row.status for row in fetch("SELECT DISTINCT status FROM rma")} >= {"closed", "cancelled", "approved"}
    assert fetch("SELECT count(*) FROM unit WHERE place_kind = 'shelf' AND place_id IS NULL")[0][0] == 0
    assert fetch('SELECT count(*) FROM "order" WHERE paid_minor < 500')[0][0] == 0


def test_it_goes_on_where_it_ended_and_people_work_on_beside_it(either_app: Flask, small_chunks: None) -> None:
    seed(either_app, 200)
    seed(either_app, 200)
    assert fetch("SELECT count(*), count(DISTINCT number) FROM rma")[0] == (400, 400)
    parcel = fetch("SELECT number FROM parcel WHERE state = 'announced' ORDER BY id")[0].number
    assert TabletAt("walt", "dock-1").scan(parcel).result == "ok"
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_the_same_seed_makes_the_same_rows(app: Flask, small_chunks: None) -> None:
    """And another one others: the movements' hashes hang on all that they say."""
    heads = []
    for random_seed in (1, 1, 2):
        _forget_everything()
        seed(app, 160, random_seed)
        heads.append([row.chain_head for row in fetch("SELECT chain_head FROM rma ORDER BY id")])
    assert heads[0] == heads[1]
    assert heads[0] != heads[2]


def _forget_everything() -> None:
    """All that was seeded, ids included, as if it had never been."""
    from models import triggers
    from models.db import db

    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER movement_no_delete"))
        for name in ("movement", "act", "parcel_line", "parcel", "unit", "rma", "device_serial", "device", "order_line",
                     "shipment", "order", "customer"):
            connection.execute(sa.delete(TABLES[name]))
        connection.execute(sa.text("DELETE FROM sqlite_sequence"))
        triggers.install(connection)


def test_numbers_are_those_of_the_product_and_never_meet() -> None:
    for prefix in Prefix:
        for body in (0, 1, 96, 97, 123_456_789, BODIES - 1):
            assert printed(prefix, body) == make(prefix, body)
    assert len({(START + number * STEP) % BODIES for number in range(100_000)}) == 100_000
    assert STEP % 2 and STEP % 5, "no factor in common with ten to the ninth"


def test_ends_are_states_of_the_tables() -> None:
    stages, states = {end for _, end in UNIT_MOVES}, {end for _, end in PARCEL_MOVES[Direction.IN]}
    assert {end.stage for _, end in ENDS} <= {stage.value for stage in stages}
    assert {end.parcel for _, end in ENDS} <= {state.value for state in states}
    assert sum(weight for weight, _ in ENDS) == pytest.approx(100)
