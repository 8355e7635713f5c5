"""Shelves: units and boxes are put away and moved together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import PlaceKind, Role, Stage
from models.numbers import Prefix, draw
from models.places import Shelf
from workflow import gates, moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.lying import OnShelf, SeenBox, Thing
from workflow.sentences import say
from workflow.transaction import act
from workflow.whereabouts import H
from workflow.words import word


def check_can_put_away(seen: Thing) -> None:
    """It is in the house and in nobody's box. A hold does not matter: where a thing lies is a fact."""
    if isinstance(seen, SeenBox):
        _check_box_is_here(seen)
    elif seen.unit.stage is Stage.PACKED:
        raise Refused(say("It is packed in its box. Take it out at packing first."))
    elif not seen.is_here:
        raise Refused(say("This unit is %(stage)s: for us it is not in the house. Bring it to the dock and scan it "
                          "there.", stage=word(seen.unit.stage)))


def _check_box_is_here(seen: SeenBox) -> None:
    if not seen.is_here:
        raise Refused(say("This parcel is %(state)s: for us it is not in the house. Bring it to the dock and scan it "
                          "there.", state=seen.state))


def may_lie(seen: Thing) -> bool:
    return gates.holds(check_can_put_away, seen)


def check_is_at_site(shelf: Any, by: Actor) -> None:
    if by.site_id is not None and shelf.site_id != by.site_id:
        raise Refused(say("This shelf stands at another site. Scan a shelf of this house."))


def lies_there(seen: Thing, shelf: Any) -> bool:
    return seen.row.place_kind is PlaceKind.SHELF and seen.row.place_id == shelf.id


@act("unit.put_away")
def put_away(doing: Doing, *, on: OnShelf, by: Actor) -> int:
    """Units and boxes lie on this shelf from now on. Returns how many did not before.

    Raises:
        Refused: one of them is in a box or not in the house; the shelf is another site's. None is put away then.
    """
    for seen in on.seen:
        check_can_put_away(seen)
    return _put(doing, on, by)


@act("shelf.moved")
def move_all(doing: Doing, *, on: OnShelf, by: Actor) -> int:
    """All that lay on another shelf lies on this one, whatever it is. Returns how many."""
    return _put(doing, on, by)


def _put(doing: Doing, on: OnShelf, by: Actor) -> int:
    check_is_at_site(on.shelf, by)
    place = (PlaceKind.SHELF, on.shelf.id)
    units = [seen.unit for seen in on.units if not lies_there(seen, on.shelf)]
    parcels = [seen.parcel for seen in on.boxes if not lies_there(seen, on.shelf)]
    moves.put_units(doing, units, place, what="unit.put_away")
    moves.put_parcels(doing, parcels, place, what="parcel.put_away")
    return len(units) + len(parcels)


@act("shelf.added")
def add(doing: Doing, *, name: str, by: Actor) -> int:
    """A new shelf at this person's site, with a number to print. Returns its id.

    Raises:
        Refused: no name, or one that a shelf of this site has.
    """
    name = " ".join(name.split())
    site_id = by.site_id or 1
    if not by.has(Role.LEAD):
        raise Refused(say("Only a lead adds shelves. Ask yours."))
    if not 0 < len(name) <= 40:
        raise Refused(say("A shelf's name has 1 to 40 characters, as it is written on it: A-03."), field="name")
    same = doing.scalar(sa.select(H.c.id).where(H.c.site_id == site_id, sa.func.lower(H.c.name) == name.lower()))
    if same is not None:
        raise Refused(say("There is a shelf with this name already. Choose another."), field="name")
    return doing.insert(Shelf, name=name, kind="shelf", site_id=site_id, code=draw(Prefix.SHELF))
