"""A label on its way to a printer in the network: once, in order, and honest about what nobody can know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import groupby

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from jobs import printers as sender
from jobs import raw_print
from models.catalogue import Product
from models.log import Document
from models.printers import PrintJob
from tests.printing.conftest import allow, dock_prints_on, soon
from tests.support import goods
from tests.support.people import actor
from tests.support.printer import LabelPrinter, Manner
from tests.support.tablets import TabletAt
from workflow import clock, print_jobs, printers, storage
from workflow.errors import Refused
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

J = PrintJob.__table__


@pytest.fixture
def dock(either_app) -> TabletAt:
    return TabletAt("walt", "dock-1")


def jobs() -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(J).order_by(J.c.id)))


def in_latin_letters() -> None:
    """Products of tests have a Chinese name too."""
    in_transaction(lambda connection: connection.execute(sa.update(Product).values(name="Kettle ^XZ~JA")))


def states() -> list[str]:
    return [row.state for row in jobs()]


def test_a_tag_is_printed_by_itself_at_receipt_and_again_by_print(
        dock_printer: int, dock: TabletAt, label_printer: LabelPrinter, make_all: Callable, send_all: Callable) -> None:
    rma = goods.announced(units=2)
    in_latin_letters()
    answer = dock.scan(rma.parcel, rma.skus[0])
    tag = goods.unit(rma.unit_ids[0]).tag
    assert (answer.printer, answer.print_key, answer.opens) == ("Dock", dock.last_scan, "")
    make_all()
    send_all(dock_printer)
    assert f"^FD{tag}^FS" in label_printer.wait_for(1)[0].decode()
    assert states() == ["printed"]
    again = dock.scan(Command.PRINT)
    assert (again.opens, again.print_key) == ("", dock.last_scan)
    assert (dock.scan(Command.AGAIN).print_key, states()) == (again.print_key, ["printed", "waiting"])
    make_all()
    send_all(dock_printer)
    first, second = label_printer.wait_for(2)
    assert first == second


def test_the_same_scan_twice_is_one_label(dock_printer: int, dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    for _ in range(2):
        taken = dock.take(rma.skus[0], scan_id="the-same-scan-0002")
        assert taken.answer.print_key == "the-same-scan-0002"
    dock.scan(rma.parcel, rma.skus[0])  # here already, or another one: no second tag for this unit
    assert [row.thing_id for row in jobs()].count(rma.unit_ids[0]) == 1


def test_all_at_once_prints_a_tag_for_each_without_one(dock_printer: int, dock: TabletAt) -> None:
    rma = goods.announced(units=3)
    dock.scan(rma.parcel, rma.skus[0], Command.ALL)
    assert [row.kind for row in jobs()] == ["unit_tag"] * 3
    assert sorted(row.thing_id for row in jobs()) == sorted(rma.unit_ids)


def test_a_scan_that_prints_is_ten_statements_at_most(dock_printer: int, dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced(units=3)
    for code in (rma.parcel, rma.skus[0], Command.PRINT, Command.AGAIN, Command.ALL, "1Z999AA10123456784"):
        costs.clear()
        dock.scan(code)
        assert len(costs) <= 10, "\n".join(text[:100] for text in costs)


def test_smaller_labels_have_the_smaller_tag(either_app, dock: TabletAt) -> None:
    allow("10.0.8.5")
    printer_id = printers.add(by=actor("lena"), name="Small", host="10.0.8.5", port=9100, dpi=300, width_mm=50,
                              height_mm=30, active=True)
    printers.choose(station="dock-1", printer_id=printer_id, by=actor("lena"))
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    assert [(row.kind, row.thing_id) for row in jobs()] == [("unit_tag_50x30", rma.unit_ids[0])]


def test_what_the_labels_are_too_small_for_is_printed_by_the_browser(dock_printer: int, dock: TabletAt) -> None:
    answer = dock.scan("1Z999AA10123456784")
    assert (answer.paper[0], answer.printer, states()) == ("holding_label", "", [])
    assert dock.scan(Command.PRINT).opens == "paper"


@pytest.mark.parametrize("off", ["not chosen", "not in use", "setting"])
def test_without_a_printer_the_browser_prints(dock_printer: int, dock: TabletAt, off: str) -> None:
    if off == "not chosen":
        printers.choose(station="dock-1", printer_id=None, by=actor("lena"))
    elif off == "not in use":
        row = printers.by_id(dock_printer)
        values = {name: value for name, value in row._mapping.items() if name != "id"}
        printers.change(printer_id=dock_printer, by=actor("lena"), **{**values, "active": False})
    else:
        allow("")
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    assert (dock.scan(Command.PRINT).opens, states()) == ("paper", [])


def test_a_product_in_chinese_is_a_picture(
        dock_printer: int, dock: TabletAt, label_printer: LabelPrinter, make_all: Callable, send_all: Callable) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    make_all()
    send_all(dock_printer)
    label = label_printer.wait_for(1)[0]
    assert b"^GFA," in label and b"^FDT" not in label


@pytest.mark.parametrize(("dpi", "module"), [(203, 3), (300, 4)])
def test_bars_are_whole_dots_of_the_printer_that_they_go_to(
        either_app, label_printer: LabelPrinter, dock: TabletAt, make_all: Callable, dpi: int, module: int) -> None:
    allow(label_printer.setting)
    dock_prints_on(label_printer.port, dpi=dpi)
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    make_all()
    with reading() as connection:
        page = storage.get(connection.execute(sa.select(Document.storage_key)).scalar_one())
    bars = max((image.image for image in PdfReader(BytesIO(page)).pages[0].images), key=lambda image: image.width)
    row = bars.convert("L").crop((0, 0, bars.width, 1)).tobytes()
    assert {len(list(run)) % module for _, run in groupby(row)} == {0}
    assert min(len(list(run)) for _, run in groupby(row)) == module


def test_switched_off_it_waits_longer_each_time_then_asks_for_a_person(
        dock_printer: int, dock: TabletAt, label_printer: LabelPrinter, make_all: Callable, send_all: Callable) -> None:
    label_printer.stop()
    rma = goods.announced(units=2)
    in_latin_letters()
    dock.scan(rma.parcel, rma.skus[0], rma.skus[1])
    make_all()
    moment, waits = soon(), []
    for _ in range(len(print_jobs.WAITS)):
        assert send_all(dock_printer, at=moment) == 1  # the second one waits behind the first
        row = jobs()[0]
        assert row.state == "waiting"
        waits.append((row.next_try_at - moment).total_seconds())
        moment = row.next_try_at
    assert waits == list(print_jobs.WAITS)
    send_all(dock_printer, at=moment)
    assert states() == ["failed", "waiting"]
    assert "Is it switched on?" in str(print_jobs.error(jobs()[0]))
    label_printer.start()
    print_jobs.again(jobs()[0].id, by=actor("walt"))
    make_all()
    send_all(dock_printer, at=moment + timedelta(minutes=10))
    tags = [goods.unit(unit_id).tag for unit_id in rma.unit_ids]
    assert [tag in label.decode() for tag, label in zip(tags, label_printer.wait_for(2), strict=True)] == [True, True]
    assert states() == ["printed", "printed"]


@pytest.mark.parametrize("manner", [Manner.BREAK, Manner.HANG])
def test_cut_off_in_the_middle_it_is_never_sent_again_by_itself(
        app, make_all: Callable, send_all: Callable, monkeypatch: pytest.MonkeyPatch, manner: Manner) -> None:
    monkeypatch.setattr(raw_print, "SEND_SECONDS", 0.3)
    with LabelPrinter(manner) as broken:
        allow(broken.setting)
        printer_id = dock_prints_on(broken.port, width_mm=102, height_mm=152)
        job_id = _big_job(printer_id)
        assert send_all(printer_id) == 1
        assert states() == ["unknown"]
        assert "Look whether it was printed" in str(print_jobs.error(jobs()[0]))
        assert (send_all(printer_id, at=clock.now() + timedelta(hours=1)), broken.connections) == (0, 1)
        print_jobs.it_is_printed(job_id)
        assert states() == ["printed"]


def _big_job(printer_id: int) -> int:
    """A label of more bytes than any buffer on the way holds."""
    from workflow import storage
    storage.put("papers/big.zpl", b"^XA" + b"^FX0123456789^FS" * 600_000 + b"^XZ\n")
    job_id = print_jobs.ask("printer_test", printer_id, printer_id=printer_id, by=actor("walt"), language="en")
    print_jobs.made(job_id, storage_key="papers/big.zpl")
    return job_id


def test_a_printer_that_never_closes_has_printed_it(app, make_all: Callable, send_all: Callable,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_print, "CLOSE_SECONDS", 0.1)
    with LabelPrinter(Manner.KEEP_OPEN) as slow:
        allow(slow.setting)
        printer_id = dock_prints_on(slow.port)
        print_jobs.ask("printer_test", printer_id, printer_id=printer_id, by=actor("walt"), language="en")
        make_all()
        send_all(printer_id)
        assert (states(), len(slow.wait_for(1))) == (["printed"], 1)


def test_a_sender_that_died_leaves_a_question_not_a_second_label(
        dock_printer: int, label_printer: LabelPrinter, make_all: Callable) -> None:
    print_jobs.ask("printer_test", dock_printer, printer_id=dock_printer, by=actor("walt"), language="en")
    make_all()
    assert print_jobs.lease_to_send(dock_printer) is not None
    assert (print_jobs.lease_to_send(dock_printer), print_jobs.give_up_lost()) == (None, 0)
    with clock.at(clock.now() + print_jobs.LEASE + timedelta(seconds=1)):
        assert print_jobs.give_up_lost() == 1
        assert not sender.send_next(dock_printer)
    assert (states(), label_printer.labels) == (["unknown"], [])


def test_cancelled_it_stays_here(dock_printer: int, make_all: Callable, send_all: Callable) -> None:
    job_id = print_jobs.ask("printer_test", dock_printer, printer_id=dock_printer, by=actor("walt"), language="en")
    print_jobs.cancel(job_id)
    make_all()
    assert (send_all(dock_printer), states()) == (0, ["cancelled"])
    with pytest.raises(Refused, match="Too late"):
        print_jobs.cancel(job_id)


def test_undone_before_it_was_printed_nobody_has_to_look(dock_printer: int, dock: TabletAt, make_all: Callable,
                                                         send_all: Callable) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0], Command.UNDO)
    make_all()
    assert (send_all(dock_printer), states()) == (0, ["cancelled"])


def test_taken_out_of_the_list_nothing_is_sent_there_any_more(
        dock_printer: int, label_printer: LabelPrinter, make_all: Callable, send_all: Callable) -> None:
    print_jobs.ask("printer_test", dock_printer, printer_id=dock_printer, by=actor("walt"), language="en")
    make_all()
    allow("10.1.2.3")
    send_all(dock_printer)
    assert (states(), label_printer.connections) == (["failed"], 0)
    assert "PRINTER_HOSTS" in str(print_jobs.error(jobs()[0]))
