"""What is typed about a box at packing: its address and its carrier's number. The rest is scanned."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, g

from blueprints import guard
from blueprints.packing.forms import AddressForm, CarrierForm
from blueprints.responses import go, page, refused_form
from models.lifecycle import Role
from workflow import addressing, packing, shipping, stations
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say

blueprint = Blueprint("packing", __name__, url_prefix="/stations/<name>/boxes")
MAY = (Role.PACKER, Role.LEAD, Role.AGENT)


@blueprint.get("")
@guard.staff(*MAY)
def boxes(name: str) -> Response:
    return page("packing/boxes.html", station=stations.by_name(name), boxes=packing.boxes_here(g.me.site_id),
                carriers=shipping.carrier_names())


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
        addressing.change(number=number, address=form.address(), by=g.me)
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
    addressing.confirm(number=number, by=g.me)
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
        shipping.label_box(number=number, tracking=form.tracking.data, carrier=form.carrier.data, by=g.me)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return refused_form("packing/carrier.html", form, refusal, **_around(name, number))
    return go(f"/stations/{name}", say("Carrier and number are noted."))
