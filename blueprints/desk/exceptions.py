"""Scans kept without a network that could not be placed when they arrived: looked at and settled by a lead."""

from __future__ import annotations

from flask import Response, g
from flask_babel import get_locale

from blueprints import guard
from blueprints.desk.blueprint import blueprint
from blueprints.desk.forms import SettledForm, UndoReasonForm
from blueprints.languages import text
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import choices, exceptions, gates
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.sentences import say


@blueprint.get("/exceptions")
@guard.staff(Role.LEAD)
def scan_exceptions() -> Response:
    return page("desk/exceptions.html", rows=exceptions.waiting(), settled=False, open_count=exceptions.open_count())


@blueprint.get("/exceptions/settled")
@guard.staff(Role.LEAD)
def settled_exceptions() -> Response:
    return page("desk/exceptions.html", rows=exceptions.settled(), settled=True, open_count=exceptions.open_count())


@blueprint.get("/exceptions/<int:exception_id>")
@guard.staff(Role.LEAD)
def scan_exception(exception_id: int) -> Response:
    return page("desk/exception.html", form=SettledForm(None), refusal="", **_values(exception_id))


@blueprint.post("/exceptions/<int:exception_id>/settlement")
@guard.staff(Role.LEAD)
def settle_exception(exception_id: int) -> Response:
    form = SettledForm()
    if not form.validate():
        return page("desk/exception.html", 422, form=form, refusal="", **_values(exception_id))
    try:
        exceptions.settle(exception_id=exception_id, note=form.note.data, by=g.me)
    except AlreadyDone as refusal:
        return go("/desk/exceptions", refusal.sentence)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return refused_form("desk/exception.html", form, refusal, **_values(exception_id))
    return go("/desk/exceptions", say("Settled."))


@blueprint.post("/exceptions/<int:exception_id>/undo")
@guard.staff(Role.LEAD)
def take_back_exception(exception_id: int) -> Response:
    """Settled too early: it waits again."""
    form = UndoReasonForm()
    form.validate()
    try:
        exceptions.take_back(exception_id=exception_id, reason=form.reason.data or None, by=g.me)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return page("desk/exception.html", 422, form=SettledForm(None), refusal=text(refusal.sentence),
                    **_values(exception_id))
    return go(f"/desk/exceptions/{exception_id}", say("Undone. It waits again."))


def _values(exception_id: int) -> dict[str, object]:
    shown = exceptions.one(exception_id)
    done_by, done_at = exceptions.done_before(shown)
    return {"shown": shown, "done_by": done_by, "done_at": done_at, "code_words": text(shown.code),
            "needs_reason": exceptions.needs_reason(shown, g.me),
            "reasons": choices.override_reasons(str(get_locale())),
            "may_take_back": gates.holds(exceptions.check_can_take_back, shown, g.me),
            "may_settle": gates.holds(exceptions.check_can_settle, shown, g.me)}
