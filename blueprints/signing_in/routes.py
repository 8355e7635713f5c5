"""Signing in and out, and changing the person at a station with badge and PIN."""

from __future__ import annotations

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, g, redirect, request, session

from blueprints import badges, guard, navigation
from blueprints.badges import BadgeForm
from blueprints.languages import text
from blueprints.responses import go, page, refused_form
from blueprints.signing_in.forms import SignInForm
from workflow import signing_in as use_cases
from workflow import stations
from workflow.errors import Refused, TooOften

blueprint = Blueprint("signing_in", __name__)


@blueprint.get("/")
@guard.public
def front() -> Response:
    """Customers come here; staff have addresses of their own."""
    return redirect("/returns", 302)


@blueprint.get("/sign-in")
@guard.public
def sign_in() -> Response:
    return page("signing_in/sign_in.html", form=SignInForm(), refusal="")


@blueprint.post("/sign-in")
@guard.public
def sign_in_now() -> Response:
    form = SignInForm()
    if not form.validate():
        return page("signing_in/sign_in.html", 422, form=form, refusal="")
    try:
        signed = use_cases.sign_in(login=form.login.data, password=form.password.data,
                                   address=request.remote_addr or "")
    except TooOften:
        raise
    except Refused as refusal:
        return refused_form("signing_in/sign_in.html", form, refusal)
    return _with_session(go(_next_page() or navigation.start_page(signed.actor.roles)), signed)


@blueprint.post("/sign-out")
@guard.public
def sign_out() -> Response:
    use_cases.sign_out(request.cookies.get(guard.STAFF_COOKIE))
    session.clear()
    response = go("/sign-in")
    response.delete_cookie(guard.STAFF_COOKIE)
    return response


@blueprint.get("/stations/<name>/shift")
@guard.public
def shift(name: str) -> Response:
    return _shift_page(BadgeForm(), stations.by_name(name))


@blueprint.post("/stations/<name>/shift")
@guard.public
def change_person(name: str) -> Response:
    form, station = BadgeForm(), stations.by_name(name)
    if not form.validate():
        return _shift_page(form, station, 422)
    try:
        signed = use_cases.change_person(badge=form.as_printed(), pin=form.pin.data, tablet=request.remote_addr or "")
    except TooOften:
        raise
    except Refused as refusal:
        return _shift_page(form, station, 422, text(refusal.sentence))
    use_cases.sign_out(request.cookies.get(guard.STAFF_COOKIE))
    return _with_session(go(f"/stations/{station.name}"), signed)


def _shift_page(form: BadgeForm, station: sa.Row, status: int = 200, refusal: str = "") -> Response:
    return page("signing_in/shift.html", status, form=form, refusal=refusal, station=station, keys=badges.keys())


def _with_session(response: Response, signed: use_cases.SignedIn) -> Response:
    """A fresh sign-in gets a fresh form session too: nothing from before can ride along."""
    session.clear()
    g.me = signed.actor
    config = current_app.config["BACKHAUL"]
    response.set_cookie(guard.STAFF_COOKIE, signed.token, httponly=True, samesite="Lax",
                        secure=config.cookies_secure, max_age=config.session_hours * 3600)
    return response


def _next_page() -> str | None:
    """The page asked for before signing in, if it is one of ours."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    fits = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and wanted != "/"
    return wanted if fits else None
