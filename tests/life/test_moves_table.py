"""Every from, to and role: what the table allows is moved, everything else is refused, and nothing in between."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import UNIT_MOVES, Owner, PlaceKind, Role, Stage, may_move
from models.rma import Unit
from tests.support import goods
from workflow import moves
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.transaction import act, reading

ALL_STAGES = list(Stage)


@act("test.move")
def _try(doing: Doing, *, unit_id: int, to: Stage, by: Actor) -> None:
    row = doing.one(sa.select(Unit.__table__).where(Unit.__table__.c.id == unit_id))
    moves.move_units(doing, [row], to, what="test.move")


def _standing_at(stage: Stage) -> int:
    """A unit put at a stage past the rules: the table is what is tested here, not the way to it."""
    rma = goods.announced()

    @act("test.place")
    def place(doing: Doing, *, by: Actor) -> None:
        doing.connection.execute(sa.update(Unit.__table__).where(Unit.__table__.c.id == rma.unit_ids[0])
                                 .values(stage=stage))

    place(by=SYSTEM)
    return rma.unit_ids[0]


@pytest.mark.parametrize("start", ALL_STAGES)
def test_every_step_from_a_stage(app, start: Stage) -> None:
    unit_id = _standing_at(start)
    for end in ALL_STAGES:
        for role in Role:
            by = Actor("staff", frozenset({role}), site_id=1)
            if may_move(UNIT_MOVES, start, end, [role]):
                _try(unit_id=unit_id, to=end, by=by)
                assert goods.unit(unit_id).stage is end
                _put_back(unit_id, start)
            else:
                with pytest.raises(Refused):
                    _try(unit_id=unit_id, to=end, by=by)
                assert goods.unit(unit_id).stage is start


def _put_back(unit_id: int, stage: Stage) -> None:
    @act("test.place")
    def place(doing: Doing, *, by: Actor) -> None:
        doing.connection.execute(sa.update(Unit.__table__).where(Unit.__table__.c.id == unit_id).values(stage=stage))

    place(by=SYSTEM)


def test_a_physical_fact_is_never_refused() -> None:
    """Whatever we believed of a unit that is not in our hands, the dock may find it."""
    not_here = {Stage.REQUESTED, Stage.EXPECTED, Stage.DECLINED, Stage.CANCELLED, Stage.EXPIRED, Stage.MISSING,
                Stage.LOST, Stage.KEPT, Stage.SHIPPED}
    assert all(may_move(UNIT_MOVES, stage, Stage.ARRIVED, [Role.DOCK]) for stage in not_here)


@pytest.mark.parametrize(("stage", "role"), [(Stage.REQUESTED, Role.CUSTOMER), (Stage.PROMISED, Role.AGENT),
                                             (Stage.ARRIVED, Role.DOCK), (Stage.EXPECTED, Role.SYSTEM)])
def test_the_entries(app, stage: Stage, role: Role) -> None:
    def enter(by_role: Role) -> None:
        @act("test.enter")
        def new(doing: Doing, *, by: Actor) -> int:
            return moves.new_unit(doing, stage=stage, what="test", place=(PlaceKind.CUSTOMER, None),
                                  owner=Owner.CUSTOMER)

        new(by=Actor("staff", frozenset({by_role}), site_id=1))

    enter(role)
    with pytest.raises(NotAllowed):
        enter(Role.TECHNICIAN)


def test_no_entry_in_the_middle_of_the_road(app) -> None:
    @act("test.enter")
    def new(doing: Doing, *, by: Actor) -> int:
        return moves.new_unit(doing, stage=Stage.STOCKED, what="test", place=(PlaceKind.SHELF, 1), owner=Owner.US)

    with pytest.raises(Refused):
        new(by=Actor("staff", frozenset(Role), site_id=1))
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(Unit.__table__)).scalar() == 0
