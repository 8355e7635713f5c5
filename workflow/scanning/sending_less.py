"""Who decided that a box goes without what is missing: an agent or lead, by badge and PIN at the packer's table.

The PIN is never a scan: the badge opens a page of its own, and what is decided there stands in the log.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.log import Scan
from models.numbers import grouped
from models.places import Station, Tablet
from workflow import packing
from workflow.actors import Actor
from workflow.crates import Crate
from workflow.scanning import answers, common
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.faces import face
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import say
from workflow.signing_in import token_hash
from workflow.transaction import reading

QUESTION = "decider"
SC, T, N = Scan.__table__, Tablet.__table__, Station.__table__


def ask_who(here: Here, crate: Crate, without: str) -> Answer:
    """A packer has said why; somebody else has to have decided it."""
    return answers.ask(
        say("Who decided?"), icon="users", **face(crate), choices=(answers.command(Command.NO),),
        next=say("Let an agent or a lead scan their badge here. Or look for what is missing and scan it."),
        open_now=here.asking(QUESTION, parcel=crate.box.id, without=without))


def badge(here: Here, meaning: Meaning) -> Answer:
    """The badge of who decided, where that is asked; else a change of the person."""
    question = here.question
    if not question or question["name"] != QUESTION:
        return common.badge(here, meaning)
    return answers.ask(say("Who decided?"), icon="id-badge", opens="decision", open_now=here.keep(question=question),
                       next=say("Open “Who decided?” and type the PIN of that badge."),
                       lines=((say("Why"), packing.WHY_WITHOUT[question["without"]]),))


def asked(*, by: Actor, tablet_token: str | None, station: str) -> dict[str, Any] | None:
    """The question that stands on this tablet, for the page that answers it: `parcel`, `without` and `number`."""
    with reading() as connection:
        open_now = connection.execute(
            sa.select(SC.c.open_now).join(T, T.c.id == SC.c.tablet_id).join(N, N.c.id == SC.c.station_id)
            .where(T.c.token_hash == token_hash(tablet_token or ""), N.c.name == station,
                   SC.c.staff_id == by.staff_id).order_by(SC.c.tablet_no.desc()).limit(1)).scalar()
        question = (open_now or {}).get("question") or {}
        if question.get("name") != QUESTION:
            return None
        return {**question, "number": grouped(packing.parcel(connection, question["parcel"]).number)}
