"""F39: the log as an outsider and as a thief sees it, on both engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from models import triggers
from models.db import db
from models.lifecycle import PlaceKind
from models.rma import Unit
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import moves, verifying
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning.commands import Command
from workflow.transaction import act


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def road(either_app: Flask) -> Flask:
    """A log with chains of every kind, and an undo in it."""
    first = goods.announced(units=2)
    goods.announced(units=1, boxes=2)
    tablet = TabletAt("walt", "dock-1")
    tablet.scan(first.parcel, first.skus[0], first.skus[1], Command.UNDO)
    _our_own_goods(by=SYSTEM)
    return either_app


@act("test.own")
def _our_own_goods(doing: Doing, *, by: Actor) -> None:
    """A thing that belongs to no RMA: its log is the site's."""
    product = doing.scalar(sa.text("SELECT min(id) FROM product"))
    doing.by = SYSTEM
    unit = doing.insert(Unit, product_id=product, stage="stocked", owner="us", place_kind=PlaceKind.SHELF, place_id=1,
                        created_at=doing.now)
    row = doing.one(sa.select(Unit.__table__).where(Unit.__table__.c.id == unit))
    moves.put_units(doing, [row], (PlaceKind.SHELF, 2), what="unit.put_away")


def printed(app: Flask) -> list[dict]:
    done = run(app, "movements", "--json")
    assert done.exit_code == 0
    return [json.loads(line) for line in done.output.split("\n") if line]


# An outsider's own few lines, written after the words of `flask movements --help` alone.
RENAMED = {"act": "act_id", "rma": "rma_id", "unit": "unit_id", "parcel": "parcel_id", "from": "from_stage",
           "to": "to_stage"}


def outsider_finds(movements: Sequence[dict]) -> list[int]:
    """Ids of movements that do not follow their chain."""
    wrong, ends = [], {}
    for one in sorted(movements, key=lambda one: one["chain_no"]):
        fields = {RENAMED.get(name, name): value for name, value in one.items() if name not in ("id", "hash")}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        number, prev = ends.get((one["chain_kind"], one["chain_id"]), (0, ""))
        if (one["hash"] != hashlib.sha256(text.encode()).hexdigest() or one["prev"] != prev
                or one["chain_no"] != number + 1):
            wrong.append(one["id"])
        ends[one["chain_kind"], one["chain_id"]] = (one["chain_no"], one["hash"])
    return wrong


def test_an_outsider_can_check_the_printed_log(road: Flask) -> None:
    movements = printed(road)
    assert {one["chain_kind"] for one in movements} == {"rma", "parcel", "site"}
    assert any(one["undoes"] for one in movements)
    assert outsider_finds(movements) == []
    for change in ({"to": "lost"}, {"by": "staff:99"}, {"at": "2020-01-01T00:00:00.000000+00:00"}, {"codes": "x"}):
        assert outsider_finds([{**movements[0], **change}, *movements[1:]]) == [movements[0]["id"]]
    assert outsider_finds(movements[1:]) != []


def test_a_whole_log_is_found_whole_and_printed_as_text(road: Flask) -> None:
    count = len(printed(road))
    lines = run(road, "movements").output.splitlines()
    assert (len(lines), "unit 1" in lines[0], "expected" in lines[0]) == (count, True, True)
    assert len(run(road, "movements", "--rma", "2").output.splitlines()) < count
    done = run(road, "verify-log")
    assert done.exit_code == 0, done.output
    head = next(line for line in done.output.splitlines() if "head" in line).split("head ")[1]
    assert head == f"{count}:{printed(road)[-1]['hash']}"
    goods.announced()
    assert run(road, "verify-log", "--head", head).exit_code == 0, "a log that grew is whole"
    assert run(road, "verify-log", "--head", "0:").exit_code == 0
    assert run(road, "verify-log", "--head", "nonsense").exit_code == 2


def test_the_database_itself_refuses(road: Flask) -> None:
    own = "INSERT OR REPLACE INTO movement SELECT * FROM movement WHERE id = 1" \
        if road.config["BACKHAUL"].is_sqlite else "TRUNCATE movement"
    for statement in ("UPDATE movement SET what = 'x' WHERE id = 1", "DELETE FROM movement WHERE id = 1",
                      "UPDATE movement SET chain_no = 99 WHERE id = 1", "DELETE FROM movement", own):
        with pytest.raises(sa.exc.DBAPIError, match="never"), db.engine.begin() as connection:
            connection.execute(sa.text(statement))
    assert run(road, "verify-log").exit_code == 0


