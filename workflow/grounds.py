"""Why a resolution may be given: which ground fits where, with which reason, and when a second person is needed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import COUNTED_SETTLEMENTS, Ground, Resolution, Role, Stage
from models.work import Settlement
from reference import phrases
from reference.phrases import Phrase
from workflow import gates, installation
from workflow.actors import Actor
from workflow.errors import AlreadyDone, NotAllowed, Refused
from workflow.sentences import Sentence, say
from workflow.words import word

G, R, S = Ground, Resolution, Stage
# What the reason catalogue calls a ground.
CATALOGUE = {G.KEPT: "kept", G.MISSING: "missing", G.LOST: "lost", G.CLAIM: "claim_without_return",
             G.ADVANCE: "advance", G.WITHDRAWAL: "withdrawal_deadline", G.PLATFORM: "ordered_by_platform",
             G.RECALL: "recall"}
WORDS: dict[Ground, Sentence] = {
    G.INSPECTED: say("inspected"), G.KEPT: say("the customer keeps it"), G.MISSING: say("missing from the box"),
    G.LOST: say("lost"), G.CLAIM: say("claim without return"), G.ADVANCE: say("in advance"),
    G.WITHDRAWAL: say("withdrawal deadline"), G.PLATFORM: say("ordered by the marketplace"), G.RECALL: say("recall"),
}
_NOT_HERE = (S.REQUESTED, S.EXPECTED, S.KEPT)
_HERE = (S.ARRIVED, S.INSPECTED)
STAGES: dict[Ground, tuple[Stage, ...]] = {
    G.INSPECTED: (S.INSPECTED,), G.KEPT: _NOT_HERE, G.CLAIM: _NOT_HERE, G.MISSING: (S.MISSING,), G.LOST: (S.LOST,),
    G.ADVANCE: (S.EXPECTED, S.ARRIVED), G.WITHDRAWAL: (S.EXPECTED, *_HERE),
    G.PLATFORM: (*_NOT_HERE, *_HERE, S.MISSING, S.LOST), G.RECALL: (*_NOT_HERE, *_HERE),
}
GIVES_UP = frozenset({R.REPLACEMENT, R.EXCHANGE, R.REFUND, R.STORE_CREDIT})
_MONEY_OR_GOODS = (R.REFUND, R.STORE_CREDIT, R.REPLACEMENT, R.EXCHANGE)
_WITHOUT_GOODS = (*_MONEY_OR_GOODS, R.NONE)
RESOLUTIONS: dict[Ground, tuple[Resolution, ...]] = {
    G.INSPECTED: (R.REPAIR, *_MONEY_OR_GOODS, R.PARTIAL_REFUND_KEEP, R.SENT_BACK),
    G.KEPT: (R.PARTIAL_REFUND_KEEP, *_WITHOUT_GOODS), G.CLAIM: (R.PARTIAL_REFUND_KEEP, *_WITHOUT_GOODS),
    G.MISSING: _WITHOUT_GOODS, G.LOST: _WITHOUT_GOODS, G.ADVANCE: _MONEY_OR_GOODS, G.WITHDRAWAL: (R.REFUND,),
    G.PLATFORM: _MONEY_OR_GOODS, G.RECALL: _MONEY_OR_GOODS,
}
# A repair that did not work out, or goods that were to be sent back, may be decided anew at the inspection.
MAY_BE_REPLACED = frozenset({R.REPAIR, R.SENT_BACK})


def check_can_resolve(connection: sa.Connection, unit: Any, ground: Ground) -> None:
    """The unit stands where this ground holds, is not decided yet, not on hold, and inspected where that is meant."""
    check_fits(unit, ground)
    gates.check_no_hold(connection, unit)
    if ground is Ground.INSPECTED:
        gates.check_inspected(connection, unit)


def check_fits(unit: Any, ground: Ground) -> None:
    """By what the unit's own row says, this ground may decide it."""
    check_undecided(unit)
    if unit.rma_id is None:
        raise Refused(say("This item belongs to no RMA. Match its parcel first."))
    if unit.stage not in STAGES[ground]:
        raise Refused(say("This item is %(stage)s now; that does not fit “%(ground)s”.", stage=word(unit.stage),
                          ground=WORDS[ground]), field="ground")


def check_undecided(unit: Any) -> None:
    """Exactly one whole resolution per unit."""
    again = unit.stage is Stage.INSPECTED and unit.resolution in MAY_BE_REPLACED
    if unit.resolution is not None and not again:
        raise AlreadyDone(say("This item was decided already: %(resolution)s.", resolution=word(unit.resolution)))


def check_reason(ground: Ground, reason: str | None, by: Actor) -> None:
    """Every ground but an inspection needs an agent with a coded reason of that ground."""
    if ground is Ground.INSPECTED:
        return
    if not by.has(Role.AGENT, Role.LEAD):
        raise NotAllowed(say("Only an agent can decide without an inspection."))
    if reason not in reasons(ground):
        raise Refused(say("Choose a reason that fits “%(ground)s”.", ground=WORDS[ground]), field="reason")


def check_resolution(ground: Ground, resolution: Resolution, stage: Stage) -> None:
    """This ground can give this resolution to a unit at this stage."""
    if resolution not in RESOLUTIONS[ground]:
        raise Refused(say("“%(resolution)s” cannot be given for “%(ground)s”.", resolution=word(resolution),
                          ground=WORDS[ground]), field="resolution")
    if resolution is Resolution.NONE and stage not in (*_NOT_HERE, Stage.MISSING, Stage.LOST):
        raise Refused(say("The goods are here: send them back, or give something for them."), field="resolution")


def reasons(ground: Ground) -> dict[str, Phrase]:
    """The coded reasons of a ground; none for an inspection."""
    return dict(phrases.ground_reasons(CATALOGUE[ground])) if ground in CATALOGUE else {}


def possible(connection: sa.Connection, unit: Any) -> list[Ground]:
    """The grounds on which this unit can be decided now: as `check_can_resolve` says, with fewer statements."""
    fits = [ground for ground in Ground if gates.holds(check_fits, unit, ground)]
    if not fits or not gates.holds(gates.check_no_hold, connection, unit):
        return []
    return [ground for ground in fits
            if ground is not Ground.INSPECTED or gates.holds(gates.check_inspected, connection, unit)]


def needs_second_person(connection: sa.Connection, rma_id: int, value_minor: int) -> bool:
    """Whether this value, with all that was settled for the RMA before, is above the limit of one person."""
    s = Settlement.__table__
    before = connection.execute(sa.select(sa.func.coalesce(sa.func.sum(s.c.amount_minor), 0)).where(
        s.c.rma_id == rma_id, s.c.kind.in_(("refund", "credit")),
        s.c.state.in_(sorted(COUNTED_SETTLEMENTS)))).scalar_one()
    return before + value_minor > installation.settings().approval_limit_minor
