"""Eight weeks of work: every story's steps in the order of their time, up to now."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from demo import shelves
from demo.facts import Facts
from demo.hands import Crew
from demo.stories import STORIES, Story, Telling, never_came
from models.lifecycle import StationKind
from models.orders import Customer, Order
from reference import reasons
from reference.demo import material
from workflow import clock, requesting
from workflow.errors import Refused
from workflow.requesting import Wish
from workflow.transaction import reading

WEEKS = 8
RMAS = 300
UNIDENTIFIED = 7
OF_GIFTS = ("It looks different from the picture on the page", "A corner is chipped",
            "The colour does not go with our room",
            "The seam has come open", "It smells of paint")
"""What people write of what is no device."""
RECENT = 3.6  # the higher, the more stories began lately and are still under way


def live(crew: Crew, rng: Random, now: datetime, rmas: int = RMAS) -> int:
    """Tell stories of so many RMAs up to `now`. Returns how many came of it."""
    agenda: list[tuple[datetime, int, Story]] = []
    order = itertools.count()
    for begun, story in _beginnings(crew, rng, now, rmas):
        heapq.heappush(agenda, (begun, next(order), story))
    while agenda and agenda[0][0] < now:
        moment, _, story = heapq.heappop(agenda)
        with clock.at(moment):
            pause = _go_on(story)
        if pause is not None:
            heapq.heappush(agenda, (_working_time(moment + pause), next(order), story))
    return _count()


def _go_on(story: Story) -> timedelta | None:
    """The next step of a story, or its end. What the rules refuse ends the story there, as it would for people."""
    try:
        return next(story)
    except (StopIteration, Refused):
        return None


def _working_time(moment: datetime) -> datetime:
    """Nobody works at night: what falls there is done in the morning."""
    if 6 <= moment.hour < 19:
        return moment
    return (moment + timedelta(hours=(30 - moment.hour) % 24)).replace(minute=moment.minute)


def _beginnings(crew: Crew, rng: Random, now: datetime, rmas: int) -> Iterator[tuple[datetime, Story]]:
    for row in _orders(rng, now)[:rmas * 2]:
        age = timedelta(weeks=WEEKS) * (rng.random() ** RECENT)
        begun = max(now - age, row.delivered_at + timedelta(hours=rng.uniform(5, 90)))
        yield _working_time(begun), _story(crew, rng, row, rmas)
    for number in range(UNIDENTIFIED):
        yield now - timedelta(days=rng.uniform(0.2, 20)), _unidentified(crew, rng, number)
    yield now - shelves.DAMAGED_AGO, shelves.damaged(crew, now)
    yield now - shelves.FILLED_AGO, shelves.filled(crew)
    yield now - shelves.COUNTED_AGO, shelves.counted(crew)
    yield now - shelves.KEPT_AGO, shelves.kept(crew)


def _orders(rng: Random, now: datetime) -> list[sa.Row]:
    """Orders that came within the last weeks, so that most stories are inside the return window."""
    o, c = Order.__table__, Customer.__table__
    with reading() as connection:
        rows = connection.execute(
            sa.select(o.c.id, o.c.delivered_at, c.c.language).join(c, c.c.id == o.c.customer_id)
            .where(o.c.delivered_at.is_not(None), o.c.delivered_at > now - timedelta(weeks=WEEKS + 40),
                   o.c.delivered_at < now - timedelta(days=1)).order_by(o.c.id)).all()
    rng.shuffle(rows)
    return rows


def _story(crew: Crew, rng: Random, order: sa.Row, rmas: int) -> Story:
    told = Telling(crew, rng, Facts())
    wishes = _wishes(order.id, rng)
    if not wishes or _count() >= rmas:
        return
    told.ask(order.id, wishes, order.language)
    kinds = [story for _weight, story in STORIES]
    chosen = rng.choices(kinds, [weight for weight, _story in STORIES])[0]
    wanted = {wish.wanted for wish in wishes}
    if any(reasons.reason(wish.reason).never_came for wish in wishes):
        yield from never_came(told)
        return
    if wanted == {"repair"}:
        chosen = next(story for story in kinds if story.__name__ == "repaired")
    elif chosen.__name__ == "repaired":
        chosen = kinds[0]
    yield from chosen(told)


def _wishes(order_id: int, rng: Random) -> list[Wish]:
    """One to three things of an order, with a reason that the rules allow and what the customer wants for it.

    What never came is a request of its own: nothing of it can be sent.
    """
    lines = [line for line in requesting.returnable(order_id) if line.left > 0]
    rng.shuffle(lines)
    found = [wish for line in lines[:rng.choice((1, 1, 1, 2, 3))] if (wish := _wish(line, rng))]
    lost = [wish for wish in found if reasons.reason(wish.reason).never_came]
    return lost or found


def _wish(line: requesting.ReturnableLine, rng: Random) -> Wish | None:
    open_reasons = [option for option in line.options() if option.judgement.allowed
                    and not option.reason.needs_photo and option.judgement.solutions]
    if not open_reasons:
        return None
    repairs = [option for option in open_reasons if "repair" in option.judgement.solutions]
    option = rng.choice(repairs if repairs and rng.random() < 0.75 else open_reasons)
    wanted = "repair" if "repair" in option.judgement.solutions else rng.choice(option.judgement.solutions)
    known = material.products().get(line.product.sku)
    faults = [record.description for record in material.fault_records() if known and record.kind == known.kind]
    wants_words = option.reason.needs_description or wanted == "repair"
    return Wish(order_line_id=line.id, reason=option.reason.code, wanted=wanted,
                description=rng.choice(faults or OF_GIFTS) if wants_words else "")


def _unidentified(crew: Crew, rng: Random, number: int) -> Story:
    """Somebody's parcel without any number of ours."""
    crew.at(StationKind.DOCK, number).scan(Facts().tracking(rng))
    yield timedelta(days=400)


def _count() -> int:
    with reading() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM rma")).scalar_one()


