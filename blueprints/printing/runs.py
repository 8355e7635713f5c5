"""Many sheets at once: ask for them, watch them being made, take the file."""

from __future__ import annotations

from flask import Response, g, request, url_for

from blueprints import guard, headers
from blueprints.printing.forms import RunForm
from blueprints.printing.routes import blueprint
from blueprints.responses import fragment_or_page, go, page, refused_form
from workflow import inbox, print_jobs, print_runs
from workflow.errors import NotFound, Refused
from workflow.sentences import say

LIST = "printing/runs.html"


@blueprint.get("/papers/runs")
@guard.staff()
def runs() -> Response:
    """The form, and the last runs. Other pages send `kind` and `numbers` along, a worklist its `list`."""
    form = RunForm(request.args, meta={"csrf": False})
    if "list" in request.args and g.me.has(*guard.DESK):
        form.numbers.data = "\n".join(inbox.numbers(request.args["list"], print_runs.MOST_SHEETS))
    return page(LIST, form=form, refusal="", **_around())


@blueprint.post("/papers/runs")
@guard.staff()
def start_run() -> Response:
    form = RunForm()
    # A list sends each chosen number by itself, the form all of them in one text.
    form.numbers.data = "\n".join(request.form.getlist("numbers"))
    if not form.validate():
        return page(LIST, 422, form=form, refusal="", **_around())
    try:
        run_id = print_runs.start(kind=form.kind.data or "", text=form.numbers.data, by=g.me,
                                  way=form.way.data or print_runs.PDF)
    except Refused as refusal:
        return refused_form(LIST, form, refusal, **_around())
    return go(_url(run_id))


@blueprint.get("/papers/runs/<int:run_id>")
@guard.staff()
def run(run_id: int) -> Response:
    found = print_runs.read(run_id)
    return fragment_or_page("printing/_run.html", "printing/run.html", run=found, labels=print_runs.at_printer(found),
                            not_printed=print_runs.not_printed(found), why=print_jobs.why_waiting(found.printer_id))


@blueprint.post("/papers/runs/<int:run_id>/cancellation")
@guard.staff()
def cancel_run(run_id: int) -> Response:
    said = {True: say("Stopped. What the printer had before is printed; the rest is not."),
            False: say("Stopped. Nothing of it is printed."), None: say("Nothing of it was left to stop.")}
    return go(_url(run_id), said[print_runs.cancel(run_id=run_id)])


@blueprint.get("/papers/runs/<int:run_id>/sheets.<any(pdf, zpl):ending>")
@guard.staff()
def run_file(run_id: int, ending: str) -> Response:
    found = print_runs.read(run_id)
    content = print_runs.file(found) if found.ending == ending else None
    if content is None:
        raise NotFound(say("This print run has no file: it is not made yet, or nothing of it could be printed."))
    shown, kind = ("inline", "application/pdf") if ending == print_runs.PDF else ("attachment", "text/plain")
    return Response(content, mimetype=kind, headers={
        **headers.IN_OUR_FRAME, "Content-Disposition": f'{shown}; filename="{found.kind}-{found.id}.{ending}"'})


def _around() -> dict[str, object]:
    titles = {kind: title for kind, (_prefix, title) in print_runs.OFFERED.items()}
    return {"runs": print_runs.recent(), "kinds": titles, "ways": print_runs.ways(), "most": print_runs.MOST_SHEETS}


def _url(run_id: int) -> str:
    return url_for("printing.run", run_id=run_id)
