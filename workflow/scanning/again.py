"""UNDO: this tablet's last act is taken back, and the card that stood before it stands again, with its buttons.

Everybody takes back their own within a minute. A lead takes back what is older, or another's, and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import Role
from models.log import Act, Scan
from reference.phrases import override_reasons
from workflow import chain, clock, history_words, undoing
from workflow.errors import NotAllowed, Refused
from workflow.scanning import answers, choosing
from workflow.scanning.answers import Answer, Moment, Person
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

SC, A = Scan.__table__, Act.__table__
BEFORE = SC.alias("before")
# Of the tablet's scans and of all acts: a minute has fewer, and what is older is found at the desk.
LOOKED_AT = 2000
# Photos are taken on the card that stands, and change nothing that UNDO is meant for.
NO_WORK = ("photo.taken",)
WHY = "undo_why"
MOST_LIKELY = ("our_mistake", "inspector_view", "carrier_mistake", "lead_decision")
AS_BEFORE = say("It is as it was before. Scan what comes next.")
LETTER_WENT = say("It is as it was before, but the customer's letter has gone. A lead writes to them.")
PHOTOS_GONE = say("It is as it was before, and photos of it are gone with it. Take them again.")


@dataclass(frozen=True)
class Last:
    """The last act of this tablet. `at` is when it was scanned, by our clock; `open_before` and `card_before` are what
    this person had open and saw before it. A button leaves open what was. `counted_at`: when it was one thing more.
    """

    act_id: int
    kind: str
    staff_id: int | None
    at: datetime
    undoable: bool
    thing: str = ""
    open_before: dict[str, Any] | None = None
    card_before: dict[str, Any] | None = None
    counted_at: datetime | None = None


def undo_last(here: Here, _meaning: Meaning) -> Answer:
    """Take back this tablet's last act; what was open before it is open again."""
    return _undo(here)[0]


def undo(here: Here, _meaning: Meaning, shown_again: Callable[[Here, Answer], Answer]) -> Answer:
    """Take back the last act, and ask again what was asked before it.

    Args:
        shown_again: draws what is in hand, where the card before had no buttons.
    """
    undone, card = _undo(here)
    if undone.result == "ask":
        return undone
    before = answers.from_data(card) if card and undone.open_now else None
    if before is None or not before.choices:
        return shown_again(here, undone)
    return replace(before, result=undone.result, title=undone.title, icon=undone.icon, open_now=undone.open_now,
                   act_id=None, meaning="")


def _undo(here: Here) -> tuple[Answer, dict[str, Any] | None]:
    """The answer, and the card that stood before what was taken back."""
    own = _last(here, A.c.staff_id == here.by.staff_id)
    if own and here.moment - own.at <= chain.undo_time():
        return _taken_back(here, own), own.card_before
    last = own if not here.by.has(Role.LEAD) else _last(here)
    if last is None and _last(here) is None:
        raise Refused(say("There is nothing to undo on this tablet."))
    if last is None or not here.by.has(Role.LEAD):
        raise NotAllowed(say("Only the person who did it can undo it, within a minute. Ask your lead."))
    return _ask_why(here, last), None


def _last(here: Here, *whose: sa.ColumnElement[bool]) -> Last | None:
    """The last act of this tablet that still stands: by a scan, or by a button of its pages."""
    stands = (A.c.undoes_id.is_(None), A.c.undone_by_id.is_(None), *whose)
    scanned = here.connection.execute(_scanned(here).where(*stands)).first()
    pressed = here.connection.execute(_newest(here).where(*stands)).first()
    if pressed is not None and (scanned is None or pressed.act_id > scanned.act_id):
        return Last(**pressed._mapping)
    return _of_scan(scanned) if scanned else None


