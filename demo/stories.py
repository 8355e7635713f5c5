"""What happens to a return, from the request to the end. Each story is a generator: it does a step, then says how
long nothing happens. A story whose time has not come simply stands where it is, as in life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from demo import stations
from demo.facts import Facts
from demo.hands import Crew
from models.lifecycle import Ground, Resolution, Role, Stage, StationKind
from workflow import announcing, asking, deciding, disposing, holding, paying, requesting, settling, shipping, writing
from workflow.actors import CUSTOMER, SYSTEM

Story = Iterator[timedelta]
DECLINES = ("outside_return_window", "used_beyond_testing", "customer_damage")


class Telling:
    """One customer's return with everybody who works on it."""

    def __init__(self, crew: Crew, rng: Random, facts: Facts) -> None:
        self.crew, self.rng, self.facts = crew, rng, facts
        self.number = rng.randrange(1000)
        self.agent = crew.person(Role.AGENT, self.number)
        self.other_agent = crew.person(Role.AGENT, self.number + 1)
        self.rma_id = 0

    def hours(self, low: float, high: float) -> timedelta:
        return timedelta(hours=self.rng.uniform(low, high))

    def ask(self, order_id: int, wishes: list[requesting.Wish], language: str) -> None:
        self.rma_id = requesting.request_return(order_id=order_id, wishes=wishes, language=language, by=CUSTOMER)

    def approve(self) -> None:
        deciding.approve(rma_id=self.rma_id, unit_ids=self.facts.unit_ids(self.rma_id, "requested"), by=self.agent)

    def send(self) -> None:
        """The customer hands the box in and tells us the tracking number."""
        parcel = self.facts.parcel(self.rma_id)
        announcing.set_tracking(parcel_id=parcel.id, tracking=self.facts.tracking(self.rng), carrier="dhl", by=CUSTOMER)

    def receive(self, *, all_there: bool = True) -> None:
        goods = self.facts.goods(self.rma_id)
        stations.receive(self.crew.at(StationKind.DOCK, self.number), self.facts.parcel(self.rma_id).number,
                         goods if all_there else goods[:-1])

    def inspect(self, *, condition: float, to_repair: bool = False) -> None:
        for tag in self.facts.tags(self.rma_id, "arrived"):
            stations.inspect(self.crew.at(StationKind.INSPECTION, self.number), tag, self.rng, condition=condition,
                             to_repair=to_repair)

    def resolve(self, resolution: Resolution) -> None:
        """Decide everything that waits for a decision; what is missing is paid back as missing."""
        for unit, stage in self.facts.undecided(self.rma_id):
            missing = stage is Stage.MISSING
            settling.resolve(unit_id=unit, resolution=Resolution.REFUND if missing else resolution,
                             ground=Ground.MISSING if missing else Ground.INSPECTED,
                             reason=self.facts.ground_reason("missing") if missing else None, by=self.agent)

    def release(self) -> None:
        """The agent has looked at what was held."""
        for hold in self.facts.holds(self.rma_id):
            holding.release(hold_id=hold, by=self.agent)

    def pay(self) -> None:
        for settlement in self.facts.settlements(self.rma_id, "planned"):
            paying.approve_settlement(settlement_id=settlement, by=self.other_agent)
        for settlement in self.facts.settlements(self.rma_id, "approved"):
            paying.mark_sent_by_hand(settlement_id=settlement, reference=f"PAY-{settlement:06d}", by=self.agent)
            paying.mark_done(settlement_id=settlement, reference=f"PAY-{settlement:06d}", by=self.agent)

    def stock(self) -> None:
        for unit in self.facts.ours(self.rma_id):
            disposing.stock(unit_id=unit, by=self.crew.person(Role.LEAD))

    def pack(self) -> None:
        label = self.facts.tracking(self.rng)
        stations.pack(self.crew.at(StationKind.PACKING), self.facts.number(self.rma_id),
                      self.facts.to_pack(self.rma_id, self.rng), label, self.facts.box_weight(self.rma_id, self.rng))

    def deliver(self) -> None:
        for parcel in self.facts.on_the_way(self.rma_id):
            shipping.mark_delivered(parcel_id=parcel, by=SYSTEM)


