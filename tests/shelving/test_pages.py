"""The pages of the shelves: the list, one shelf, the record of a count, and adding a shelf."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from models.numbers import grouped
from tests.shelving.stock import counts, lying, shelf
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import history, shelf_pages
from workflow.scanning.commands import Command
from workflow.transaction import reading

ClientAs = Callable[..., PageClient]


def _counted() -> tuple[list[str], str]:
    """A count of A-01: one there, two not found (one was seen since on B-01), one foreign, one unknown."""
    road, foreign, tablet = lying("A-01", units=3), lying("A-02"), TabletAt("walt", "shelf-1")
    tablet.scan(shelf("A-01").code, Command.COUNT, road.tags[0], foreign.tags[0], "STRANGE-7", Command.DONE, Command.NO)
    tablet.scan(road.tags[2], shelf("B-01").code)
    return road.tags, foreign.tags[0]


def test_the_record_tells_what_was_found_and_where_it_is_now(either_app, client_as: ClientAs) -> None:
    tags, foreign = _counted()
    record = shelf_pages.record(counts()[0].id, actor("lena"))
    assert (record.counted.there, record.counted.by, record.unknown) == (1, "Walt", ["STRANGE-7"])
    assert {seen.unit.tag: record.was_seen_since(seen) for seen in record.missing} == {tags[1]: False, tags[2]: True}
    assert [(found.seen.unit.tag, str(found.was)) for found in record.foreign] == [(foreign, "on shelf A-02")]
    text = client_as("lena").page(f"/shelves/counts/{counts()[0].id}")
    for words in (grouped(tags[1]), grouped(tags[2]), grouped(foreign), "on shelf B-01", "not seen since", "STRANGE-7"):
        assert words in text
    assert grouped(tags[0]) not in text


def test_a_lead_and_who_has_counted_read_the_record(app, client_as: ClientAs) -> None:
    tags, _foreign = _counted()
    record = f"/shelves/counts/{counts()[0].id}"
    for login in ("paul", "tom", "alice"):
        assert client_as(login).get(record).status_code == 403
        assert record not in client_as(login).page(f"/shelves/{shelf('A-01').id}")
    walt = client_as("walt")
    assert record in walt.page(f"/shelves/{shelf('A-01').id}")
    text = walt.page(record)
    assert grouped(tags[1]) in text and "/desk/rmas/" not in text
    assert client_as("lena").get("/shelves/counts/999").status_code == 404


def test_who_ended_a_count_that_another_began_reads_it_too(app, client_as: ClientAs) -> None:
    lying("A-01")
    TabletAt("walt", "shelf-1").scan(shelf("A-01").code, Command.COUNT)
    TabletAt("paul", "shelf-1").scan(shelf("A-01").code, Command.COUNT, Command.DONE)
    for login in ("walt", "paul"):
        client_as(login).page(f"/shelves/counts/{counts()[0].id}")


def test_what_lies_on_a_shelf(app, client_as: ClientAs) -> None:
    tags, foreign = _counted()
    text = client_as("walt").page(f"/shelves/{shelf('A-01').id}")
    assert all(grouped(tag) in text for tag in tags[:2])
    assert not any(grouped(tag) in text for tag in (tags[2], foreign))
    assert "2 not found" in text
    assert client_as("walt").get("/shelves/999").status_code == 404


def test_the_list_says_how_many_and_how_the_last_count_ended(app, client_as: ClientAs) -> None:
    _counted()
    by_name = {row.name: row for row in shelf_pages.everywhere()}
    assert {name: row.things for name, row in by_name.items() if row.things} == {"A-01": 2, "A-02": 1, "B-01": 1}
    last = by_name["A-01"].last
    assert (last.there, last.missing, last.foreign, last.unknown) == (1, 2, 1, 1)
    assert by_name["A-02"].last is None
    assert "2 not found" in client_as("walt").page("/shelves")


def test_an_open_count_is_shown_as_open(app, client_as: ClientAs) -> None:
    lying("A-01")
    TabletAt("walt", "shelf-1").scan(shelf("A-01").code, Command.COUNT)
    lena = client_as("lena")
    assert "being counted" in lena.page("/shelves")
    assert "being counted" in lena.page(f"/shelves/counts/{counts()[0].id}")


def test_a_lead_adds_a_shelf_and_it_can_be_scanned(app, client_as: ClientAs) -> None:
    lena, tablet = client_as("lena"), TabletAt("walt", "shelf-1")
    lena.keep_token(lena.page("/shelves"))
    assert lena.send("/shelves", name="  C-07 ").status_code == 303
    assert str(tablet.scan(shelf("C-07").code).title) == "Shelf C-07"
    assert f"/papers/shelf_label/{shelf('C-07').id}" in lena.page(f"/shelves/{shelf('C-07').id}")


@pytest.mark.parametrize(("name", "says"), [("", "Type the shelf"), ("a-01", "already"), ("x" * 41, "40 characters")])
def test_what_is_wrong_with_a_name_is_said_and_nothing_typed_is_lost(app, client_as: ClientAs, name: str,
                                                                     says: str) -> None:
    lena = client_as("lena")
    lena.keep_token(lena.page("/shelves"))
    answer = lena.send("/shelves", name=name)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, says in text) == (422, True)
    assert not name or f'value="{name}"' in text


def test_putting_away_stands_in_the_history(app) -> None:
    road = lying("A-01")
    with reading() as connection:
        entry = history.entries(connection, goods.rma(road.rma_id).id)[0]
    assert (str(entry.title), entry.station) == ("Put away", "shelf-1")


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "carla", "paul", "lena"])
def test_everybody_of_the_floor_works_there(app, login: str) -> None:
    assert str(TabletAt(login, "shelf-1").scan(shelf("A-01").code).title) == "Shelf A-01"


def test_an_agent_does_not(app, client_as: ClientAs) -> None:
    alice = client_as("alice", station="shelf-1")
    assert alice.send("/stations/shelf-1/scans", code=shelf("A-01").code, scan_id="a" * 32).status_code == 403


def test_the_answer_of_a_full_shelf_is_small(app, client_as: ClientAs) -> None:
    road, walt = lying("A-01", units=50), client_as("walt", station="shelf-1")
    codes = (shelf("A-01").code, Command.COUNT.code, road.tags[0], Command.DONE.code, Command.FIND.code, road.rma)
    for number, code in enumerate(codes):
        answer = walt.send("/stations/shelf-1/scans", code=code, scan_id=f"{number:032d}")
        assert (answer.status_code, len(gzip.compress(answer.data)) < 5000) == (200, True), code
