"""The few ways to answer: a page, a fragment, a redirect that HTMX understands, a form sent back with its errors."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from werkzeug.datastructures import Headers

from blueprints.languages import text
from workflow.errors import Refused
from workflow.sentences import Sentence


class Piece(Response):
    """A fragment of a page, whole when it is made."""

    default_mimetype = "text/html"

    def get_wsgi_headers(self, environ: dict[str, Any]) -> Headers:
        """Its own: Werkzeug copies them to put an address or a length right, of which here none is wrong."""
        return self.headers if self.status_code == 200 else super().get_wsgi_headers(environ)


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def page(template: str, status: int = 200, **values: object) -> Response:
    return make_response(render_template(template, **values), status)


def piece(template: str, macro: str, *values: object) -> Piece:
    """What `macro` of a template draws, by itself: what only whole pages show is not worked out for it."""
    return Piece(getattr(current_app.jinja_env.globals["pieces_of"](template), macro)(*values))


def fragment_or_page(fragment: str, whole: str, status: int = 200, **values: object) -> Response:
    """HTMX gets the piece alone, everybody else the page that includes it."""
    return page(fragment if is_htmx() else whole, status, **values)


def go(url: str, said: Sentence | None = None) -> Response:
    """After a change: 303 for a plain form, HX-Redirect for HTMX (which would follow a 303 into a table cell)."""
    if said:
        flash(text(said))
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def refused_form(template: str, form: object, refusal: Refused, **values: object) -> Response:
    """The form again with 422, what was typed kept, and the sentence where it belongs."""
    field = getattr(form, refusal.field, None) if refusal.field else None
    sentence = text(refusal.sentence)
    if field is not None:
        field.errors = [*field.errors, sentence]
        return page(template, 422, form=form, refusal="", **values)
    return page(template, 422, form=form, refusal=sentence, **values)