def refused(t: Telling) -> Story:
    yield t.hours(4, 30)
    for unit in t.facts.unit_ids(t.rma_id, "requested"):
        deciding.decline(unit_id=unit, reason=t.facts.decline_reason(t.rng), by=t.agent)


def asked(t: Telling) -> Story:
    yield t.hours(4, 30)
    asking.ask(rma_id=t.rma_id, reason=t.facts.info_reason(t.rng), by=t.agent)
    yield t.hours(10, 200)
    requesting.answer_question(rma_id=t.rma_id, text=t.facts.message(t.rma_id, t.rng), by=CUSTOMER)
    yield from refunded(t)


def withdrawn(t: Telling) -> Story:
    yield t.hours(1, 20)
    requesting.cancel(rma_id=t.rma_id, by=CUSTOMER)


def never_came(t: Telling) -> Story:
    """Lost by the carrier on the way to the customer: nothing can come back, the agent decides at once."""
    yield t.hours(4, 40)
    for unit in t.facts.unit_ids(t.rma_id, "requested"):
        settling.resolve(unit_id=unit, resolution=Resolution.REFUND, ground=Ground.CLAIM, reason="never_delivered",
                         by=t.agent)
    yield t.hours(4, 30)
    t.pay()


def _on_its_way(t: Telling) -> Story:
    yield t.hours(2, 30)
    t.approve()
    yield t.hours(12, 90)
    t.send()
    yield t.hours(48, 150)


def refunded(t: Telling) -> Story:
    yield from _on_its_way(t)
    t.receive()
    yield t.hours(6, 50)
    t.inspect(condition=0.9)
    yield t.hours(3, 40)
    t.resolve(Resolution.REFUND)
    yield t.hours(2, 30)
    t.pay()
    yield t.hours(10, 60)
    t.stock()


def something_missing(t: Telling) -> Story:
    yield from _on_its_way(t)
    t.receive(all_there=False)
    yield t.hours(6, 40)
    writing.write(rma_id=t.rma_id, text=t.facts.message(t.rma_id, t.rng), by=CUSTOMER)
    t.inspect(condition=0.8)
    yield t.hours(20, 120)
    t.release()
    t.resolve(Resolution.REFUND)
    yield t.hours(4, 30)
    t.pay()


def repaired(t: Telling) -> Story:
    yield from _on_its_way(t)
    t.receive()
    yield t.hours(6, 50)
    t.inspect(condition=0.5, to_repair=True)
    yield t.hours(3, 30)
    t.resolve(Resolution.REPAIR)
    yield t.hours(10, 90)
    for tag in t.facts.tags(t.rma_id, "repairing"):
        stations.repair(t.crew.at(StationKind.BENCH, t.number), tag, t.rng, t.facts.part(tag, t.rng),
                        t.facts.faults(tag))
    yield t.hours(2, 30)
    passes = t.rng.random() < 0.85
    for tag in t.facts.tags(t.rma_id, "checking"):
        stations.check(t.crew.at(StationKind.CHECK), tag, passes=passes, rng=t.rng)
    if not passes:
        yield t.hours(6, 40)
        for tag in t.facts.tags(t.rma_id, "repairing"):
            stations.repair(t.crew.at(StationKind.BENCH, t.number), tag, t.rng, None, t.facts.faults(tag))
        yield t.hours(2, 20)
        for tag in t.facts.tags(t.rma_id, "checking"):
            stations.check(t.crew.at(StationKind.CHECK), tag, passes=True, rng=t.rng)
    yield from _out(t)


def replaced(t: Telling) -> Story:
    yield from _on_its_way(t)
    t.receive()
    yield t.hours(6, 40)
    t.inspect(condition=0.4)
    yield t.hours(3, 30)
    t.resolve(Resolution.REPLACEMENT)
    yield from _out(t)


def _out(t: Telling) -> Story:
    yield t.hours(4, 40)
    t.pack()
    yield t.hours(50, 150)
    t.deliver()


STORIES: tuple[tuple[int, Callable[[Telling], Story]], ...] = (
    (36, refunded), (24, repaired), (12, replaced), (9, something_missing), (8, asked), (6, refused), (5, withdrawn),
)
