"""A unit's whole path: who, where, when, from, to, by which scan, and whether anybody changed it."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from jobs import custody_words, paper
from labels import custody as sheet
from models.db import db
from models.lifecycle import JobState, SettlementState, Stage
from models.log import Movement
from tests.labels.reading import sizes, text
from tests.packing import roads
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import chain, custody, custody_paper, movement_words, moves, printing
from workflow.doing import Doing
from workflow.errors import NotFound
from workflow.scanning.commands import Command
from workflow.transaction import act, reading

M = Movement.__table__


@pytest.fixture
def road(app) -> roads.Road:
    """A unit that came, was repaired, was packed, and left; another RMA beside it."""
    roads.ready()
    made = roads.repaired()
    packing = TabletAt("paul")
    roads.pack(packing, made)
    return made


def broken(statement: str) -> None:
    """What somebody with the database in hand can do."""
    with db.engine.begin() as connection:
        names = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text(statement))


def newest(unit_id: int, nth: int) -> int:
    with reading() as connection:
        return list(connection.execute(sa.select(M.c.id).where(M.c.unit_id == unit_id).order_by(M.c.id)).scalars())[nth]


def sheets(unit_id: int, language: str = "en") -> list[dict]:
    with reading() as connection:
        return custody_paper.sheets(connection, unit_id, language)


def test_the_path_has_the_unit_and_its_parcels_and_nobody_elses(road: roads.Road) -> None:
    found = custody.of_unit(road.ids[0], "en")
    box = roads.box_of(road)
    with reading() as connection:
        mine = connection.execute(sa.select(sa.func.count()).where(M.c.unit_id == road.ids[0])).scalar_one()
    assert sum(step.row.unit_id == road.ids[0] for step in found.steps) == mine
    assert {step.row.unit_id for step in found.steps} == {road.ids[0], None}
    assert {step.row.parcel_id for step in found.steps if step.row.unit_id is None} >= {box.id}
    assert {step.row.rma_id for step in found.steps if step.row.rma_id} == {goods.unit(road.ids[0]).rma_id}
    assert [step.row.id for step in found.steps] == sorted(step.row.id for step in found.steps)
    assert found.faults == [] and str(found.verdict).startswith("The chain is whole")


def test_a_row_says_who_where_when_from_and_to(road: roads.Road) -> None:
    packed = next(step for step in custody.of_unit(road.ids[0], "en").steps if step.row.what == "unit.packed")
    box = roads.box_of(road)
    assert (str(packed.by), packed.code) == (actor("paul").name, f"staff:{actor('paul').staff_id}")
    assert packed.row.scan_id and packed.row.station == "packing-1"
    assert str(packed.target[0]).replace(" ", "") == f"parcel{box.number}" and str(packed.target[1]) == "packed"
    assert packed.at == packed.row.at.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(("change", "says"), [
    ("UPDATE movement SET station = 'elsewhere' WHERE id = {row}", "was changed after it was written"),
    ("DELETE FROM movement WHERE id = {row}", "a row is missing"),
    ("UPDATE movement SET prev = 'x' WHERE id = {row}", "does not follow the row before it"),
    ("UPDATE rma SET chain_count = chain_count + 1", "does not end where it should")])
def test_what_was_done_to_the_log_is_named(road: roads.Road, change: str, says: str) -> None:
    row = newest(road.ids[0], 2)
    broken(change.format(row=row))
    found = custody.of_unit(road.ids[0], "en")
    assert any(says in str(fault) for fault in found.faults), [str(fault) for fault in found.faults]
    assert str(found.verdict).startswith("The chain is broken")
    if "UPDATE movement" in change:
        assert [step.row.id for step in found.steps if step.fault] == [row]


def test_a_fault_of_another_rma_is_not_this_units(road: roads.Road) -> None:
    other = goods.announced()
    broken(f"UPDATE movement SET station = 'elsewhere' WHERE unit_id = {other.unit_ids[0]}")
    assert custody.of_unit(road.ids[0], "en").faults == []
    assert custody.of_unit(other.unit_ids[0], "en").faults != []


def test_what_was_undone_stands_there_and_says_so(app) -> None:
    rma = goods.announced()
    dock = TabletAt("walt")
    dock.scan(rma.parcel, rma.skus[0], Command.UNDO)
    steps = custody.of_unit(rma.unit_ids[0], "en").steps
    assert [str(step.what) for step in steps if step.undone] != []
    assert "Undone: Item taken out of the box" in [str(step.what) for step in steps]


def test_the_evidence_file_is_checked_with_the_shell_that_the_page_shows(
        road: roads.Road, client_as: Callable[..., PageClient], tmp_path: Path) -> None:
    page = client_as("alice").page(f"/desk/units/{road.ids[0]}/custody")
    shell = html.unescape(page.split('dir="ltr"><code>')[1].split("</code>")[0])
    lines = custody.evidence(custody.of_unit(road.ids[0], "en"))
    assert check(shell, lines, tmp_path) == ""
    changed = lines.replace('"what":"unit.packed"', '"what":"unit.shipped"', 1)
    assert changed != lines and check(shell, changed, tmp_path).startswith("changed: ")
    shorter = lines.splitlines(keepends=True)
    del shorter[next(number for number, line in enumerate(shorter) if "unit.packed" in line) - 1]
    assert check(shell, "".join(shorter), tmp_path).startswith("does not follow: ")


def check(shell: str, lines: str, folder: Path) -> str:
    (folder / shell.rpartition("<")[2].strip()).write_text(lines)
    return subprocess.run(["bash", "-c", shell], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_page_names_staff_and_no_customer(road: roads.Road, client_as: Callable[..., PageClient]) -> None:
    alice = client_as("alice")
    page = alice.page(f"/desk/units/{road.ids[0]}/custody")
    assert actor("paul").name in page and "The chain is whole" in page and "UTC" in page
    assert "Lüdenscheidt" not in page and "joerg@" not in page and "Torstra" not in page
    assert f"/desk/units/{road.ids[0]}/custody" in alice.page(f"/desk/rmas/{road.rma}")
    found = alice.get(f"/desk/units/{road.ids[0]}/custody/evidence")
    assert found.status_code == 200 and "Lüdenscheidt" not in found.text and actor("paul").name not in found.text


def test_the_page_says_where_it_is_broken(road: roads.Road, client_as: Callable[..., PageClient]) -> None:
    broken(f"UPDATE movement SET codes = 'x' WHERE id = {newest(road.ids[0], 2)}")
    assert "was changed after it was written" in client_as("alice").page(f"/desk/units/{road.ids[0]}/custody")


@pytest.mark.parametrize(("language", "broken_one", "named"), [
    ("en", "The chain is broken.", "Row {number} of the chain of {owner} was changed after it was written."),
    ("zh", "链已断裂。", "{owner} 的链第 {number} 行在写入后被改动。")])
def test_page_and_paper_name_the_broken_row_in_plain_words(
        road: roads.Road, client_as: Callable[..., PageClient], language: str, broken_one: str, named: str) -> None:
    row = newest(road.ids[0], 2)
    broken(f"UPDATE movement SET codes = 'x' WHERE id = {row}")
    number = next(step.row.chain_no for step in custody.of_unit(road.ids[0], "en").steps if step.row.id == row)
    page = client_as("alice").page(f"/desk/units/{road.ids[0]}/custody?lang={language}")
    printed = text(sheet.render(custody_words.sheet(sheets(road.ids[0], language)[0], language), language))
    for words in (html.unescape(re.sub(r"<[^>]+>", "", page)), printed):
        plain = "".join(words.split())
        for wanted in (broken_one, named.format(number=number, owner=road.rma)):
            assert "".join(wanted.split()) in plain
        assert f"{number + 1}ofthechain" not in plain and f"链第{number + 1}行" not in plain  # nobody else is accused


def test_who_does_not_look_at_the_desk_sees_none(road: roads.Road, client_as: Callable[..., PageClient]) -> None:
    walt = client_as("walt")
    assert walt.get(f"/desk/units/{road.ids[0]}/custody").status_code == 403
    assert client_as("alice").get("/desk/units/999999/custody").status_code == 404


def test_the_paper_has_codes_and_no_names(road: roads.Road) -> None:
    asked = printing.ask_for("custody", road.ids[0])
    while paper.make_next():
        pass
    words = text(printing.pdf(printing.again(asked.id)))
    assert "The chain is whole" in words and f"No. {actor('paul').staff_id}" in words
    assert actor("paul").name not in words and "Lüdenscheidt" not in words
    assert roads.box_of(road).chain_head in words.replace("\n", "").replace(" ", "")


def test_a_path_of_two_hundred_is_whole_on_every_page(road: roads.Road) -> None:
    for number in range(100):
        wander(unit_id=road.ids[0], to=number, by=actor("walt"))
    found = sheets(road.ids[0])[0]
    assert len(found["rows"]) >= 200 and found["whole"]
    content = sheet.render(custody_words.sheet(found, "en"), "en")
    words = text(content).replace("\n", "").replace(" ", "")
    assert len(sizes(content)) > 5
    assert [row["hash"] for row in found["rows"] if row["hash"] not in words] == []


@act("test.wander")
def wander(doing: Doing, *, unit_id: int, to: int, by=None) -> None:
    for _ in range(2):
        moves.note_unit(doing, goods.unit(unit_id), what="unit.serial_fits", codes=f"round:{to}")


@pytest.mark.parametrize("language", ["zh", "ar"])
def test_every_word_is_the_readers(road: roads.Road, language: str) -> None:
    made = custody_words.sheet(sheets(road.ids[0], language)[0], language)
    english = [row.what for row in made.rows if row.what.isascii() and not row.what.startswith("unit repair")]
    assert english == []
    assert "whole" not in made.verdict


def test_every_movement_has_words() -> None:
    """The codes that stand in workflow as what a movement did; those of acts that are no movements have titles too."""
    sources = [path.read_text() for path in Path(custody.__file__).parent.rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'what="([a-z]+\.[a-z_]+)"', source)}
    assert len(codes) > 50
    assert [code for code in sorted(codes) if isinstance(movement_words.movement(code), str)] == []
    named = [str(movement_words.movement(f"{kind}.{state.value}")) for kind, states in (
        ("job", JobState), ("settlement", SettlementState)) for state in states]
    assert [name for name in named if name.startswith(("job ", "settlement "))] == []


def test_no_such_unit_has_no_path(app) -> None:
    with pytest.raises(NotFound):
        custody.of_unit(999_999, "en")
    assert sheets(999_999) == []


def test_the_canonical_text_is_what_is_hashed(road: roads.Road) -> None:
    with reading() as connection:
        row = connection.execute(sa.select(M).order_by(M.c.id.desc()).limit(1)).one()
    assert chain.digest(dict(row._mapping)) == row.hash
    assert goods.unit(road.ids[0]).stage is Stage.PACKED
