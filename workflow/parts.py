"""Spare parts: booked from stock by scan, never below zero; what is missing is waited for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from babel.numbers import list_currencies

from models.lifecycle import JobState, Role
from models.numbers import Prefix, draw
from models.work import Part, PartStock, PartUse
from workflow import benchwork, moves, work_moves, working
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, NotFound, Refused, Stale
from workflow.quoting import in_minor
from workflow.sentences import say
from workflow.transaction import act, reading
from workflow.working import KS, PU, J, K, Work

ADD, REMOVE, RECYCLE = "add", "remove", "recycle"
# What a line of each kind does to the stock: a part that is only taken out is waste.
COUNTS = {ADD: -1, REMOVE: 0, RECYCLE: 1}
MAY_BOOK_IN = (Role.DOCK, Role.TECHNICIAN, Role.LEAD)
MOST_AT_ONCE = 10_000


def on_hand(work: Work) -> int:
    """How many of the part that was read with the work lie at this site."""
    return work.stock.on_hand if work.stock is not None else 0


@act("part.used")
def use(doing: Doing, *, work: Work, kind: str = ADD, by: Actor) -> tuple[int, int]:
    """Book one part to the job in hand: put in, taken out, or saved for stock. Returns the line's id and what is left.

    Args:
        work: as `working.read_with_part` gives it.
        kind: ADD, REMOVE or RECYCLE.

    Raises:
        Refused: none is left, or a hold stands.
    """
    benchwork.check_can_finish(work, by)
    left = on_hand(work) + COUNTS[kind]
    if left < 0:
        raise Refused(say("None of this part is left. Scan “Wait for a part”, or take another part."))
    use_id = doing.insert(PartUse, job_id=work.job.id, part_id=work.part.id, kind=kind, quantity=1, at=doing.now)
    if COUNTS[kind]:
        _set_stock(doing, work.part.id, work.stock, left)
    moves.note_unit(doing, work.unit, what=f"part.{kind}", codes=f"job:{work.job.id} part:{work.part.id}")
    return use_id, left


def _set_stock(doing: Doing, part_id: int, stock: Any, count: int) -> None:
    """Count anew, only from what was read: two hands at one drawer must not take the same part.

    Raises:
        Stale: somebody booked this part meanwhile.
    """
    if stock is None:
        doing.insert(PartStock, part_id=part_id, site_id=doing.by.site_id, on_hand=count)
        return
    done = doing.connection.execute(sa.update(KS).where(
        KS.c.id == stock.id, KS.c.on_hand == stock.on_hand).values(on_hand=count))
    if done.rowcount != 1:
        raise Stale
    doing.remember("part_stock", stock.id, {"on_hand": stock.on_hand}, {"on_hand": count})


@act("part.serial")
def note_serial(doing: Doing, *, use_id: int, serial: str, by: Actor) -> None:
    """The serial number of a part that was just booked."""
    row = doing.one(sa.select(PU).where(PU.c.id == use_id))
    if row is None:
        raise NotFound(say("This part is not booked any more. Scan it again."))
    doing.update(PartUse, row, serial=serial[:64])


@act("job.waits_for_part")
def wait_for(doing: Doing, *, work: Work, part_id: int, by: Actor) -> Work:
    """The part is not here: the job waits, and comes back to the queue when the part is booked in."""
    benchwork.check_mine(work, by)
    return benchwork.move(doing, work, JobState.WAITING_PARTS, waits_for_part_id=part_id, parked_at=None)


@act("part.booked_in")
def book_in(doing: Doing, *, part_id: int, quantity: int, by: Actor) -> list[int]:
    """Parts have come: they are counted, and as many waiting jobs return to the queue. Returns the jobs' ids.

    Raises:
        Refused: no quantity that could be right.
        NotAllowed: not a person of dock or bench.
    """
    if not by.has(*MAY_BOOK_IN):
        raise NotAllowed(say("Your roles do not book parts in. Ask your lead."))
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise Refused(say("Type how many came: a number from 1 to %(most)s.", most=MOST_AT_ONCE), field="quantity")
    here = sa.and_(KS.c.part_id == K.c.id, KS.c.site_id == by.site_id)
    stock = doing.one(sa.select(KS).select_from(K.outerjoin(KS, here)).where(K.c.id == part_id))
    if stock is None:
        raise NotFound(say("There is no such part."))
    count = (stock.on_hand or 0) + quantity
    _set_stock(doing, part_id, stock if stock.id else None, count)
    doing.data = {"part_id": part_id, "quantity": quantity}
    return _wake(doing, part_id, count)


def _wake(doing: Doing, part_id: int, count: int) -> list[int]:
    waiting = working.read(doing.connection, J.c.state == JobState.WAITING_PARTS, J.c.waits_for_part_id == part_id)
    with benchwork.by_rule(doing):
        work_moves.move_jobs(doing, [(work.job, work.unit) for work in waiting[:count]], JobState.QUEUED,
                        waits_for_part_id=None)
    return [work.job.id for work in waiting[:count]]


@act("part.added")
def add(doing: Doing, *, sku: str, name: str, price_minor: int, currency: str, by: Actor) -> int:
    """A new kind of part, with a number of its own for the drawer. Returns its id.

    Raises:
        Refused: the SKU is taken.
    """
    if not by.has(Role.TECHNICIAN, Role.LEAD):
        raise NotAllowed(say("Your roles do not add parts. Ask your lead."))
    if doing.one(sa.select(K.c.id).where(K.c.sku == sku)):
        raise Refused(say("A part with this SKU is known already."), field="sku")
    return doing.insert(Part, code=draw(Prefix.PART), sku=sku, name=name, price_minor=price_minor, currency=currency)


def add_typed(*, sku: str, name: str, price: str, currency: str, by: Actor) -> int:
    """`add` from a form: the price as it was typed, in a currency of three letters."""
    currency = currency.strip().upper()
    if currency not in list_currencies():
        raise Refused(say("Type the currency in three letters, as EUR."), field="currency")
    return add(sku=sku.strip().upper(), name=name.strip(), currency=currency,
               price_minor=in_minor(price or "0", currency, field="price"), by=by)


def catalogue(*, site_id: int | None, search: str = "", count: int = 200) -> list[sa.Row]:
    """Parts by name, with what lies at this site (`on_hand`) and how many jobs wait for each (`waiting`)."""
    waiting = sa.select(sa.func.count()).where(
        J.c.waits_for_part_id == K.c.id, J.c.state == JobState.WAITING_PARTS).correlate(K).scalar_subquery()
    fits = sa.or_(*[sa.func.lower(column).contains(search.lower(), autoescape=True) for column in (K.c.name, K.c.sku)])
    with reading() as connection:
        return list(connection.execute(
            sa.select(K, sa.func.coalesce(KS.c.on_hand, 0).label("on_hand"), waiting.label("waiting"))
            .outerjoin(KS, sa.and_(KS.c.part_id == K.c.id, KS.c.site_id == site_id)).where(fits)
            .order_by(K.c.name, K.c.id).limit(count)).all())


def known(connection: sa.Connection, part_id: int, site_id: int | None) -> tuple[Any, int]:
    """A part, and how many of it lie at this site."""
    row = connection.execute(sa.select(K, sa.func.coalesce(KS.c.on_hand, 0).label("on_hand")).outerjoin(
        KS, sa.and_(KS.c.part_id == K.c.id, KS.c.site_id == site_id)).where(K.c.id == part_id)).one()
    return row, row.on_hand


def used_in(connection: sa.Connection, job_id: int) -> list[sa.Row]:
    """What was booked to a job, in order: name, kind, quantity, serial, price."""
    return list(connection.execute(
        sa.select(PU.c.kind, PU.c.quantity, PU.c.serial, PU.c.at, K.c.name, K.c.sku, K.c.price_minor, K.c.currency)
        .join(K, K.c.id == PU.c.part_id).where(PU.c.job_id == job_id).order_by(PU.c.id)).all())


