"""From a draft to a request: which questions are asked of a unit, what the rules say, the last look, sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.lifecycle import Resolution, RmaKind
from reference.reasons import Reason
from reference.reasons import reason as reason_of
from workflow import clock, customer_words, purchases, requesting, stated_serials
from workflow.actors import Actor
from workflow.drafts import MOST_PHOTOS_OF_ONE, Draft, Item, first_of
from workflow.eligibility import still_unopened
from workflow.eligibility.judging import MAY_COME_BACK, Judgement, judge
from workflow.errors import Refused
from workflow.purchases import WITHOUT_A_REASON, Purchase, ReturnableLine
from workflow.requesting import Wish
from workflow.sentences import Sentence, say
from workflow.transaction import reading

INSPECTION_DAYS = 2


@dataclass(frozen=True)
class Questions:
    """What a page asks about one unit, and what holds for it by its reason alone."""

    number: int
    count: int
    reason: Reason
    judgement: Judgement
    solutions: list[tuple[str, Sentence, Sentence]]
    asks_opened: bool
    asks_serial: bool


@dataclass(frozen=True)
class Looked:
    """One unit at the last look."""

    key: str
    line: ReturnableLine
    item: Item
    reason: Reason
    wish: Sentence
    judgement: Judgement


@dataclass(frozen=True)
class Look:
    """All that is told before a request is sent."""

    items: list[Looked]
    answer_by: datetime
    days_to_send: int
    inspection_days: int
    refund_days: int

    @property
    def never_came(self) -> bool:
        """Whether all of it is said never to have come: nothing is sent, nor inspected."""
        return all(row.reason.never_came for row in self.items)

    @property
    def asks_money(self) -> bool:
        return any(row.item.wanted == Resolution.REFUND.value for row in self.items)


def check_choice(bought: Purchase, counts: Mapping[str, int], *, withdrawal: bool) -> None:
    """Something was chosen, and all of it may be withdrawn from when that is asked.

    Raises:
        Refused: with the name of the first item that stands in the way.
    """
    if not counts:
        raise Refused(say("Choose at least one item."))
    if sum(counts.values()) > requesting.MOST_UNITS:
        raise Refused(say("One return takes up to %(most)s items. Send the rest as a second one.",
                          most=requesting.MOST_UNITS))
    for line in (bought.line(int(line_id)) for line_id in counts) if withdrawal else ():
        if objections := line.withdrawal().objections:
            raise Refused(say("%(item)s: %(why)s", item=line.product.name, why=objections[0].sentence))


def judge_item(draft: Draft, key: str) -> Judgement:
    """What all rules say about one unit as it is filled in."""
    item, line = draft.told(key), line_of(draft, key)
    return judge(line.case(item.reason, wanted=item.wanted, description=item.description, photos=len(item.photos),
                           opened=item.opened))


def check_serial(draft: Draft, key: str) -> None:
    """Raises Refused when the serial typed for this unit cannot be right."""
    with reading() as connection:
        stated_serials.check(connection, line_of(draft, key), draft.item(key).serial)


def line_of(draft: Draft, key: str) -> ReturnableLine:
    return purchases.purchase(draft.order_id).line(int(key.rsplit("-", 1)[0]))


def questions_for(draft: Draft, key: str) -> Questions:
    """What to ask about one unit. Its reason is known."""
    line, item = line_of(draft, key), draft.item(key)
    case, asked = line.case(item.reason), draft.asked()
    judged = judge(case, MAY_COME_BACK)
    words = [(name, *customer_words.WISH[Resolution(name)]) for name in judged.solutions]
    return Questions(number=asked.index(key) + 1 if key in asked else 1, count=len(asked), reason=case.reason,
                     judgement=judged, solutions=words, asks_opened=still_unopened.asks(case),
                     asks_serial=line.product.serialised or line.has_serials)


def too_many_photos() -> Sentence:
    return say("Up to %(most)s photos of one item are enough. Remove one to add another.", most=MOST_PHOTOS_OF_ONE)


def look_over(draft: Draft) -> Look:
    """All units as they will be sent, with what holds for each and what happens next."""
    bought = purchases.purchase(draft.order_id)
    items = [_looked(draft, bought, key) for key in draft.unit_keys()]
    days = min((row.line.policy.expires_unsent_days for row in items), default=0)
    law = bought.lines[0].law
    return Look(items, requesting.answer_due(clock.now()), days, INSPECTION_DAYS, law.refund_days)


def _looked(draft: Draft, bought: Purchase, key: str) -> Looked:
    line = bought.line(int(key.rsplit("-", 1)[0]))
    item = Item(WITHOUT_A_REASON, Resolution.REFUND.value) if draft.withdrawal else draft.told(key)
    asked = RmaKind.WITHDRAWAL if draft.withdrawal else None
    judged = judge(line.case(item.reason, asked=asked, wanted=item.wanted, description=item.description,
                             photos=len(item.photos), opened=item.opened))
    return Looked(key, line, item, reason_of(item.reason), customer_words.WISH[Resolution(item.wanted)][0], judged)


def send(draft: Draft, *, language: str, by: Actor) -> int:
    """Ask for what was filled in. Returns the RMA's id. Raises Refused as `request_return` does."""
    return requesting.request_return(
        order_id=draft.order_id, wishes=[wish(draft, key) for key in draft.unit_keys()], language=language, by=by,
        kind=RmaKind.WITHDRAWAL if draft.withdrawal else None)


def wish(draft: Draft, key: str) -> Wish:
    """One unit of a draft as it is asked for. What shows the first of a line shows those that are the same."""
    line_id = int(key.rsplit("-", 1)[0])
    if draft.withdrawal:
        return Wish(line_id, WITHOUT_A_REASON)
    item = draft.told(key)
    own = key == first_of(key) or not draft.item(first_of(key)).same
    return Wish(line_id, item.reason, item.wanted, item.description, item.serial if own else "",
                tuple(item.photos) if own else (), 0 if own else len(item.photos), item.opened)
