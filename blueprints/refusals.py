"""Errors are raised below and translated here, once. The words of plain HTTP errors stand in errors/error.html."""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from blueprints.languages import text
from blueprints.responses import is_htmx
from workflow import errors

log = structlog.get_logger()
STATUS = {errors.NotFound: 404, errors.Gone: 410, errors.NotAllowed: 403, errors.Conflict: 422, errors.TooOften: 429}


def init_app(app: Flask) -> None:
    app.register_error_handler(errors.NotSignedIn, _not_signed_in)
    app.register_error_handler(errors.Refused, _refused)
    app.register_error_handler(errors.Busy, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _page(code: int, **words: str) -> Response:
    return Response(render_template("errors/error.html", code=code, **words), code)


def _not_signed_in(_error: errors.NotSignedIn) -> Response:
    where = url_for("signing_in.sign_in", next=request.path if request.method == "GET" else "/")
    if is_htmx():
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)


def _refused(error: errors.Refused) -> Response:
    code = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    if code == 403:
        log.warning("refused.access", endpoint=request.endpoint, staff=getattr(g.get("me"), "staff_id", None))
    response = _page(code, sentence=text(error.sentence))
    if isinstance(error, errors.TooOften):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _busy(error: errors.Busy) -> Response:
    response = _page(503)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http(error: HTTPException) -> Response:
    return error.get_response() if error.response is not None else _page(error.code or 500)


def _unforeseen(_error: Exception) -> Response:
    current_app.logger.exception("unforeseen error on %s", request.endpoint)
    return _page(500)
