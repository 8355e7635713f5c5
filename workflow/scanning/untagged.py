"""Units out of the box in hand whose number was drawn just now: a tag from the roll may still take its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow.scanning.here import Here


def waiting(here: Here) -> list[int]:
    """Their ids, the first one taken out first. Another box's are past: nobody could say which is which."""
    known = here.open_now.get("untagged")
    if not isinstance(known, dict) or known["box"] != here.open_id("parcel"):
        return []
    return list(known["units"])


def added(here: Here, box_id: int | None, unit_ids: Iterable[int]) -> dict[str, Any] | None:
    """What is kept once these are taken out of this box; None where nothing waits."""
    before = waiting(here) if here.open_id("parcel") == box_id else []
    return _kept(box_id, [*before, *unit_ids])


def without(here: Here, unit_id: int) -> dict[str, Any] | None:
    """What is kept once this one has its tag."""
    return _kept(here.open_id("parcel"), [other for other in waiting(here) if other != unit_id])


def _kept(box_id: int | None, unit_ids: list[int]) -> dict[str, Any] | None:
    return {"box": box_id, "units": list(dict.fromkeys(unit_ids))} if unit_ids else None