@pytest.mark.parametrize("table", triggers.NAMED_BY_THE_LOG)
def test_who_and_what_the_log_names_stays(road: Flask, table: str) -> None:
    """They are named without a foreign key: also a row that nothing else points at is kept."""
    with db.engine.begin() as connection:
        columns = [row for row in sa.inspect(connection).get_columns(table) if row["name"] != "id"]
        names = ", ".join(column["name"] for column in columns)
        given = ", ".join({"login": "'nobody'", "name": "'nobody'", "badge": "NULL", "token_hash": "'nothing'"}.get(
            column["name"], column["name"]) for column in columns)
        connection.execute(sa.text(f"INSERT INTO {table} ({names}) SELECT {given} FROM {table} LIMIT 1"))
    newest = f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"
    with pytest.raises(sa.exc.DBAPIError, match="never deleted"), db.engine.begin() as connection:
        connection.execute(sa.text(newest))


def steal(connection: sa.Connection, *statements: str) -> None:
    """SQL by somebody who owns the machine: the triggers are dropped first, and put back as if nothing had been."""
    if connection.dialect.name == "sqlite":
        for name in ("movement_no_update", "movement_no_delete"):
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(sa.text("DROP TRIGGER movement_no_change ON movement"))
    for statement in statements:
        connection.execute(sa.text(statement))
    triggers.install(connection)


LAST = "(SELECT max(id) FROM movement WHERE chain_kind = 'rma' AND chain_id = 2)"
COLUMNS = ("act_id, chain_kind, chain_id, what, rma_id, unit_id, parcel_id, from_stage, to_stage, from_place, to_place,"
           " codes, by, station, scan_id, at, undoes")


THEFTS: dict[str, tuple[list[str], str]] = {
    "change": (["UPDATE movement SET to_stage = 'lost' WHERE id = 1"], "movement 1 "),
    "backdate": (["UPDATE movement SET at = '2020-01-01 00:00:00' WHERE id = 2"], "movement 2 "),
    "delete": (["DELETE FROM movement WHERE id = 1"], "movement 2 "),
    "reorder": (["UPDATE movement SET chain_no = -1 WHERE id = 1", "UPDATE movement SET chain_no = 1 WHERE id = 2",
                 "UPDATE movement SET chain_no = 2 WHERE id = 1"], "movement 2 "),
    "insert": ([f"INSERT INTO movement ({COLUMNS}, chain_no, prev, hash) SELECT {COLUMNS}, chain_no + 1, hash,"
                f" '{'0' * 64}' FROM movement WHERE id = {LAST}"], "was changed"),
    "cut": ([f"DELETE FROM movement WHERE id = {LAST}"], "rma 2: its head says"),
    "a whole chain": (["DELETE FROM movement WHERE chain_kind = 'parcel' AND chain_id = 1"], "parcel 1: its head says"),
    "all": (["DELETE FROM movement"], "rma 1: its head says"),
}


def test_every_theft_is_found_and_named(road: Flask) -> None:
    for name, (thefts, named) in THEFTS.items():
        with db.engine.connect() as connection, connection.begin() as transaction:
            steal(connection, *thefts)
            found = list(verifying.faults(connection))
            assert any(named in fault for fault in found), (name, found)
            transaction.rollback()


def test_the_command_ends_with_1_and_names_the_row(road: Flask) -> None:
    with db.engine.begin() as connection:
        steal(connection, *THEFTS["change"][0])
    done = run(road, "verify-log")
    assert done.exit_code == 1
    assert "movement 1 (chain rma 1, number 1): was changed" in done.output


def test_a_tail_cut_with_its_head_put_right_is_found_by_the_printed_head(road: Flask) -> None:
    """Who may write everything can make the rest consistent again; only what was printed before tells."""
    head = run(road, "verify-log").output.split("head ")[1].split()[0]
    kind, owner, number, prev = newest()
    with db.engine.begin() as connection:
        steal(connection, "DELETE FROM movement WHERE id = (SELECT max(id) FROM movement)",
              f"UPDATE {kind} SET chain_count = {number - 1}, chain_head = '{prev}' WHERE id = {owner}")
    assert run(road, "verify-log").exit_code == 0, "on its own it looks whole"
    done = run(road, "verify-log", "--head", head)
    assert done.exit_code == 1
    assert "is gone or was changed" in done.output


def test_an_older_tail_cut_is_found_by_the_count(road: Flask) -> None:
    head = run(road, "verify-log").output.split("head ")[1].split()[0]
    kind, owner, number, prev = newest("chain_kind = 'rma' AND chain_id = 2")
    with db.engine.begin() as connection:
        steal(connection, f"DELETE FROM movement WHERE id = {LAST}",
              f"UPDATE {kind} SET chain_count = {number - 1}, chain_head = '{prev}' WHERE id = {owner}")
    assert run(road, "verify-log").exit_code == 0
    done = run(road, "verify-log", "--head", head)
    assert done.exit_code == 1
    assert "movements, now there are" in done.output


def newest(where: str = "true") -> tuple[str, int, int, str]:
    with db.engine.connect() as connection:
        return tuple(connection.execute(sa.text(
            f"SELECT chain_kind, chain_id, chain_no, prev FROM movement WHERE {where} ORDER BY id DESC LIMIT 1")).one())
