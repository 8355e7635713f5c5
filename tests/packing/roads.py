"""Units brought to the check and to packing: the dock by its own scans, inspection and bench by small acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.lifecycle import Ground, JobState, OutReason, Owner, Resolution, Stage
from models.log import Act
from models.parcels import Parcel
from models.rma import Accessory, Hold, Unit
from models.work import CheckResult, Inspection, RepairJob
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import clock, moves, settling, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import act, reading

GOODS_FIT = (Command.PASS, Command.PASS, Command.PASS)
UPS = "1Z999AA10123456784"


@dataclass(frozen=True)
class Road:
    """An RMA whose units stand somewhere in the house."""

    rma_id: int
    rma: str
    order_id: int
    ids: list[int]

    @property
    def tags(self) -> list[str]:
        return [goods.unit(unit_id).tag for unit_id in self.ids]

    @property
    def stages(self) -> list[Stage]:
        return [goods.unit(unit_id).stage for unit_id in self.ids]


def arrived(*, units: int = 1, **about: Any) -> Road:
    """Units taken out of their box by scans at the dock."""
    rma = goods.announced(units=units, **about)
    with clock.at(clock.now() - timedelta(hours=1)):  # a tablet's time runs ahead with each scan
        dock = TabletAt("walt")
    dock.scan(rma.parcel, *rma.skus, Command.BOX_DONE)
    return Road(rma.rma_id, rma.rma, rma.order_id, rma.unit_ids)


def at_check(*, units: int = 1, technician: str = "tom", **about: Any) -> Road:
    """Units that were inspected and repaired."""
    road = arrived(units=units, **about)
    inspect(unit_ids=road.ids, by=actor("lena"))
    repair(unit_ids=road.ids, technician=technician, by=actor("lena"))
    return road


def ready(*, units: int = 1, **about: Any) -> Road:
    """Units that were inspected and go back as they are."""
    road = arrived(units=units, **about)
    inspect(unit_ids=road.ids, by=actor("lena"))
    send_back(unit_ids=road.ids, by=actor("lena"))
    return road


def repaired(**about: Any) -> Road:
    """One unit that was repaired and has passed its check, test by test, at the check station."""
    road = at_check(**about)
    pass_check(TabletAt("carla"), road.tags[0])
    return road


def pass_check(tablet: TabletAt, tag: str) -> Answer:
    answer = tablet.scan(tag)
    while answer.result == "ask":
        answer = tablet.scan(Command.PASS)
    return answer


def promised(*, serials: bool = False, **about: Any) -> Road:
    """A replacement promised for a unit that stays with us."""
    road = arrived(serials=serials, **about)
    inspect(unit_ids=road.ids, by=actor("lena"))
    return Road(road.rma_id, road.rma, road.order_id, [promise(unit_id=road.ids[0], by=actor("alice"))])


@act("test.inspected")
def inspect(doing: Doing, *, unit_ids: list[int], by: Actor) -> None:
    for unit_id in unit_ids:
        doing.insert(Inspection, unit_id=unit_id, staff_id=by.staff_id, category="toy", answers={},
                     started_at=doing.now, signed_at=doing.now)
        moves.move_units(doing, [goods.unit(unit_id)], Stage.INSPECTED, what="unit.inspected")


@act("test.repaired")
def repair(doing: Doing, *, unit_ids: list[int], technician: str, by: Actor) -> None:
    for unit_id in unit_ids:
        moves.move_units(doing, [goods.unit(unit_id)], Stage.REPAIRING, what="unit.repairing")
        work_moves.new_job(doing, unit=goods.unit(unit_id))
        for state in (JobState.DIAGNOSING, JobState.WORKING):
            work_moves.move_job(doing, job(unit_id), state, unit=goods.unit(unit_id))
        work_moves.move_job(doing, job(unit_id), JobState.DONE, unit=goods.unit(unit_id), finished_at=doing.now,
                       technician_id=actor(technician).staff_id)
        moves.move_units(doing, [goods.unit(unit_id)], Stage.CHECKING, what="unit.repaired")


@act("test.sent_back")
def send_back(doing: Doing, *, unit_ids: list[int], by: Actor) -> None:
    moves.move_units(doing, [goods.unit(unit_id) for unit_id in unit_ids], Stage.READY, what="unit.ready",
                     out_reason=OutReason.AS_IS)


def promise(*, unit_id: int, by: Actor) -> int:
    """The agent's decision for a replacement. The promised unit's id."""
    settling.resolve(unit_id=unit_id, resolution=Resolution.REPLACEMENT, ground=Ground.INSPECTED, by=by)
    return rows_of(Unit, replaces_id=unit_id)[0].id


@act("test.owned")
def make_ours(doing: Doing, *, unit_id: int, by: Actor) -> None:
    moves.note_unit(doing, goods.unit(unit_id), what="test.owned", owner=Owner.US)


@act("test.device")
def on_the_shelf(doing: Doing, *, product_id: int, serial: str, by: Actor) -> int:
    device = doing.insert(Device, product_id=product_id)
    doing.insert(DeviceSerial, device_id=device, product_id=product_id, serial=serial)
    return device


@act("test.stocked")
def stock(doing: Doing, *, unit_id: int, device_id: int, by: Actor) -> None:
    moves.note_unit(doing, goods.unit(unit_id), what="test.ours", device_id=device_id, owner=Owner.US)
    moves.move_units(doing, [goods.unit(unit_id)], Stage.STOCKED, what="unit.stocked")


@act("test.accessory")
def add_accessory(doing: Doing, *, unit_id: int, name: str, by: Actor) -> int:
    return doing.insert(Accessory, unit_id=unit_id, name=name, received=True)


@act("test.hold")
def hold(doing: Doing, *, unit_id: int, by: Actor) -> int:
    return doing.insert(Hold, unit_id=unit_id, reason="fraud_check", note="", placed_by_id=by.staff_id,
                        placed_at=doing.now)


def rows_of(model: type, **values: Any) -> list[sa.Row]:
    table = model.__table__
    with reading() as connection:
        return list(connection.execute(sa.select(table).where(
            *[table.c[name] == value for name, value in values.items()]).order_by(table.c.id)).all())


def job(unit_id: int) -> sa.Row:
    return rows_of(RepairJob, unit_id=unit_id)[-1]


def checks(unit_id: int) -> list[sa.Row]:
    return rows_of(CheckResult, unit_id=unit_id)


def sku(unit_id: int) -> str:
    return rows_of(Product, id=goods.unit(unit_id).product_id)[0].sku


def box_of(road: Road) -> sa.Row:
    """The newest outgoing box of the RMA."""
    return [row for row in rows_of(Parcel, rma_id=road.rma_id) if row.direction == "out"][-1]


def letters(rma_id: int) -> list[str]:
    return [row.data["letter"] for row in rows_of(Act, rma_id=rma_id) if row.letters_due_at is not None]


def pack(tablet: TabletAt, road: Road) -> Answer:
    """Every unit of the RMA into a box, goods check and all, box closed. The answer to closing."""
    tablet.scan(road.tags[0])
    for tag in road.tags:
        if tablet.scan(tag).result == "ask":
            tablet.scan(*GOODS_FIT)
    return tablet.scan(Command.CLOSE_BOX, Command.YES)


def send(tablet: TabletAt, road: Road, tracking: str = UPS) -> sa.Row:
    """Packed, labelled and handed over. Its box."""
    pack(tablet, road)
    answer = tablet.scan(tracking, Command.HANDOVER)
    assert str(answer.title) == "Handed over", answer.next
    return box_of(road)


