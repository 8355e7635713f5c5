"""Undo: a whole act is taken back, as an act of its own. Nothing is erased from the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from models import restoring
from models.lifecycle import Role
from models.parcels import Parcel
from models.restoring import Change, Deletion, Write
from models.rma import Rma
from reference import phrases
from workflow import act_reading, chain, letters, putting_back
from workflow.act_reading import Known, Moved
from workflow.actors import Actor
from workflow.doing import Doing, Step, TakesBack
from workflow.errors import DoneSince, NotAllowed, NotFound, Refused, Stale
from workflow.sentences import say
from workflow.transaction import act


class Undoable(Protocol):
    """A row of `act`, or what is known of one."""

    undoable: bool


@dataclass(frozen=True)
class Undone:
    """What an undo could not bring back: a letter that the customer has, photos of a thing that is no more there."""

    letter_went: bool
    photos_gone: int


@act("undo")
def undo(doing: Doing, *, act_id: int, by: Actor, reason: str | None = None, passed: timedelta | None = None,
         known: Known | None = None) -> Undone:
    """Take back an act: by who did it, at that tablet, within the undo time; later by a lead with a reason.

    Args:
        passed: the time between the scan that did it and the one that takes it back, either of which may have come
            here late. Without scans it is the time since the act.
        known: the act, if it was read in this transaction.

    Raises:
        Refused: something came after it, or it cannot be taken back (money went, a parcel was handed over), or the
            reason is none of reference override reasons.
        NotAllowed: somebody else's act, or too late.
    """
    known = known or act_reading.read(doing.connection, act_id)
    if known is None:
        raise NotFound(say("There is nothing to undo."))
    _check_may_undo(known.act, by, reason, doing.now - known.act.at if passed is None else passed)
    if known.later:
        raise DoneSince
    doing.takes_back = _take_back(doing, known)
    doing.steps.extend(_step_back(movement) for movement in known.movements)
    doing.touch(*{movement.rma_id for movement in known.movements})
    doing.undoable, doing.reason, doing.undo = False, reason, []
    undone = Undone(letters.withdraw(
        doing.connection, act_id, waiting=known.letters_waiting, went=known.letter_went), _gone(known))
    doing.data = {"undone": known.act.kind, **({"letter_went": True} if undone.letter_went else {})}
    return undone


def _check_may_undo(row: Any, by: Actor, reason: str | None, passed: timedelta) -> None:
    if row.undone_by_id is not None:
        raise Refused(say("This was undone already."))
    check_can_be_undone(row)
    if reason and reason not in phrases.override_reasons():
        raise Refused(say("Choose a reason from the list."), field="reason")
    if is_own_in_time(row, by, passed):
        return
    if not by.has(Role.LEAD):
        raise NotAllowed(say("Only the person who did it can undo it, within a minute. Ask your lead."))
    if not reason:
        raise Refused(say("Say why this is undone: later than a minute it needs a reason."), field="reason")


def check_can_be_undone(act: Undoable) -> None:
    """Money that went and a parcel that was handed over do not come back by a click."""
    if not act.undoable:
        raise Refused(say("This cannot be undone: money or a parcel has left. Ask your lead what to do."))


def is_own_in_time(row: Any, by: Actor, passed: timedelta) -> bool:
    """Whether the act is of this person, where they stand now, and not older than the undo time: no reason needed."""
    mine = by.staff_id is not None and (row.staff_id, row.tablet_id) == (by.staff_id, by.tablet_id)
    return mine and passed <= chain.undo_time()


def _take_back(doing: Doing, known: Known) -> TakesBack:
    """Write what only the act changed. What undo writes with its own comes back."""
    changes = [*(known.act.undo or []), *_photos_let_go(known)]
    rmas, parcels, others = _with_its_own(putting_back.of(changes))
    try:
        restoring.write(doing.connection, others)
    except (Stale, sa.exc.IntegrityError):  # or something newer points at a row that would have to go
        raise DoneSince from None
    doing.touch(*rmas.rows)
    gone = {(write.table.name, row_id) for write in others if isinstance(write, Deletion) for row_id in write.ids}
    return TakesBack(known.act, known.next_id, known.heads, gone, rmas, parcels)


def _photos_let_go(known: Known) -> list[list[Any]]:
    """Photos of a thing that would no more be there stay with its RMA; as changes that are taken back."""
    made = {(table, row_id) for table, row_id, before, _after in known.act.undo or [] if before is None}
    changes = []
    for photo in known.photos:
        lost = {f"{name}_id": row_id for name, row_id in (("unit", photo.unit_id), ("parcel", photo.parcel_id))
                if (name, row_id) in made}
        if lost and ("photo", photo.id) not in made:
            changes.append(["photo", photo.id, dict.fromkeys(lost), lost])
    return changes


def _gone(known: Known) -> int:
    """How many photos belong to nothing any more, once theirs are let go."""
    ids = {change[1] for change in _photos_let_go(known)}
    return sum(photo.id in ids and photo.rma_id is None for photo in known.photos)


def _with_its_own(writes: Sequence[Write]) -> tuple[Change, Change, list[Write]]:
    """Apart from the others: the status of RMAs and what boxes had, written with the heads of their chains."""
    rmas, parcels = (Change(model.__table__, {}, {}) for model in (Rma, Parcel))
    others: list[Write] = []
    # A box must leave an RMA before that can go.
    waiting = (rmas,) if any(isinstance(write, Deletion) and write.table is rmas.table for write in writes) else (
        rmas, parcels)
    for write in writes:
        own = next((change for change in waiting if _can_wait(write, change)), None)
        if own is None:
            others.append(write)
        else:
            own.rows |= write.rows
            own.was |= write.was
    return rmas, parcels, others


def _can_wait(write: Write, own: Change) -> bool:
    """Whether nothing is lost when it is written last: no box goes to another RMA, no row is changed twice."""
    if not isinstance(write, Change) or write.table is not own.table or own.rows.keys() & write.rows.keys():
        return False
    if write.table is Rma.__table__:
        return all(values.keys() <= {"status", "closed_at"} for values in write.rows.values())
    return all(values.get("rma_id") is None for values in write.rows.values())


def _step_back(movement: Moved) -> Step:
    return Step(f"undo.{movement.what}"[:40], rma_id=movement.rma_id, unit_id=movement.unit_id,
                parcel_id=movement.parcel_id, site_id=movement.chain_id if movement.chain_kind == "site" else None,
                from_stage=movement.to_stage, to_stage=movement.from_stage, from_place=movement.to_place,
                to_place=movement.from_place, undoes=movement.id)
