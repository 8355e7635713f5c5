"""Steps that mean the same at every station: undo, park, no and what nobody knows."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import StationKind
from models.log import Scan
from models.numbers import grouped
from workflow.errors import Refused
from workflow.recognising.recognising import KINDS
from workflow.scanning import again, answers, calling, last_card, looking_for, putting_away
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import NOTHING, Sentence, say

SC = Scan.__table__
KIND_WORDS = {
    Kind.RMA: say("An RMA"), Kind.PARCEL: say("A parcel"), Kind.UNIT: say("A unit"), Kind.SHELF: say("A shelf"),
    Kind.PART: say("A spare part"), Kind.BADGE: say("A badge"), Kind.COMMAND: say("A command"),
    Kind.SERIAL: say("A serial number"), Kind.ORDER: say("An order"), Kind.SHIPMENT: say("A parcel we once sent"),
    Kind.PRODUCT: say("A product code"),
}
# What stands on goods; a box that carries only such a code has no number of a carrier.
ON_GOODS = {"gtin", "serial", "imei", "lpn", "asin", "fnsku"}


def put_aside(here: Here, _meaning: Meaning) -> Answer:
    """Close what is open here without changing it."""
    return answers.ok(say("Put aside"), next=say("Nothing was changed. Scan what comes next."),
                      icon="player-pause", open_now={})


def said_no(here: Here, _meaning: Meaning) -> Answer:
    """NO to a question: it is gone, nothing happened."""
    if not here.question:
        raise Refused(say("No question stands here. Scan the thing you have in your hand."))
    return answers.ok(say("Left as it is"), next=say("Nothing was changed. Scan what comes next."), icon="x",
                      open_now=here.keep())


def drop_question(here: Here, _meaning: Meaning) -> Answer:
    """CANCEL: the question is gone and not answered; what was in hand is in hand as before it was asked."""
    if not here.question:
        raise Refused(say("No question stands here. “Park” puts aside what you have in hand."))
    left = here.keep()
    before = here.connection.execute(
        sa.select(SC.c.answer, SC.c.open_now).where(SC.c.tablet_id == here.by.tablet_id)
        .order_by(SC.c.tablet_no.desc()).offset(1).limit(1)).first()
    card = answers.from_data(before.answer) if before and before.open_now == left else answers.ok(NOTHING)
    return answers.ok(say("Question dropped"), thing=card.thing, icon="x", choices=card.choices, open_now=left,
                      next=say("Nothing was changed. Scan the thing again to be asked anew, or the next one."))


def digit(_here: Here, _meaning: Meaning) -> Answer:
    """A digit that is no choice, where no number is asked for."""
    raise Refused(say("No number is asked for here. Scan the thing you have in your hand."))


def badge(here: Here, _meaning: Meaning) -> Answer:
    """A badge is not a thing of work: changing the person needs the PIN too."""
    return answers.ask(say("Change person?"), next=say("Open “Change person” and type your PIN."), icon="id-badge",
                       opens="shift", open_now=here.keep())


def misread(here: Here, meaning: Meaning) -> Answer:
    """The check digits do not fit: the scanner read it wrong."""
    return answers.unknown(say("Read wrong"), thing=grouped(meaning.code),
                           next=say("The check digits do not fit. Scan it again, closer or straighter."),
                           open_now=here.keep())


def no_command(here: Here, meaning: Meaning) -> Answer:
    """It has the form of a command, and is none of ours: never a thing, whatever waits for one."""
    return answers.unknown(say("No such command"), thing=grouped(meaning.code),
                           next=say("The sheet is of another version. Print the command sheet again."),
                           open_now=here.keep())


def look_line(meaning: Meaning) -> tuple[tuple[Sentence, Sentence], ...]:
    """What an unknown code looks like, if it looks like one thing."""
    words = KINDS.get(meaning.look.kind) if meaning.look else None
    return ((say("It looks like"), words),) if words else ()


def unknown(here: Here, meaning: Meaning) -> Answer:
    """Nothing here carries this code; a label often has a second one that says only where to."""
    if meaning.look and meaning.look.kind == "routing":
        return answers.unknown(say("Not this one"), thing=meaning.code[:60], icon="barcode",
                               next=say("Scan the other barcode on the label."), open_now=here.keep())
    return answers.unknown(say("Unknown"), thing=meaning.code[:60], lines=look_line(meaning),
                           next=say("Nothing here has this code. Scan another code on it, or ask your lead."),
                           open_now=here.keep())


def not_here(here: Here, meaning: Meaning) -> Answer:
    """A known thing that this station has no use for."""
    if meaning.kind is Kind.COMMAND and meaning.command is not None:
        raise Refused(say("“%(command)s” means nothing at this station, or not now.", command=meaning.command.label))
    raise Refused(say("%(what)s: this station does not work with it. Scan the unit or the parcel.",
                      what=KIND_WORDS.get(meaning.kind, say("A code"))))


# These mean the same whatever card stands: nobody's session may stay open because a card has changed.
ON_ANY_CARD = {Command.AGAIN, Command.HELP, Command.LOCK}
# These say what is so, about the thing scanned before them: kept without a network they need no card.
FACTS = {Command.DAMAGED, Command.DANGER, Command.PARK}
# At the shelves a count begins and ends so too.
FACTS_AT = {StationKind.SHELVING: {Command.COUNT, Command.DONE}}
STEPS = {Command.UNDO: again.undo_last, Command.PARK: put_aside, Command.CANCEL: drop_question, Command.NO: said_no,
         Command.DIGIT_9: digit, Command.DIGIT_0: digit,
         Command.AGAIN: last_card.shown_again, Command.HELP: last_card.helped, Command.PRINT: last_card.printed,
         Command.PHOTO: last_card.photo, Command.FIND: looking_for.look_for,
         Command.LEAD: calling.lead, Command.LOCK: calling.lock,
         Kind.SHELF: putting_away.shelf, Kind.BADGE: badge, Kind.MISREAD: misread, Kind.COMMAND: no_command,
         Kind.UNKNOWN: unknown}
