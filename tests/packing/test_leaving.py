"""The gates read for many units at once say what `gates.check_can_pack` says, in every combination."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa

from models.lifecycle import JobState, OutReason, SettlementKind, SettlementState
from models.rma import Hold
from models.work import CheckResult, Inspection, RepairJob, Settlement
from tests.packing import roads
from tests.support import goods
from tests.support.people import actor
from workflow import gates, leaving, moves
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.transaction import act, reading

KINDS = ("inspected", "held", "repaired", "goods check", "repair check", "failed since", "unpaid", "replacement")


@pytest.fixture
def unit_id(app) -> int:
    other = roads.ready()
    roads.hold(unit_id=other.ids[0], by=actor("alice"))  # somebody else's
    return roads.arrived().ids[0]


def test_both_say_the_same_in_every_combination(unit_id: int) -> None:
    seen = set()
    for chosen in itertools.product((False, True), repeat=len(KINDS)):
        said = compare(unit_id=unit_id, having={kind for kind, yes in zip(KINDS, chosen, strict=True) if yes},
                       by=actor("lena"))
        seen.add(said[0])
        assert said[0] == said[1]
    assert len(seen) == 6, "each rule and the free way were met"


@act("test.compare")
def compare(doing: Doing, *, unit_id: int, having: set[str], by) -> tuple[str | None, str | None]:
    """What both say about the unit with these facts; then the facts are taken away again."""
    savepoint = doing.connection.begin_nested()
    unit = goods.unit(unit_id)
    for kind in having:
        _add(doing, unit, kind, by)
    unit = goods.unit(unit_id)
    row = doing.one(sa.select(leaving.U, *leaving.columns()).where(leaving.U.c.id == unit_id))
    said = (_sentence(gates.check_can_pack, doing.connection, unit),
            _sentence(leaving.check_can_pack, unit, leaving.facts(row._mapping)))
    savepoint.rollback()
    doing.undo, doing.steps, doing.touched_rmas = [], [], {}
    return said


def _sentence(check, *about) -> str | None:
    try:
        check(*about)
    except Refused as refusal:
        return str(refusal.sentence)
    return None


def _add(doing: Doing, unit: sa.Row, kind: str, by) -> None:
    signed = {"unit_id": unit.id, "staff_id": by.staff_id, "answers": {}, "started_at": doing.now,
              "signed_at": doing.now}
    if kind == "inspected":
        doing.insert(Inspection, category="toy", **signed)
    elif kind == "held":
        doing.insert(Hold, rma_id=unit.rma_id, reason="other", note="", placed_at=doing.now)
    elif kind == "repaired":
        doing.insert(RepairJob, unit_id=unit.id, state=JobState.DONE, created_at=doing.now)
    elif kind in ("goods check", "repair check"):
        doing.insert(CheckResult, kind=kind.split()[0], passed=True, **signed)
    elif kind == "failed since":
        for which in ("goods", "repair"):
            doing.insert(CheckResult, kind=which, passed=False, **signed)
    elif kind == "unpaid":
        doing.insert(Settlement, rma_id=unit.rma_id, unit_id=unit.id, kind=SettlementKind.FEE,
                     state=SettlementState.PLANNED, amount_minor=1, currency="EUR", created_at=doing.now)
    else:
        moves.note_unit(doing, unit, what="test.out", out_reason=OutReason.REPLACEMENT)


def test_nothing_is_read_of_another_unit(unit_id: int) -> None:
    with reading() as connection:
        row = connection.execute(sa.select(leaving.U, *leaving.columns()).where(leaving.U.c.id == unit_id)).one()
    assert leaving.facts(row._mapping) == leaving.Facts(None, False, False, None, None, None, False)
