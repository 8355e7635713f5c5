"""Where a scan happens: the person, the station, and what lies open on this tablet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import StationKind
from workflow import clock
from workflow.actors import Actor
from workflow.errors import Refused
from workflow.sentences import say


@dataclass
class Here:
    """`open_now` is the tablet's memory: ids of the parcel, unit or job in hand, and a question if one stands.
    `own_id` is the row of the number of ours that was scanned; `last_answer` the card that this person sees here, as it
    is stored. `kept`: the scan waited on the tablet for a network; `blind`: nobody had seen the card it answers.
    `moment` is when it was scanned, by our clock. `to_settle` is set by a step that leaves a lead something to do,
    `counts` by one that is not one more thing done today: UNDO takes one away. Days are those of `time_zone`.
    `after_unplaced`: it was scanned before anybody could see that the thing before it was not placed.
    """

    connection: sa.Connection
    by: Actor
    kind: StationKind
    re: str | None
    last_scan: str | None
    open_now: dict[str, Any] = field(default_factory=dict)
    own_id: int | None = None
    last_answer: dict[str, Any] | None = None
    session_id: int | None = None
    kept: bool = False
    blind: bool = False
    moment: datetime = field(default_factory=clock.now)
    to_settle: bool = False
    counts: int | None = None
    time_zone: str = "UTC"
    after_unplaced: bool = False

    def open_id(self, kind: str) -> int | None:
        """The id of the thing of this kind that lies open here."""
        return self.open_now.get(kind)

    @property
    def question(self) -> dict[str, Any] | None:
        """The question that the last card asked, if it still stands."""
        return self.open_now.get("question")

    def keep(self, **changes: Any) -> dict[str, Any]:
        """What is open from now on: as before, the question gone, with these changes. None closes.

        `shelve` (or `shelve_box`), what waits for its shelf, is gone too: only until something else is in hand.
        """
        kept = {**self.open_now, "question": None, "shelve": None, "shelve_box": None, **changes}
        return {name: value for name, value in kept.items() if value is not None}

    def asking(self, name: str, **values: Any) -> dict[str, Any]:
        """What is open from now on, with a question that the next YES, NO or choice answers."""
        return self.keep(question={"name": name, **values})

    def check_answers_last_card(self) -> None:
        """A command or an answer belongs to the card it was given on; an older card is no longer valid."""
        if self.blind:
            raise Refused(say("It was kept without a network, and nobody had seen the card it answers. Scan the thing "
                              "again and answer its card."))
        if self.re is not None and self.re != self.last_scan:
            raise Refused(say("The card changed before you answered. Look at the new one and answer that."))
