"""The pages of the printers in the network: which there are, and which one each station prints on."""

from __future__ import annotations

from flask import Response, g, url_for

from blueprints import guard
from blueprints.printing.printer_forms import DPIS, ChoiceForm, PrinterForm
from blueprints.printing.routes import blueprint
from blueprints.responses import go, page, refused_form
from workflow import print_jobs, printers, stations
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say

DPI_OPTIONS = [(dpi, f"{dpi} dpi") for dpi in DPIS]
USUAL = {"port": 9100, "dpi": 203, "width_mm": 62, "height_mm": 29, "active": True}


@blueprint.get("/printers")
@guard.staff()
def all_printers() -> Response:
    return page("printing/printers.html", printers=printers.everywhere(), stations=stations.everywhere(),
                is_on=printers.is_on(), may_change=g.me.has(*printers.KEEPERS))


@blueprint.get("/printers/new")
@guard.staff(*printers.KEEPERS)
def new_printer() -> Response:
    return _form_page(PrinterForm(None, **USUAL))


@blueprint.post("/printers/new")
@guard.staff(*printers.KEEPERS)
def add_printer() -> Response:
    form = PrinterForm()
    if not form.validate():
        return _form_page(form, 422)
    try:
        printer_id = printers.add(by=g.me, **form.values())
    except NotAllowed:
        raise
    except Refused as refusal:
        return refused_form("printing/printer.html", form, refusal, printer=None, dpi_options=DPI_OPTIONS)
    return go(url_for(".printer", printer_id=printer_id), say("Added. Print a test label, then choose its stations."))


@blueprint.get("/printers/<int:printer_id>")
@guard.staff(*printers.KEEPERS)
def printer(printer_id: int) -> Response:
    row = printers.by_id(printer_id)
    return _form_page(PrinterForm(None, **row._mapping), printer=row)


@blueprint.post("/printers/<int:printer_id>")
@guard.staff(*printers.KEEPERS)
def change_printer(printer_id: int) -> Response:
    form, row = PrinterForm(), printers.by_id(printer_id)
    if not form.validate():
        return _form_page(form, 422, printer=row)
    try:
        printers.change(printer_id=printer_id, by=g.me, **form.values())
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return refused_form("printing/printer.html", form, refusal, printer=row, dpi_options=DPI_OPTIONS)
    return go(url_for(".all_printers"), say("Changed."))


@blueprint.post("/printers/<int:printer_id>/test")
@guard.staff(*printers.KEEPERS)
def print_test_label(printer_id: int) -> Response:
    row = printers.by_id(printer_id)
    print_jobs.ask("printer_test", row.id, printer_id=row.id, by=g.me, language=g.me.language)
    return go(url_for(".labels"), say("A test label is on its way to %(printer)s.", printer=row.name))


@blueprint.post("/printers/stations/<name>")
@guard.staff(*printers.KEEPERS)
def choose_printer(name: str) -> Response:
    form = ChoiceForm()
    if not form.validate():
        return go(url_for(".all_printers"), say("Choose a printer from the list."))
    printers.choose(station=name, printer_id=form.printer_id.data, by=g.me)
    return go(url_for(".all_printers"), say("%(station)s prints there from now on.", station=name)
              if form.printer_id.data else say("The browser prints at %(station)s from now on.", station=name))


def _form_page(form: PrinterForm, status: int = 200, printer: object = None) -> Response:
    return page("printing/printer.html", status, form=form, refusal="", printer=printer, dpi_options=DPI_OPTIONS)
