"""A print run for label printers: one stream of ZPL, or labels that go to a printer by themselves, until stopped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa

from jobs import paper
from jobs import print_runs as job
from labels import zpl
from models.catalogue import Product
from models.db import db
from models.lifecycle import ParcelState, RmaStatus
from models.numbers import Prefix, grouped, make
from models.parcels import Parcel
from models.places import Shelf
from models.printers import PrintJob
from models.printing import PrintRun
from models.rma import Hold, Rma, Unit
from models.statements import BatteryStatement
from tests.shelving import stock
from tests.support import goods
from tests.support.people import actor
from tests.support.printer import LabelPrinter
from workflow import clock, print_jobs, print_runs, printers, storage
from workflow.errors import Refused

GONE = make(Prefix.RMA, 0)


def _made(numbers: Sequence[str], kind: str = "return_label_4x6", way: str = "zpl203") -> print_runs.Run:
    run_id = print_runs.start(kind=kind, text=" ".join(numbers), by=actor("alice"), way=way)
    while job.make_next_chunk(paper.made):
        pass
    return print_runs.read(run_id)


def _content(run: print_runs.Run) -> bytes:
    return b"".join(print_runs.file(run) or ())


def test_the_stream_shows_what_the_pdf_shows(either_app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_runs, "CHUNK", 2)
    numbers = [goods.announced().rma for _ in range(3)]
    run, pages = _made([*numbers, GONE]), _made(numbers, way="pdf")
    assert (run.state, run.sheets, [failure.number for failure in run.failures]) == ("done", 3, [GONE])
    assert _content(run) == b"".join(zpl.pages(_content(pages), 203))


@pytest.mark.parametrize(("name", "is_picture"), [("Kettle", False), ("无线降噪耳机", True)])
def test_latin_is_text_and_what_is_not_is_a_picture(app, name: str, is_picture: bool) -> None:
    tags = stock.lying("A-01", units=2).tags
    with db.engine.begin() as connection:
        connection.execute(sa.update(Product).values(name=name))
    labels = _content(_made(tags, "unit_tag", "zpl300")).split(b"^XZ")[:-1]
    assert [b"^GFA," in label for label in labels] == [is_picture] * 2


def test_a_station_is_served_between_the_labels_of_a_run(
        dock_printer: int, label_printer: LabelPrinter, make_all: Callable, send_all: Callable) -> None:
    printers.change(printer_id=dock_printer, by=actor("lena"), name="Dock", host="127.0.0.1", port=label_printer.port,
                    dpi=203, width_mm=102, height_mm=152, active=True)
    rmas = [goods.announced() for _ in range(3)]
    run = _made([rma.rma for rma in rmas], way=f"printer{dock_printer}")
    assert (run.state, print_runs.at_printer(run)) == ("done", {"waiting": 3})
    print_jobs.ask("return_label_4x6", goods.announced().rma_id, printer_id=dock_printer, by=actor("walt"),
                   language="en")
    make_all()
    send_all(dock_printer)
    sent = label_printer.wait_for(4)
    assert sent[1:] == [storage.get(f"runs/{run.id}/{rma.rma}.zpl") for rma in rmas] and sent[0] not in sent[1:]
    assert print_runs.at_printer(run) == {"printed": 3}


def test_stopped_the_printer_gets_no_more(dock_printer: int, send_all: Callable) -> None:
    run = _made(stock.lying("A-01", units=2).tags, "unit_tag", f"printer{dock_printer}")
    print_runs.cancel(run_id=run.id)
    assert (send_all(dock_printer), print_runs.at_printer(run)) == (0, {"cancelled": 2})


@pytest.mark.parametrize(("kind", "way", "says"), [
    ("inside_slip", "zpl203", "no label"), ("return_label_4x6", "printer1", "too small"),
    ("unit_tag", "zpl600", "how to print"), ("unit_tag", "printer99", "how to print")])
def test_what_no_label_printer_prints_is_refused(dock_printer: int, kind: str, way: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        _made([goods.announced().rma], kind, way)
    assert refusal.value.field == "way"


def test_a_run_that_is_stopped_half_way_says_what_is_printed_and_prints_the_rest(
        dock_printer: int, label_printer: LabelPrinter, make_all: Callable, send_all: Callable,
        client_as: Callable) -> None:
    tags, client = stock.lying("A-01", units=3).tags, client_as("alice")
    run = _made(tags, "unit_tag", f"printer{dock_printer}")
    with db.engine.begin() as connection:  # one is printed already
        unit = sa.select(Unit.__table__.c.id).where(Unit.__table__.c.tag == tags[0]).scalar_subquery()
        connection.execute(sa.update(PrintJob.__table__).where(PrintJob.__table__.c.thing_id == unit).values(
            state=print_jobs.PRINTED))
    listed = client.page("/printers/labels")
    assert all(grouped(tag) in listed for tag in tags[1:]) and grouped(tags[0]) not in listed
    client.send(f"/papers/runs/{run.id}/cancellation")
    said = client.page(f"/papers/runs/{run.id}")
    assert "What the printer had before is printed" in said and "Nothing of it" not in said
    stopped = print_runs.read(run.id)
    assert stopped.state == print_runs.CANCELLED and print_runs.not_printed(stopped) == tags[1:]
    assert "+".join(tags[1:]) in said or "%20".join(tags[1:]) in said
    assert print_runs.cancel(run_id=_made(tags, "unit_tag", f"printer{dock_printer}").id) is False


def test_numbers_are_read_as_people_write_them_and_what_gives_no_tag_is_named(app) -> None:
    lying, empty = stock.lying("A-02", units=2), goods.announced()
    run = _made([grouped(lying.tags[0]), "a-02", grouped(empty.rma).lower()], "unit_tag", "pdf")
    assert run.numbers == [*lying.tags, empty.rma] and run.sheets == 2
    failure, = run.failures
    assert failure.number == empty.rma and "has a tag yet" in str(failure.why)


@pytest.mark.parametrize("name", ["Regal 3 links", "Regal  über 3", "Straße\u00a03", "上架 3"])
def test_a_shelf_whose_name_has_blanks_is_understood(either_app, name: str) -> None:
    lying = stock.lying("A-02", units=2)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Shelf.__table__).where(Shelf.name == "A-02").values(name=name))
    for text in (f"{name}, {GONE}", f"{' '.join(name.lower().split())}\n{GONE}"):
        run_id = print_runs.start(kind="unit_tag", text=text, by=actor("alice"))
        assert print_runs.read(run_id).numbers == [*lying.tags, GONE]
    with pytest.raises(Refused, match=r"3 UNTEN\. Take them out, or type numbers .* names of shelves"):
        print_runs.start(kind="unit_tag", text="3 unten", by=actor("alice"))


def test_names_of_shelves_beside_each_other_are_several(either_app) -> None:
    first, second = stock.lying("A-01"), stock.lying("A-02")
    run_id = print_runs.start(kind="unit_tag", text="a-01 A-02", by=actor("alice"))
    assert print_runs.read(run_id).numbers == [*first.tags, *second.tags]


def test_a_pasted_book_is_refused_in_words(either_app) -> None:
    with pytest.raises(Refused, match="cannot be printed here: WORD0 WORD1 WORD2 WORD3 WORD4 WORD5 WORD…"):
        print_runs.start(kind="unit_tag", text=" ".join(f"word{number}" for number in range(70_000)), by=actor("alice"))


def test_labels_cancelled_one_by_one_are_counted_and_printed_again(dock_printer: int, client_as: Callable) -> None:
    tags, client = stock.lying("A-01", units=3).tags, client_as("alice")
    run = _made(tags, "unit_tag", f"printer{dock_printer}")
    with db.engine.connect() as connection:
        second = connection.scalars(sa.select(PrintJob.id).where(PrintJob.run_id == run.id).order_by(
            PrintJob.id)).all()[1]
    client.page("/printers/labels")
    client.send(f"/printers/labels/{second}/cancel")
    now = print_runs.read(run.id)
    assert (now.is_stopped, now.not_printed_count, print_runs.not_printed(now)) == (True, 1, [tags[1]])
    assert "Ready" not in client.page(f"/papers/runs/{run.id}") and ">Stopped<" in client.page("/papers/runs")
    print_jobs.again(second, by=actor("alice"))
    assert not print_runs.read(run.id).is_stopped


def test_a_run_of_which_the_printer_had_nothing_says_so(dock_printer: int) -> None:
    tags = stock.lying("A-01", units=2).tags
    run = _made(tags, "unit_tag", f"printer{dock_printer}")
    with db.engine.begin() as connection:  # the printer never answered to the first one
        first = sa.select(sa.func.min(PrintJob.id)).where(PrintJob.run_id == run.id).scalar_subquery()
        connection.execute(sa.update(PrintJob.__table__).where(PrintJob.__table__.c.id == first).values(
            state=print_jobs.FAILED))
    assert print_runs.cancel(run_id=run.id) is False
    assert print_runs.read(run.id).not_printed_count == 2


def test_the_reason_is_the_true_one(app) -> None:
    closed, stopped = goods.announced(), goods.announced()
    with db.engine.begin() as connection:
        connection.execute(sa.update(Parcel.__table__).where(Parcel.__table__.c.id == closed.parcel_id).values(
            state=ParcelState.DELIVERED))
        connection.execute(sa.update(Rma.__table__).where(Rma.__table__.c.id == closed.rma_id).values(
            status=RmaStatus.CLOSED))
        hold = connection.execute(sa.insert(Hold).values(
            unit_id=stopped.unit_ids[0], reason="battery", placed_at=clock.now()).returning(Hold.id)).scalar_one()
        connection.execute(sa.insert(BatteryStatement).values(
            unit_id=stopped.unit_ids[0], battery="loose", hold_id=hold, at=clock.now()))
    failures = _made([closed.rma, stopped.rma], way="pdf").failures
    assert ["is closed" in str(failures[0].why), "battery is loose" in str(failures[1].why)] == [True, True]
    failure, = _made([GONE], "unit_tag", "pdf").failures
    assert "nothing with this number" in str(failure.why)


def test_a_run_is_not_done_before_its_labels_are(dock_printer: int, client_as: Callable) -> None:
    run, client = _made(stock.lying("A-01", units=2).tags, "unit_tag", f"printer{dock_printer}"), client_as("alice")

    def badges() -> list[str]:
        return [re.search(r'class="bh-badge[^>]*><svg.*?</svg><span>([^<]+)', client.page(path))[1]
                for path in ("/papers/runs", f"/papers/runs/{run.id}")]

    assert badges() == ["Waiting for the printer"] * 2
    _become(run.id, print_jobs.PRINTED)
    assert badges() == ["Printed"] * 2
    with db.engine.begin() as connection:  # one number came to nothing
        connection.execute(sa.update(PrintRun.__table__).values(failures=[[GONE, "There is none."]]))
    assert badges() == ["Ready, but not all"] * 2
    _become(run.id, print_jobs.WAITING)
    assert badges() == ["Waiting for the printer"] * 2
    _become(run.id, print_jobs.UNKNOWN)
    assert badges() == ["To look at"] * 2


def test_stopping_what_is_done_stops_nothing_and_says_so(dock_printer: int, client_as: Callable) -> None:
    run, client = _made(stock.lying("A-01", units=2).tags, "unit_tag", f"printer{dock_printer}"), client_as("alice")
    _become(run.id, print_jobs.PRINTED)
    client.page(f"/papers/runs/{run.id}")
    client.send(f"/papers/runs/{run.id}/cancellation")
    assert "Nothing of it was left to stop." in client.page(f"/papers/runs/{run.id}")
    assert print_runs.read(run.id).state == print_runs.DONE


def test_a_label_printed_again_of_a_stopped_run_can_be_stopped(dock_printer: int) -> None:
    run = _made(stock.lying("A-01", units=2).tags, "unit_tag", f"printer{dock_printer}")
    assert [print_runs.cancel(run_id=run.id) for _ in range(2)] == [False, None]
    with db.engine.connect() as connection:
        first = connection.scalars(sa.select(sa.func.min(PrintJob.id)).where(PrintJob.run_id == run.id)).one()
    print_jobs.again(first, by=actor("alice"))
    assert print_runs.read(run.id).going == 1
    assert print_runs.cancel(run_id=run.id) is False and print_runs.read(run.id).going == 0


def _become(run_id: int, state: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.update(PrintJob.__table__).where(PrintJob.run_id == run_id).values(state=state))
