"""The packing coach: what a customer has still to do before the label of an approved return. Read only.

The customer goes through it step by step, on any device, and goes on where it stopped: all of it stands in the
database. What they answer is said in workflow/packing_statements.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, ParcelState, Stage
from models.parcels import Parcel
from models.places import Site
from models.rma import Accessory, Hold, Photo, Rma, Unit
from models.statements import BatteryStatement, PackingStatement
from reference import batteries, carriers
from reference.accessories import is_battery
from reference.packing_advice import Advice, advice_of, every_box
from reference.tables import Text
from workflow import announcing, installation
from workflow.errors import NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import reading

U, Q, A, B, H, P, PH, PS, R, SI = (m.__table__ for m in (
    Unit, Product, Accessory, BatteryStatement, Hold, Parcel, Photo, PackingStatement, Rma, Site))
PACKED = "packed"
"""What a photo of the packed goods is called in `photo.shows`."""
NONE, BUILT_IN, LOOSE, DAMAGED = "none", "built_in", "loose", "damaged"
UNSAFE = (LOOSE, DAMAGED)
NO_LABEL = say("There is no label while a battery is loose or damaged. Release the hold of the item first.")
NO_PAPERS = say("Nothing is printed for this parcel while a battery is loose or damaged. Release the hold of the item "
                "first.")
BATTERIES: dict[str, tuple[Sentence, Sentence]] = {
    NONE: (say("No battery"), say("Or only ordinary ones such as AA or AAA, which you take out and keep.")),
    BUILT_IN: (say("Built in, and it looks as it should"), say("It stays inside the device on the way.")),
    LOOSE: (say("Loose"), say("A battery pack, spare battery or power bank that is not inside a device. If it fits "
                               "into the device, put it in: then it is built in.")),
    DAMAGED: (say("Damaged"), say("Swollen, dented, hot, leaking, smells odd, or was in water.")),
}


class Step(StrEnum):
    """The steps in their order; the last is the label."""

    CONTENTS = "contents"
    BATTERY = "battery"
    PHOTO = "photo"
    LABEL = "label"


@dataclass(frozen=True)
class PackedUnit:
    """One unit that goes into the box, what belongs to it, and what was said of its battery."""

    unit: Any
    name: str
    accessories: tuple[Any, ...]
    advice: Advice
    battery: str | None
    stopped: bool

    @property
    def asks_battery(self) -> bool:
        """Whether there may be a lithium battery: by what is known of the product, else by its category."""
        known = batteries.BATTERIES.get(self.unit.battery_kind or "")
        return bool(known.un) if known else self.advice.battery

    @property
    def holds_battery(self) -> bool:
        """Whether “no battery” would contradict what the customer ticked, or what is known of a product without one
        that can be left out.
        """
        packs = [row for row in self.accessories if is_battery(row.name)]
        known = batteries.BATTERIES.get(self.unit.battery_kind or "")
        return any(row.stated for row in packs) if packs else bool(known and known.un)


@dataclass(frozen=True)
class BoxToSend:
    """A box with its number, the address that its QR code says, and whose shops print a label from that, if known."""

    number: str
    url: str
    box_no: int
    box_count: int
    carrier: str


@dataclass(frozen=True)
class Coach:
    """How far the packing of one RMA has come. `photo_rule` is off, optional or needed (PACKED_PHOTO)."""

    rma: Any
    site: Any
    boxes: tuple[BoxToSend, ...]
    units: tuple[PackedUnit, ...]
    statement: Any
    photo_ids: tuple[int, ...]
    photo_rule: str

    def first_with(self, advice: Advice) -> PackedUnit:
        """The unit at which advice is given: once is enough, however many of a kind go into the box."""
        return next(unit for unit in self.units if unit.advice is advice)

    @property
    def advice_for_every_box(self) -> tuple[Text, ...]:
        return every_box()

    @property
    def steps(self) -> list[Step]:
        """The steps that this return has."""
        left_out = {Step.BATTERY: not self.with_battery_question, Step.PHOTO: self.photo_rule == "off"}
        return [step for step in Step if not left_out.get(step)]

    @property
    def next(self) -> Step:
        """The first step that is still to be done."""
        open_steps = {Step.CONTENTS: not self.contents_said, Step.BATTERY: not self.batteries_said or self.stopped,
                      Step.PHOTO: not self.photo_answered, Step.LABEL: True}
        return next(step for step in self.steps if open_steps[step])

    @property
    def with_battery_question(self) -> list[PackedUnit]:
        return [unit for unit in self.units if unit.asks_battery]

    @property
    def contents_said(self) -> bool:
        """All is ticked or left out; what was approved into the box later is asked for again."""
        said = all(row.stated is not None for unit in self.units for row in unit.accessories)
        return said and bool(self.statement and self.statement.contents_at)

    @property
    def batteries_said(self) -> bool:
        return all(unit.battery for unit in self.with_battery_question)

    @property
    def stopped(self) -> bool:
        """A battery that may not travel, which nobody of us has looked into yet."""
        return any(unit.stopped for unit in self.units)

    @property
    def photo_answered(self) -> bool:
        passed = bool(self.statement and self.statement.no_photo_at) and self.photo_rule != "needed"
        return bool(self.photo_ids) or passed or self.photo_rule == "off"

    @property
    def may_print(self) -> bool:
        """Whether the label is to be had: the batteries are answered for, and the photo is there if it must be."""
        photo = self.photo_rule != "needed" or bool(self.photo_ids)
        return self.batteries_said and not self.stopped and photo


class NotAnswered(Refused):
    """The label waits for an answer of the customer, or for us: the page of the next step says so."""


def check_can_print(coach: Coach) -> None:
    """Raises NotAnswered."""
    if coach.stopped:
        raise NotAnswered(say(
            "There is no label while a battery is loose or damaged. Write to us, and do not send it."))
    if not coach.may_print:
        raise NotAnswered(say("Please answer the questions about packing first. Then the label is here."))


def read(rma_id: int) -> Coach:
    """The coach of one RMA.

    Raises:
        NotFound: no box of it is waiting to be sent.
    """
    coach = look(rma_id)
    if coach is None:
        raise NotFound(say("There is nothing to pack for this return now."))
    return coach


def look(rma_id: int) -> Coach | None:
    """The coach of one RMA; None where no box of it is waiting to be sent."""
    with reading() as connection:
        return find(connection, rma_id)


def find(connection: sa.Connection, rma_id: int) -> Coach | None:
    """As `look`, within a transaction."""
    boxes = _boxes(connection, rma_id)
    if not boxes:
        return None
    units = stated(connection, rma_id, U.c.stage == Stage.EXPECTED, announcing.sent_by_customer(U))
    rma = connection.execute(sa.select(R).where(R.c.id == rma_id)).one()
    return Coach(rma, connection.execute(sa.select(SI).where(SI.c.id == rma.site_id)).one(), boxes, units,
                 connection.execute(sa.select(PS).where(PS.c.rma_id == rma_id)).first(),
                 photos_of(connection, rma_id), installation.settings().packed_photo)


def stated(connection: sa.Connection, rma_id: int, *which: sa.ColumnElement[bool]) -> tuple[PackedUnit, ...]:
    """The units of an RMA with what their customer said of them, in the order of the request."""
    rows = connection.execute(
        sa.select(U.c.id, U.c.serial_stated, U.c.tag, U.c.rma_id, U.c.stage, Q.c.name, Q.c.category,
                  Q.c.battery.label("battery_kind"), B.c.battery, H.c.id.label("hold_id"), H.c.released_at)
        .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(B, B.c.unit_id == U.c.id)
        .outerjoin(H, H.c.id == B.c.hold_id).where(U.c.rma_id == rma_id, *which).order_by(U.c.id)).all()
    belonging: dict[int, list[Any]] = {}
    for row in connection.execute(sa.select(A).where(A.c.unit_id.in_([row.id for row in rows])).order_by(A.c.id)):
        belonging.setdefault(row.unit_id, []).append(row)
    return tuple(PackedUnit(row, row.name or "", tuple(belonging.get(row.id, ())), advice_of(row.category or ""),
                            row.battery, row.hold_id is not None and row.released_at is None) for row in rows)


def stops_label(rma_id: Any) -> sa.ColumnElement[bool]:
    """Whether a battery of this RMA stops its label: a clause for statements that read labels, or many of them."""
    return (sa.select(B.c.id).join(U, U.c.id == B.c.unit_id).join(H, H.c.id == B.c.hold_id)
            .where(U.c.rma_id == rma_id, U.c.stage == Stage.EXPECTED, H.c.released_at.is_(None)).exists())


def check_may_be_sent(connection: sa.Connection, parcel_id: int) -> None:
    """No battery stops a box that its customer has still to send. Raises Refused; for papers that lie on the box."""
    waits = sa.and_(P.c.id == parcel_id, P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED)
    if connection.scalar(sa.select(P.c.id).where(waits, stops_label(P.c.rma_id))):
        raise Refused(NO_PAPERS)


def photos_of(connection: sa.Connection, rma_id: int) -> tuple[int, ...]:
    """The customer's photos of the packed goods, oldest first."""
    return tuple(connection.scalars(sa.select(PH.c.id).where(PH.c.rma_id == rma_id, PH.c.shows == PACKED)
                                    .order_by(PH.c.id)))


def _boxes(connection: sa.Connection, rma_id: int) -> tuple[BoxToSend, ...]:
    rows = connection.execute(sa.select(P).where(
        P.c.rma_id == rma_id, P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED).order_by(P.c.id))
    root = installation.settings().public_url.rstrip("/")
    return tuple(BoxToSend(row.number, f"{root}/P/{row.number}", row.box_no, row.box_count,
                           _names([row.carrier or ""])) for row in rows)


def drop_offs_that_print() -> str:
    """The carriers whose shops print a label from our QR code, as this seller has agreed with them; may be empty."""
    return _names(installation.settings().drop_off_prints.split())


def _names(codes: Iterable[str]) -> str:
    known = carriers.carriers()
    return ", ".join(known[code].name for code in codes if code in known)
