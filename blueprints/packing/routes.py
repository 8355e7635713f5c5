"""What is typed about a box at packing: its address and its carrier's number. The rest is scanned."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from flask import Blueprint, Response, g, request

from blueprints import at_station, badges, guard
from blueprints.badges import BadgeForm
from blueprints.languages import text
from blueprints.packing.forms import AddressForm, CarrierForm
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import addressing, battery_mark_paper, packing, shipping, signing_in, stations
from workflow.errors import NotAllowed, NotFound, Refused, TooOften
from workflow.scanning import protocol, sending_less
from workflow.scanning.commands import Command
from workflow.sentences import say

blueprint = Blueprint("packing", __name__, url_prefix="/stations/<name>/boxes")
MAY = (Role.PACKER, Role.LEAD, Role.AGENT)
NOTHING_ASKED = say("No decision is asked for here. Scan “Close the box” again.")


@blueprint.get("")
@guard.staff(*MAY)
def boxes(name: str) -> Response:
    boxes = packing.boxes_here(g.me.site_id)
    return page("packing/boxes.html", station=stations.by_name(name), boxes=boxes, carriers=shipping.carrier_names(),
                marks=battery_mark_paper.of_boxes([box.id for box in boxes]))


@blueprint.get("/decision")
@guard.staff(*MAY)
def decision(name: str) -> Response:
    """Who decided that the box in hand goes without what is missing: asked by the tablet's last card."""
    return _decision_page(BadgeForm(), name, _asked(name))


@blueprint.post("/decision")
@guard.staff(*MAY)
def decide(name: str) -> Response:
    form, asked = BadgeForm(), _asked(name)
    if asked is None:
        return go(f"/stations/{name}", NOTHING_ASKED)
    if not form.validate():
        return _decision_page(form, name, asked, 422)
    try:
        decider = signing_in.who_is(badge=form.as_printed(), pin=form.pin.data, tablet=request.remote_addr or "")
        packing.agree_to_less(parcel_id=asked["parcel"], without=asked["without"],
                              by=stations.deciding_at(decider, g.me, name))
    except TooOften:
        raise
    except Refused as refusal:
        return _decision_page(form, name, asked, 422, text(refusal.sentence))
    _scan_close(name)
    return go(f"/stations/{name}", say("It is noted who decided. Go on with the card."))


def _asked(name: str) -> dict[str, object] | None:
    return sending_less.asked(by=g.me, tablet_token=request.cookies.get(guard.TABLET_COOKIE), station=name)


def _decision_page(form: BadgeForm, name: str, asked: dict[str, object] | None, status: int = 200,
                   refusal: str = "") -> Response:
    return page("packing/decision.html", status, form=form, refusal=refusal, station=stations.by_name(name),
                asked=asked, why=packing.WHY_WITHOUT[asked["without"]] if asked else NOTHING_ASKED,
                keys=badges.keys() if asked else None)


def _scan_close(name: str) -> None:
    """The box goes on where the question stopped it, as if “Close the box” were scanned once more."""
    protocol.take(protocol.Request(
        session_token=request.cookies.get(guard.STAFF_COOKIE) or "", station=name, code=Command.CLOSE_BOX.code,
        tablet_token=request.cookies.get(guard.TABLET_COOKIE) or "", scan_id=secrets.token_hex(16), re=None))


@blueprint.get("/<number>/address")
@guard.staff(*MAY)
def address(name: str, number: str) -> Response:
    parcel, now = addressing.of_box(number)
    return page("packing/address.html", form=AddressForm(data=asdict(now)), refusal="",
                station=stations.by_name(name), parcel=parcel)


@blueprint.post("/<number>/address")
@guard.staff(*MAY)
def change_address(name: str, number: str) -> Response:
    form, around = AddressForm(), _around(name, number)
    if not form.validate():
        return page("packing/address.html", 422, form=form, refusal="", **around)
    try:
        addressing.change(number=number, address=form.address(), by=at_station.me(name))
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return refused_form("packing/address.html", form, refusal, **around)
    return go(f"/stations/{name}", say("The address is changed and confirmed."))


def _around(name: str, number: str) -> dict[str, object]:
    return {"station": stations.by_name(name), "parcel": addressing.of_box(number)[0]}


@blueprint.post("/<number>/address/confirmation")
@guard.staff(*MAY)
def confirm_address(name: str, number: str) -> Response:
    addressing.confirm(number=number, by=at_station.me(name))
    return go(f"/stations/{name}", say("The address is confirmed."))


@blueprint.get("/<number>/carrier")
@guard.staff(*MAY)
def carrier(name: str, number: str) -> Response:
    around = _around(name, number)
    form = CarrierForm(shipping.carrier_names(), data={"carrier": around["parcel"].carrier,
                                                       "tracking": around["parcel"].tracking})
    return page("packing/carrier.html", form=form, refusal="", **around)


@blueprint.post("/<number>/carrier")
@guard.staff(*MAY)
def set_carrier(name: str, number: str) -> Response:
    form = CarrierForm(shipping.carrier_names())
    if not form.validate():
        return page("packing/carrier.html", 422, form=form, refusal="", **_around(name, number))
    try:
        shipping.label_box(number=number, tracking=form.tracking.data, carrier=form.carrier.data,
                           by=at_station.me(name))
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return refused_form("packing/carrier.html", form, refusal, **_around(name, number))
    return go(f"/stations/{name}", say("Carrier and number are noted."))
