"""Many sheets at once: every number is printed or named, in chunks, stopped when somebody says so."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from jobs import paper
from jobs import print_runs as job
from models.db import db
from models.numbers import Prefix, make
from models.orders import Order
from models.rma import Rma
from tests.shelving import stock
from tests.support import goods
from tests.support.people import actor
from workflow import print_runs, run_numbers
from workflow.errors import Refused
from workflow.transaction import reading

pytestmark = pytest.mark.usefixtures("either_app")
LONG = "Ἀ" * 3 + "🧸"


def _make(run_id: int) -> print_runs.Run:
    while job.make_next_chunk(paper.made):
        pass
    return print_runs.read(run_id)


def _announced(count: int) -> list[goods.Announced]:
    return [goods.announced() for _ in range(count)]


def test_every_number_becomes_a_sheet_or_a_line_that_says_why() -> None:
    rmas = _announced(30)
    with db.engine.begin() as connection:  # a name that no font has, in the middle of the first chunk
        connection.execute(sa.update(Order.__table__).where(Order.__table__.c.id == rmas[11].order_id).values(
            ship_name=LONG))
        connection.execute(sa.update(Rma.__table__).where(Rma.__table__.c.id == rmas[3].rma_id).values(language="zh"))
    gone = make(Prefix.RMA, 0)
    text = "\n".join([*(rma.rma for rma in rmas), gone, rmas[0].rma])
    run = _make(print_runs.start(kind="return_label_4x6", text=text, by=actor("alice")))
    assert run.state == "done" and run.total == run.done == 31
    assert [failure.number for failure in run.failures] == [rmas[11].rma, gone]
    assert "U+1F9F8" in str(run.failures[0].why) and "%(characters)s" in run.failures[0].why.msgid, "to be translated"
    pages = PdfReader(BytesIO(b"".join(print_runs.file(run)))).pages
    assert len(pages) == run.sheets == 29
    assert "寄" in pages[3].extract_text() and "寄" not in pages[4].extract_text(), "each in its customer's language"
    again = _make(print_runs.start(kind="return_label_4x6", text=rmas[0].rma.lower(), by=actor("alice")))
    assert again.sheets == 1


def test_a_shelf_stands_for_all_that_lies_there() -> None:
    there = stock.lying("A-01", units=3)
    run = _make(print_runs.start(kind="unit_tag", text=stock.shelf("A-01").code, by=actor("walt")))
    assert (run.numbers, run.sheets) == (list(there.tags), 3)
    assert len(PdfReader(BytesIO(b"".join(print_runs.file(run)))).pages) == 3


def test_a_run_that_is_stopped_makes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rmas = _announced(30)
    run_id = print_runs.start(kind="inside_slip", text=" ".join(rma.rma for rma in rmas), by=actor("alice"))
    assert job.make_next_chunk(paper.made)
    print_runs.cancel(run_id=run_id)
    assert not job.make_next_chunk(paper.made)
    run = print_runs.read(run_id)
    assert (run.state, run.done, print_runs.file(run)) == ("cancelled", 25, None)


def test_a_chunk_that_breaks_is_given_up_after_three_tries() -> None:
    run_id = print_runs.start(kind="inside_slip", text=goods.announced().rma, by=actor("alice"))

    def broken(_kind: str, _sheets: list, _language: str) -> bytes:
        raise RuntimeError("the press is on fire")

    tries = 0
    while job.make_next_chunk(broken):
        tries += 1
    assert (tries, print_runs.read(run_id).state) == (3, "failed")


@pytest.mark.parametrize(("text", "says"), [
    ("", "nothing to print"), ("R123 X", "R123 X"), ("hello, big world", "HELLO, BIG WORLD"),
    ("T20485716345", "T20485716345"),
    ("R08451272290", "a digit is wrong"), ("R0845127220, R084512722099", "R0845127220, R084512722099")])
def test_what_is_no_number_is_named(text: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        print_runs.start(kind="return_label_4x6", text=text, by=actor("alice"))
    assert says in str(refusal.value.sentence.values) + refusal.value.sentence.msgid


def test_a_mistyped_number_does_not_stop_the_others(either_app) -> None:
    rma = goods.announced()
    swapped = rma.rma[:-2] + rma.rma[-1] + rma.rma[-2] if rma.rma[-1] != rma.rma[-2] else rma.rma[:-1]
    run_id = print_runs.start(kind="return_label_4x6", text=f"{swapped}\n{rma.rma}", by=actor("alice"))
    while job.make_next_chunk(paper.made):
        pass
    run = print_runs.read(run_id)
    assert (run.state, run.sheets, [failure.number for failure in run.failures]) == ("done", 1, [swapped])
    assert "swapped" in str(run.failures[0].why) and run.failures[0].is_for_good


@pytest.mark.parametrize("text", ["R  084 512 722 09", "R\t084 512 722 09", "\u2068R 084 512 722 09\u2069",
                                  "r\u202f084\u202f512\u202f722\u202f09"])
def test_a_pasted_number_is_read_whatever_stands_between_its_digits(text: str) -> None:
    with reading() as connection:
        assert run_numbers.opened(connection, Prefix.TAG, f"{text}, {text}\n{text} {text}") == ["R08451272209"]
        with pytest.raises(Refused, match=r"here: A-02X\."):
            run_numbers.opened(connection, Prefix.TAG, f"{text}, A-02X {text}")
