"""The pages of the printers, as the people see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from models.places import Station
from models.printers import Printer, PrintJob
from tests.printing.conftest import allow, dock_prints_on
from tests.support.people import actor
from workflow import print_jobs, printers
from workflow.transaction import in_transaction, reading

GOOD = {"name": "Dock left", "host": "10.0.8.5", "port": "9100", "dpi": "203", "width_mm": "62", "height_mm": "29",
        "active": "1"}


def rows(model: type) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(model.__table__).order_by(model.__table__.c.id)))


def test_a_lead_adds_a_printer_tests_it_and_chooses_it_for_a_station(app, client_as: Callable) -> None:
    allow("10.0.8.0/24")
    lena = client_as("lena")
    lena.page("/printers")
    lena.page("/printers/new")
    assert lena.send("/printers/new", **GOOD).status_code == 303
    (printer,) = rows(Printer)
    assert (printer.name, printer.host, printer.port, printer.dpi, printer.active) == (
        "Dock left", "10.0.8.5", 9100, 203, True)
    lena.page(f"/printers/{printer.id}")
    lena.send(f"/printers/{printer.id}/test")
    assert [(job.kind, job.state, job.printer_id) for job in rows(PrintJob)] == [
        ("printer_test", "waiting", printer.id)]
    lena.send("/printers/stations/dock-1", printer_id=str(printer.id))
    assert {row.name: row.printer_id for row in rows(Station) if row.printer_id} == {"dock-1": printer.id}
    assert "Dock left" in client_as("walt").page("/printers")
    lena.send("/printers/stations/dock-1", printer_id="")
    assert not [row for row in rows(Station) if row.printer_id]


@pytest.mark.parametrize(("field", "text", "sentence"), [
    ("name", "", "Type a name"), ("host", "", "Type the printer"), ("port", "nine", "Type the port"),
    ("port", "70000", "from 1 to 65535"), ("dpi", "600", "203 or 300"), ("width_mm", "3", "15 to 220"),
    ("height_mm", "", "height of its labels"), ("host", "169.254.169.254", "PRINTER_HOSTS"),
    ("host", "127.0.0.1", "PRINTER_HOSTS"), ("host", "10.0.9.5", "PRINTER_HOSTS"), ("port", "25", "PRINTER_HOSTS"),
    ("host", "http://10.0.8.5/", "is known here"), ("host", "no-such-printer.invalid", "is known here"),
    ("name", "Taken", "has this name already")])
def test_what_cannot_be_meant_is_said_and_nothing_typed_is_lost(
        app, client_as: Callable, field: str, text: str, sentence: str) -> None:
    allow("10.0.8.0/24")
    printers.add(by=actor("lena"), name="Taken", host="10.0.8.9", port=9100, dpi=203, width_mm=62, height_mm=29,
                 active=True)
    lena = client_as("lena")
    lena.page("/printers/new")
    answer = lena.send("/printers/new", **{**GOOD, field: text})
    assert (answer.status_code, len(rows(Printer))) == (422, 1)
    assert sentence in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in {**GOOD, field: text}.items()
               if name not in ("active", "dpi") and value)


def test_a_person_prints_again_cancels_and_says_that_it_is_printed(app, client_as: Callable) -> None:
    allow("10.0.8.0/24")
    printer_id = dock_prints_on_any()
    ids = [print_jobs.ask("unit_tag", 1, printer_id=printer_id, by=actor("walt"), language="en") for _ in range(3)]
    for job_id, state in zip(ids, ("failed", "unknown", "waiting"), strict=True):
        in_transaction(lambda connection, job_id=job_id, state=state: connection.execute(
            sa.update(PrintJob.__table__).where(PrintJob.__table__.c.id == job_id).values(state=state, error=[
                "The printer does not answer at %(host)s, port %(port)s. Is it switched on?",
                {"host": "10.0.8.5", "port": 9100}])))
    walt = client_as("walt")
    shown = walt.page("/printers/labels")
    assert "10.0.8.5" in shown and "Is it switched on?" in shown
    walt.send(f"/printers/labels/{ids[0]}/again")
    walt.send(f"/printers/labels/{ids[1]}/printed")
    walt.send(f"/printers/labels/{ids[2]}/cancel")
    assert [job.state for job in rows(PrintJob)] == ["waiting", "printed", "cancelled"]
    walt.send(f"/printers/labels/{ids[1]}/again")
    assert [job.state for job in rows(PrintJob)] == ["waiting", "printed", "cancelled", "waiting"]
    walt.send(f"/printers/labels/{ids[0]}/again")
    assert "on its way to the printer already" in walt.page("/printers/labels")
    assert [job.state for job in rows(PrintJob)].count("waiting") == 2


def dock_prints_on_any() -> int:
    return printers.add(by=actor("lena"), name="Dock", host="10.0.8.5", port=9100, dpi=203, width_mm=62, height_mm=29,
                        active=True)


def test_the_card_says_what_became_of_its_label(app, client_as: Callable) -> None:
    allow("127.0.0.1:9")
    printer_id = dock_prints_on(9)
    walt = client_as("walt")
    assert walt.get("/printers/labels/of/nobody-asked-for-this", headers={"HX-Request": "true"}).text.strip() == ""
    job_id = print_jobs.ask("unit_tag", 1, printer_id=printer_id, by=actor("walt"), language="en")
    in_transaction(lambda connection: connection.execute(
        sa.update(PrintJob.__table__).values(scan_id="asked-for-by-this")))
    piece = walt.get("/printers/labels/of/asked-for-by-this", headers={"HX-Request": "true"}).text
    assert "On its way to the printer Dock" in piece and "data-print-state" in piece
    print_jobs.printed(job_id)
    piece = walt.get("/printers/labels/of/asked-for-by-this", headers={"HX-Request": "true"}).text
    assert "Printed at Dock" in piece and "data-print-state" not in piece
