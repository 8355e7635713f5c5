"""The page on which one unit is decided: on which ground, what can be given, and what is left of what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.lifecycle import Ground, Resolution
from workflow import belonging, gates, grounds, installation, rma_page
from workflow.actors import Actor
from workflow.errors import Refused
from workflow.rma_page import UnitView
from workflow.sentences import say


@dataclass(frozen=True)
class Choice:
    """A unit to be decided: on which ground, what can be given on it, and what is left of what was paid."""

    rma: Any
    view: UnitView
    ground: Ground | None
    resolutions: list[Resolution]
    left_minor: int
    currency: str
    limit_minor: int

    @property
    def likely_reason(self) -> str:
        """The coded reason that what is known suggests; empty where an agent has to find it."""
        return "never_delivered" if self.ground is Ground.CLAIM and self.view.never_came else ""

    def decision(self, ground: str, resolution: str) -> tuple[Ground, Resolution]:
        """The words of a form as what they mean. Raises Refused for words that are none."""
        if ground not in set(Ground):
            raise Refused(say("Choose why it may be decided."))
        if resolution not in set(Resolution):
            raise Refused(say("Choose what the customer gets."), field="resolution")
        return Ground(ground), Resolution(resolution)


def choice(number: str, unit_id: int, ground: str | None, *, by: Actor) -> Choice:
    """What can be decided about one unit; with no ground named, on the first that holds, but for what never reached the
    customer without a return. Raises NotFound.
    """
    shown = rma_page.read(number, by=by)
    view = next((view for view in shown.units if view.unit.id == unit_id), None)
    if view is None:
        raise belonging.no_such_thing()
    likely = [Ground.CLAIM] if view.never_came and Ground.CLAIM in view.grounds else view.grounds
    chosen = Ground(ground) if ground in set(view.grounds) else next(iter(likely), None)
    left = shown.order.paid_minor - shown.order.refunded_minor if shown.order else view.unit.price_minor
    return Choice(shown.rma, view, chosen, resolutions(view, chosen) if chosen else [], left, shown.rma.currency,
                  installation.settings().approval_limit_minor)


def resolutions(view: UnitView, ground: Ground) -> list[Resolution]:
    """What this ground can give to this unit."""
    return [resolution for resolution in grounds.RESOLUTIONS[ground]
            if gates.holds(grounds.check_resolution, ground, resolution, view.unit.stage)]