def _scanned(here: Here) -> sa.Select:
    tablet = SC.c.tablet_id == here.by.tablet_id
    newest = sa.select(sa.func.max(SC.c.tablet_no)).where(tablet).scalar_subquery()
    mine_before = (BEFORE.c.tablet_id == SC.c.tablet_id, BEFORE.c.tablet_no == SC.c.tablet_no - 1,
                   BEFORE.c.staff_id == here.by.staff_id, BEFORE.c.station_id == here.by.station_id)
    return sa.select(
        SC.c.act_id, A.c.kind, A.c.staff_id, A.c.undoable, SC.c.received_at, SC.c.result, SC.c.answer,
        BEFORE.c.open_now.label("open_before"), BEFORE.c.answer.label("card_before")
    ).select_from(SC.join(A, A.c.id == SC.c.act_id).outerjoin(BEFORE, sa.and_(*mine_before))).where(
        tablet, SC.c.tablet_no > newest - LOOKED_AT).order_by(SC.c.tablet_no.desc()).limit(1)


def _newest(here: Here) -> sa.Select:
    newest = sa.select(sa.func.max(A.c.id)).correlate(None).scalar_subquery()
    return sa.select(A.c.id.label("act_id"), A.c.kind, A.c.staff_id, A.c.undoable, A.c.at).where(
        A.c.tablet_id == here.by.tablet_id, A.c.id > newest - LOOKED_AT, A.c.kind.not_in(NO_WORK)
    ).order_by(A.c.id.desc()).limit(1)


def _of_scan(row: sa.Row) -> Last:
    """Its scan and UNDO may both have waited on the tablet, and not equally long."""
    on_its_way = timedelta(seconds=row.answer.get("late", 0))
    return Last(row.act_id, row.kind, row.staff_id, row.received_at - on_its_way, row.undoable,
                row.answer.get("thing", ""), row.open_before or {}, row.card_before,
                counted_at=row.received_at if row.result == "ok" else None)


def _taken_back(here: Here, last: Last, reason: str | None = None) -> Answer:
    undone = undoing.undo(act_id=last.act_id, by=here.by, reason=reason, passed=here.moment - last.at)
    here.to_settle = undone.letter_went and reason is None
    here.counts = -1 if last.counted_at and _is_today(here, last.counted_at) else 0
    left_open = here.keep() if last.open_before is None else last.open_before
    return answers.ok(say("Undone"), thing=last.thing, icon="arrow-back-up", open_now=left_open,
                      next=_left_over(undone))


def _is_today(here: Here, at: datetime) -> bool:
    return clock.day_at(at, here.time_zone) == clock.day_at(clock.now(), here.time_zone)


def _left_over(undone: undoing.Undone) -> Sentence:
    if undone.letter_went:
        return LETTER_WENT
    return PHOTOS_GONE if undone.photos_gone else AS_BEFORE


def _ask_why(here: Here, last: Last, page: int = 0) -> Answer:
    """A lead may, and says why: it is older than a minute, or another's."""
    undoing.check_can_be_undone(last)
    known = override_reasons()
    options = [(code, known[code].label.say(here.by.language)) for code in dict.fromkeys((*MOST_LIKELY, *known))]
    return answers.ask(
        say("Undo: why?"), thing=last.thing, icon="arrow-back-up",
        next=say("Choose the reason, and it is undone. “No” leaves it as it is."),
        lines=((say("What was done"), history_words.title(last.kind)), (say("by"), Person(last.staff_id)),
               (say("when"), Moment(last.at))),
        **choosing.one_of(here, WHY, options, page=page, also=(answers.command(Command.NO),), act=last.act_id))


def says_why(here: Here, meaning: Meaning) -> bool:
    """Whether this answers the question why something is undone, at whatever station."""
    asked = here.question is not None and here.question["name"] == WHY
    return asked and meaning.command is not None and meaning.command.choice is not None


def because(here: Here, meaning: Meaning) -> Answer:
    """The reason was chosen: take it back, if it is still the last."""
    _name, reason = choosing.taken(here, meaning)
    last = _last(here)
    if last is None or here.question is None or last.act_id != here.question["act"]:
        raise Refused(say("Something was done after it. Undo that first."))
    if reason == choosing.MORE:
        return _ask_why(here, last, choosing.next_page(here))
    return _taken_back(here, last, reason)
