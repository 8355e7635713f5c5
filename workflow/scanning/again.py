"""UNDO: this tablet's last act is taken back, and the card that stood before it stands again, with its buttons.

Everybody takes back their own within a minute. A lead takes back what is older, or another's, and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models import straight
from models.lifecycle import Role
from models.log import Act, Scan
from reference.phrases import override_reasons
from workflow import act_reading, chain, clock, history_words, undoing
from workflow.act_reading import Known
from workflow.errors import DoneSince, NotAllowed, Refused
from workflow.scanning import answers, choosing
from workflow.scanning.answers import Answer, Moment, Person
from workflow.scanning.commands import Command
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

SC, A = Scan.__table__, Act.__table__
BEFORE, ONE = SC.alias("before"), A.alias("one_act")
TABLET, STAFF = (sa.bindparam(name, type_=A.c.id.type) for name in ("tablet", "staff"))
STANDS = (ONE.c.undoes_id.is_(None), ONE.c.undone_by_id.is_(None))
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

    known: Known
    at: datetime
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
    own, last = _last(here)
    if own and here.moment - own.at <= chain.undo_time():
        return _taken_back(here, own), own.card_before
    if last is None:
        raise Refused(say("There is nothing to undo on this tablet."))
    if not here.by.has(Role.LEAD):
        raise NotAllowed(say("Only the person who did it can undo it, within a minute. Ask your lead."))
    return _ask_why(here, last), None


def _last(here: Here) -> tuple[Last | None, Last | None]:
    """The last act of this tablet that still stands, by a scan or by a button of its pages: this person's own, and
    anybody's.
    """
    rows = straight.rows(here.connection, _statement, here.connection.dialect.name, {
        "tablet": here.by.tablet_id, "staff": here.by.staff_id, "station": here.by.station_id})
    newest_first = sorted(rows, key=lambda row: (row.id, row.received_at is not None), reverse=True)
    own = next((row for row in newest_first if row.staff_id == here.by.staff_id), None)
    return tuple(_out_of(row) if row else None for row in (own, next(iter(newest_first), None)))


def _statement(dialect: str) -> sa.CompoundSelect:
    """The newest of this person and of all, each as a scan has left it, or else a button: four rows at most."""
    about = act_reading.columns(dialect)
    scanned = (SC.c.received_at, SC.c.result, SC.c.answer, BEFORE.c.open_now.label("open_before"),
               BEFORE.c.answer.label("card_before"))
    mine_before = (BEFORE.c.tablet_id == SC.c.tablet_id, BEFORE.c.tablet_no == SC.c.tablet_no - 1,
                   BEFORE.c.staff_id == STAFF, BEFORE.c.station_id == sa.bindparam("station", type_=A.c.id.type))
    mine = (ONE.c.staff_id == STAFF,)
    return sa.select(*about, *scanned).select_from(
        SC.join(A, A.c.id == SC.c.act_id).outerjoin(BEFORE, sa.and_(*mine_before))
    ).where(sa.or_(SC.c.id == _scanned(*mine), SC.c.id == _scanned())).union_all(
        sa.select(*about, *[sa.null().label(column.name) for column in scanned]).where(
            sa.or_(A.c.id == _pressed(*mine), A.c.id == _pressed())))


def _scanned(*whose: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    one = SC.alias("one_scan")
    newest = sa.select(sa.func.max(one.c.tablet_no)).where(one.c.tablet_id == TABLET).scalar_subquery()
    scan = SC.alias("scanned")
    return sa.select(scan.c.id).join(ONE, ONE.c.id == scan.c.act_id).where(
        scan.c.tablet_id == TABLET, scan.c.tablet_no > newest - LOOKED_AT, *STANDS, *whose
    ).order_by(scan.c.tablet_no.desc()).limit(1).scalar_subquery()


def _pressed(*whose: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    newest = sa.select(sa.func.max(A.alias("any_act").c.id)).scalar_subquery()
    return sa.select(ONE.c.id).where(
        ONE.c.tablet_id == TABLET, ONE.c.id > newest - LOOKED_AT, ONE.c.kind.not_in(NO_WORK), *STANDS, *whose
    ).order_by(ONE.c.id.desc()).limit(1).scalar_subquery()


def _out_of(row: sa.Row) -> Last:
    """Its scan and UNDO may both have waited on the tablet, and not equally long."""
    known = act_reading.out_of(row)
    if row.received_at is None:
        return Last(known, row.at)
    on_its_way = timedelta(seconds=row.answer.get("late", 0))
    return Last(known, row.received_at - on_its_way, row.answer.get("thing", ""), row.open_before or {},
                row.card_before, counted_at=row.received_at if row.result == "ok" else None)


def _taken_back(here: Here, last: Last, reason: str | None = None) -> Answer:
    undone = undoing.undo(act_id=last.known.act.id, by=here.by, reason=reason, passed=here.moment - last.at,
                          known=last.known)
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
    act = last.known.act
    undoing.check_can_be_undone(act)
    known = override_reasons()
    options = [(code, known[code].label.say(here.by.language)) for code in dict.fromkeys((*MOST_LIKELY, *known))]
    return answers.ask(
        say("Undo: why?"), thing=last.thing, icon="arrow-back-up",
        next=say("Choose the reason, and it is undone. “No” leaves it as it is."),
        lines=((say("What was done"), history_words.title(act.kind)), (say("by"), Person(act.staff_id)),
               (say("when"), Moment(last.at))),
        **choosing.one_of(here, WHY, options, page=page, also=(answers.command(Command.NO),), act=act.id))


def says_why(here: Here, meaning: Meaning) -> bool:
    """Whether this answers the question why something is undone, at whatever station."""
    asked = here.question is not None and here.question["name"] == WHY
    return asked and meaning.command is not None and meaning.command.choice is not None


def because(here: Here, meaning: Meaning) -> Answer:
    """The reason was chosen: take it back, if it is still the last."""
    _name, reason = choosing.taken(here, meaning)
    _own, last = _last(here)
    if last is None or here.question is None or last.known.act.id != here.question["act"]:
        raise DoneSince
    if reason == choosing.MORE:
        return _ask_why(here, last, choosing.next_page(here))
    return _taken_back(here, last, reason)
