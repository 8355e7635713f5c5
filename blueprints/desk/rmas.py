"""One RMA: its page, and the form sent back with what was typed when a rule says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Response, g, request
from flask_babel import get_locale
from flask_wtf import FlaskForm

from blueprints import guard
from blueprints.desk import wording
from blueprints.desk.blueprint import LOOK, blueprint
from blueprints.languages import text
from blueprints.responses import go, page
from models.lifecycle import Role
from workflow import belonging, by_road, choices, rma_page, writing
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.sentences import Sentence

Done = TypeVar("Done")


@blueprint.get("/rmas/<number>")
@guard.staff(*LOOK)
def rma(number: str) -> Response:
    response = _page(number)
    if g.me.has(Role.AGENT, Role.LEAD) and not request.args.get("unread"):
        writing.mark_read(belonging.id_of(number), by=g.me)
    return response


def _page(number: str, status: int = 200, *, refusal: str = "", key: str = "",
          typed: dict[str, str] | None = None) -> Response:
    shown = rma_page.read(number, by=g.me, language=str(get_locale()))
    return page("desk/rma.html", status, shown=shown, refusal=refusal, open_key=key, typed=typed or {},
                decides=g.me.has(Role.AGENT, Role.LEAD), may_release=lambda hold: rma_page.may_release(g.me, hold),
                is_ours=rma_page.is_ours, road_reasons=_road_reasons(shown.rma.id),
                carriers=choices.carrier_names(), **wording.of(str(get_locale())))


def _road_reasons(rma_id: int) -> list[tuple[str, str]]:
    """Why a battery may go by road, for the lead who may decide it; empty where there is nothing to decide."""
    if not g.me.has(*by_road.MAY_DECIDE) or not by_road.to_decide(rma_id):
        return []
    return [(code, text(words)) for code, words in by_road.REASONS.items()]


def change(number: str, form: FlaskForm, key: str, call: Callable[[], Done],
           said: Sentence | Callable[[Done], Sentence]) -> Response:
    """Do one thing to an RMA and show it again; a refusal stands on the page with what was typed.

    Args:
        key: the name of the form on the page, so that it is open again and filled.
        said: what is said afterwards, or what says it from what was done.
    """
    if not form.validate():
        return _page(number, 422, refusal=_first_error(form), key=key, typed=_typed(form))
    try:
        done = call()
    except AlreadyDone as refusal:
        return go(f"/desk/rmas/{number}", refusal.sentence)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _page(number, 422, refusal=text(refusal.sentence), key=key, typed=_typed(form))
    return go(f"/desk/rmas/{number}", said(done) if callable(said) else said)


def _first_error(form: FlaskForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _typed(form: FlaskForm) -> dict[str, str]:
    return {name: str(value) for name, value in form.data.items() if value and name != "csrf_token"}
