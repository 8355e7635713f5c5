"""Errors are raised below and translated here, once."""

from __future__ import annotations

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from blueprints.languages import text
from blueprints.responses import is_htmx
from workflow import errors

STATUS = {errors.NotFound: 404, errors.Gone: 410, errors.NotAllowed: 403, errors.Conflict: 422, errors.TooOften: 429}


def init_app(app: Flask) -> None:
    app.register_error_handler(errors.NotSignedIn, _not_signed_in)
    app.register_error_handler(errors.Refused, _refused)
    app.register_error_handler(errors.Busy, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _wants_short_answer() -> bool:
    return is_htmx() or request.path.endswith("/scans")


def _page(code: int, title: str, sentence: str, advice: str = "", **headers: str) -> Response:
    html = render_template("errors/error.html", code=code, title=title, sentence=sentence, advice=advice)
    return Response(html, code, headers={name.replace("_", "-"): value for name, value in headers.items()})


def _not_signed_in(_error: errors.NotSignedIn) -> Response:
    where = url_for("signing_in.sign_in", next=request.path if request.method == "GET" else "/")
    if _wants_short_answer():
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)


def _refused(error: errors.Refused) -> Response:
    code = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    more = {"Retry_After": str(error.retry_after)} if isinstance(error, errors.TooOften) else {}
    return _page(code, _titles()[code], text(error.sentence), **more)


def _busy(error: errors.Busy) -> Response:
    return _page(503, _titles()[503], _("Nothing was lost and nothing was changed. Try again in a moment."),
                 Retry_After=str(error.retry_after))


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None:
        return error.response
    return _page(code, _titles().get(code, _("This did not work")), _sentences().get(code, ""))


def _unforeseen(error: Exception) -> Response:
    from flask import current_app

    current_app.logger.exception("unforeseen error on %s", request.endpoint)
    return _page(500, _titles()[500], _sentences()[500])


def _titles() -> dict[int, str]:
    return {400: _("This request was not complete"), 403: _("Not allowed"), 404: _("Not found"),
            405: _("Not possible here"), 410: _("No longer there"), 413: _("Too large"),
            422: _("Please check"), 429: _("Too often"), 500: _("Something went wrong with us"),
            503: _("Busy for a moment")}


def _sentences() -> dict[int, str]:
    return {400: _("The form was not complete or too old. Go back, load the page again and send it once more."),
            403: _("You may not open this. If you should, ask your lead to change your roles."),
            404: _("There is nothing at this address. Check the link, or start again from the first page."),
            405: _("This address cannot be used like that. Go back and use the buttons on the page."),
            410: _("This link is no longer valid. Ask for a new one."),
            413: _("The file is too large. Send a smaller one."),
            429: _("That was tried too often. Wait a minute and try again."),
            500: _("It was written down and we will look at it. What you did before is kept.")}
