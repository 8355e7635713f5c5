"""Closing a box: what is missing, whether the address is right, then closed."""

from __future__ import annotations

from models.numbers import grouped
from workflow import addressing, gates, packing
from workflow.crates import Crate
from workflow.errors import Refused
from workflow.scanning import answers, choosing, filling, sending_less
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.faces import face, open_crate
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say

WITHOUT = "without"


def close_box(here: Here, _meaning: Meaning) -> Answer:
    """CLOSE THE BOX: it asks for what is not answered, then closes."""
    return close(here)


def close(here: Here, *, without: str = "", address_is_right: bool = False) -> Answer:
    """Ask the next thing that is not answered, or close. The arguments are what was answered already."""
    crate = open_crate(here, here.open_id("parcel"))
    unanswered = next((content for content in crate.packed if content.accessory), None)
    if crate.is_open and unanswered:
        return filling.ask_accessory(here, crate, unanswered)
    missing = packing.missing_from(crate) if crate.is_open and crate.packed else 0
    without = packing.why_agreed(crate) or without
    if missing and not without:
        return _ask_why(here, crate, missing)
    if missing and not gates.holds(packing.check_can_send_less, crate, here.by):
        return sending_less.ask_who(here, crate, without)
    packing.check_can_close(crate, here.by, without=without)
    if not crate.box.address_confirmed_at and not address_is_right:
        return _ask_address(here, crate, without)
    packing.close(crate=crate, without=without, address_is_right=address_is_right, by=here.by)
    return answers.ok(say("Closed"), icon="package", thing=grouped(crate.box.number),
                      lines=((say("In the box"), len(crate.packed)),), paper=("packing_slip", crate.box.id),
                      next=say("Stick the carrier label on it and scan that label."), open_now=here.keep(unit=None),
                      choices=(answers.command(Command.WEIGHT),))


def _ask_why(here: Here, crate: Crate, missing: int) -> Answer:
    """Why it goes without the rest; who may not decide that is asked next who has. NO looks for it."""
    asked = choosing.one_of(here, WITHOUT, list(packing.WHY_WITHOUT.items()), also=(answers.command(Command.NO),))
    return answers.ask(say("Send without?"), icon="package-off", **face(crate), **asked,
                       next=say("%(count)s more belong in it. Say why it goes without them, or No.", count=missing))


def _ask_address(here: Here, crate: Crate, without: str) -> Answer:
    country, postcode = addressing.destination(here.connection, crate.box.id)
    if not country:
        raise Refused(say("No order stands behind this RMA, so no address is known. Ask an agent."))
    return answers.ask(say("Address right?"), icon="map-pin", thing=grouped(crate.box.number),
                       next=say("Compare the address on the slip. Is it right?"),
                       lines=((say("Country"), country), (say("Postcode"), postcode)), choices=answers.yes_no(),
                       paper=("packing_slip", crate.box.id), open_now=here.asking("address", without=without))
