"""Units brought to inspection by the dock's own scans, and ways through the questions."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from models.lifecycle import Resolution
from models.log import Movement, Scan
from models.rma import Hold
from models.work import Inspection, RepairJob
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import looking, moves, signing_in
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning.answers import Answer
from workflow.scanning.commands import CHOICES, Command
from workflow.scanning.protocol import Taken
from workflow.transaction import act, reading

# The toy's road: right item, seal, loose parts, leaking batteries, works, marks, clean, complete, box.
WELL = {"right_item": "yes", "sealed": "no", "loose_parts": "no", "battery_leak": "no", "toy_works": "yes",
        "marks": "none", "clean": "clean", "complete": "yes", "box": "good"}
BROKEN = {**WELL, "toy_works": "no"}
SCRATCHED = {**WELL, "marks": "clear"}
UNSAFE = {**WELL, "loose_parts": "yes"}


class Tablet(TabletAt):
    """Tablets that share one clock: what is scanned later is later, whoever scans it."""

    latest = datetime(1970, 1, 1, tzinfo=UTC)

    def take(self, code: str | Command, **more: object) -> Taken:
        self.moment = max(self.moment, Tablet.latest)
        taken = super().take(code, **more)
        Tablet.latest = self.moment
        return taken

    def open_now(self) -> dict[str, object]:
        """What lies open on this tablet."""
        scan = Scan.__table__
        with reading() as connection:
            return connection.execute(sa.select(scan.c.open_now).where(
                scan.c.scan_id == self.last_scan)).scalar_one()

    def open_unit(self) -> int | None:
        return self.open_now().get("unit")

    def staff_id(self) -> int:
        return signing_in.person(self.session).staff_id


def arrived(*, wanted: Resolution | None = None, units: int = 1, **about: object) -> list[sa.Row]:
    """Units taken out of their box at the dock."""
    rma = goods.announced(units=units, **about)
    if wanted:
        want(unit_ids=rma.unit_ids, wanted=wanted, by=SYSTEM)
    dock = Tablet("walt")
    dock.scan(rma.parcel)
    for sku in rma.skus:
        dock.scan(sku)
    return [goods.unit(unit_id) for unit_id in rma.unit_ids]


@act("test.wanted")
def want(doing: Doing, *, unit_ids: list[int], wanted: Resolution, by: Actor) -> None:
    """What the customer asked for, as the request would have written it."""
    for unit_id in unit_ids:
        moves.note_unit(doing, goods.unit(unit_id), what="test.wanted", wanted=wanted)


def answer_all(tablet: TabletAt, unit_id: int, answers: dict[str, str]) -> Answer:
    """Answer every open question of the unit in hand with its button."""
    card = None
    while (asked := look(unit_id).question) is not None:
        number = list(asked.answers).index(answers[asked.code])
        card = tablet.scan(CHOICES[number])
        assert card.result == "ask", f"{asked.code}: {card.title} {card.next}"
    return card


def inspected(wanted: Resolution | None = None, answers: dict[str, str] | None = None, **about: object) -> Answer:
    """A unit looked at to the end, not signed yet."""
    row = arrived(wanted=wanted, **about)[0]
    tablet = Tablet("ina")
    tablet.scan(row.tag)
    return answer_all(tablet, row.id, answers or WELL)


def look(unit_id: int) -> looking.Look:
    with reading() as connection:
        return looking.read(connection, looking.U.c.id == unit_id)[0]


def inspections(unit_id: int) -> list[sa.Row]:
    return _rows(Inspection, Inspection.__table__.c.unit_id == unit_id)


def jobs(unit_id: int) -> list[sa.Row]:
    return _rows(RepairJob, RepairJob.__table__.c.unit_id == unit_id)


def holds(unit_id: int) -> list[str]:
    return [row.reason for row in _rows(Hold, Hold.__table__.c.unit_id == unit_id) if row.released_at is None]


def log_of(unit_id: int) -> list[sa.Row]:
    return _rows(Movement, Movement.__table__.c.unit_id == unit_id)


def everything_of(model: type) -> list[sa.Row]:
    return _rows(model, sa.true())


def _rows(model: type, which: sa.ColumnElement[bool]) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(model.__table__).where(which).order_by(model.__table__.c.id)).all())

