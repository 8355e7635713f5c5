"""The pages beside the bench's scan box: its queue, one job in words, a quote, the parts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import get_locale

from blueprints import at_station, guard
from blueprints.repairing.forms import BookInForm, PartForm, QuoteForm, WordsForm
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import checking, clock, parts, quoting, repairing, stations
from workflow.errors import Refused
from workflow.scanning.repairing import job_in_hand
from workflow.sentences import say

blueprint = Blueprint("repairing", __name__, url_prefix="/stations/<name>")
WORKERS = (Role.TECHNICIAN, Role.LEAD)


@blueprint.get("/jobs")
@guard.staff(*WORKERS)
def queue(name: str) -> Response:
    return page("repairing/queue.html", station=stations.by_name(name), jobs=repairing.queue(), now=clock.now())


@blueprint.get("/job")
@guard.staff(*WORKERS)
def in_hand(name: str) -> Response:
    """The job that lies open on this tablet; without one, the queue to choose from."""
    job_id = job_in_hand(request.cookies.get(guard.TABLET_COOKIE))
    return go(url_for(".job", name=name, job_id=job_id) if job_id else url_for(".queue", name=name))


@blueprint.get("/jobs/<int:job_id>")
@guard.staff(*WORKERS)
def job(name: str, job_id: int) -> Response:
    values = _of_job(name, job_id)
    written = values["sheet"].work.job
    form = WordsForm(data={"diagnosis": written.diagnosis, "work_done": written.work_done})
    return page("repairing/job.html", form=form, refusal="", **values)


def _of_job(name: str, job_id: int) -> dict[str, Any]:
    """What the pages of one job show: its station, the job, and what its last check found."""
    sheet = repairing.sheet(job_id)
    return {"station": stations.by_name(name), "sheet": sheet,
            "failed": checking.what_failed(sheet.work, str(get_locale()))}


@blueprint.post("/jobs/<int:job_id>")
@guard.staff(*WORKERS)
def write(name: str, job_id: int) -> Response:
    form = WordsForm()
    values = _of_job(name, job_id)
    if not form.validate():
        return page("repairing/job.html", 422, form=form, refusal="", **values)
    try:
        repairing.write(job_id=job_id, diagnosis=form.diagnosis.data or "", work_done=form.work_done.data or "",
                        by=at_station.me(name))
    except Refused as refusal:
        return refused_form("repairing/job.html", form, refusal, **values)
    return go(f"/stations/{name}", say("Written down."))


@blueprint.get("/jobs/<int:job_id>/quote")
@guard.staff(*WORKERS)
def quote(name: str, job_id: int) -> Response:
    values = _of_job(name, job_id)
    sheet = values["sheet"]
    form = QuoteForm(data={"parts": quoting.plain_number(sheet.parts_minor, sheet.work.currency)})
    return page("repairing/quote.html", form=form, refusal="", **values)


@blueprint.post("/jobs/<int:job_id>/quote")
@guard.staff(*WORKERS)
def send_quote(name: str, job_id: int) -> Response:
    form = QuoteForm()
    values = _of_job(name, job_id)
    if not form.validate():
        return page("repairing/quote.html", 422, form=form, refusal="", **values)
    try:
        repairing.quote_typed(job_id=job_id, parts=form.parts.data or "", labour=form.labour.data or "",
                              freight=form.freight.data or "", by=at_station.me(name))
    except Refused as refusal:
        return refused_form("repairing/quote.html", form, refusal, **values)
    return go(f"/stations/{name}", say("The quote is on its way. The job waits for the customer."))


@blueprint.get("/parts")
@guard.staff(*parts.MAY_BOOK_IN)
def catalogue(name: str) -> Response:
    return page("repairing/parts.html", **_parts_page(name), form=PartForm(), refusal="")


def _parts_page(name: str) -> dict[str, object]:
    station, search = stations.by_name(name), request.args.get("q", "")
    return {"station": station, "search": search,
            "found": parts.catalogue(site_id=station.site_id, search=search)}


@blueprint.post("/parts")
@guard.staff(*WORKERS)
def add_part(name: str) -> Response:
    form = PartForm()
    if not form.validate():
        return page("repairing/parts.html", 422, **_parts_page(name), form=form, refusal="")
    try:
        parts.add_typed(sku=form.sku.data, name=form.name.data, price=form.price.data or "",
                        currency=form.currency.data, by=at_station.me(name))
    except Refused as refusal:
        return refused_form("repairing/parts.html", form, refusal, **_parts_page(name))
    return go(url_for(".catalogue", name=name), say("The part is in the catalogue."))


@blueprint.post("/parts/<int:part_id>/stock")
@guard.staff(*parts.MAY_BOOK_IN)
def book_in(name: str, part_id: int) -> Response:
    form = BookInForm()
    if not form.validate():
        raise Refused(say("Type how many came: a number from 1 to %(most)s.", most=parts.MOST_AT_ONCE))
    woken = parts.book_in(part_id=part_id, quantity=form.quantity.data, by=at_station.me(name))
    return go(url_for(".catalogue", name=name),
              say("Booked in. %(count)s waiting jobs are in the queue again.", count=len(woken)))
