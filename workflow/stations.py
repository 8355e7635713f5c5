"""Stations and the tablets that stand at them."""

from __future__ import annotations

import secrets
from dataclasses import replace

import sqlalchemy as sa

from models.lifecycle import Role, StationKind
from models.numbers import Prefix
from models.places import Site, Station, Tablet
from workflow import clock
from workflow.actors import Actor
from workflow.errors import NotFound
from workflow.scanning import layouts
from workflow.sentences import say
from workflow.signing_in import token_hash
from workflow.transaction import in_transaction, reading

N, T = Station.__table__, Tablet.__table__
# Who works where; a lead works everywhere. Whoever has goods in hand may put them on a shelf.
WORKERS: dict[StationKind, tuple[Role, ...]] = {
    StationKind.DOCK: (Role.DOCK,), StationKind.INSPECTION: (Role.INSPECTOR,), StationKind.BENCH: (Role.TECHNICIAN,),
    StationKind.CHECK: (Role.CHECKER,), StationKind.PACKING: (Role.PACKER,),
    StationKind.SHELVING: (Role.DOCK, Role.INSPECTOR, Role.TECHNICIAN, Role.CHECKER, Role.PACKER),
}


def by_name(name: str) -> sa.Row:
    """Raises NotFound when there is no such station."""
    with reading() as connection:
        row = connection.execute(sa.select(N).where(N.c.name == name)).first()
    if row is None:
        raise NotFound(say("There is no station with this name. Choose one from the list of stations."))
    return row


def everywhere() -> list[sa.Row]:
    """All stations with their site's name, in the order of the road."""
    order = {kind: number for number, kind in enumerate(StationKind)}
    with reading() as connection:
        rows = connection.execute(sa.select(N, Site.__table__.c.name.label("site"))
                                  .join(Site.__table__, Site.__table__.c.id == N.c.site_id).order_by(N.c.name)).all()
    return sorted(rows, key=lambda row: order[row.kind])


def worker_at(by: Actor, *, name: str, tablet_token: str | None) -> Actor:
    """The person as they act at this station, with the tablet that stands there; a desk has none."""
    station, tablet = by_name(name), _known(tablet_token) if tablet_token else None
    stands_here = tablet is not None and tablet.station_id == station.id
    return replace(by, station_id=station.id, station=station.name, site_id=station.site_id,
                   tablet_id=tablet.id if stands_here else None)


def stand_at(station: sa.Row, token: str | None) -> str | None:
    """Make sure that this tablet stands at the station. Returns a new token when it had none."""
    known = token and _known(token)
    if known:
        if known.station_id != station.id:
            in_transaction(lambda connection: connection.execute(
                sa.update(T).where(T.c.id == known.id).values(station_id=station.id)))
        return None
    fresh = secrets.token_urlsafe(32)
    in_transaction(lambda connection: connection.execute(sa.insert(T).values(
        token_hash=token_hash(fresh), station_id=station.id, created_at=clock.now())))
    return fresh


def deciding_at(decider: Actor, packer: Actor, name: str) -> Actor:
    """Who decides at a colleague's station: the deed is theirs, handed in by who works there."""
    here = by_name(name)
    return replace(decider, station_id=here.id, station=here.name, site_id=here.site_id,
                   delivered_by_id=packer.staff_id if packer.staff_id != decider.staff_id else None)


def as_printed(code: str, token: str | None) -> str:
    """A number of ours as it is printed, where this tablet's scanner is known to garble it; else what was typed."""
    known = token and _known(token)
    return (known and layouts.put_right(code, known.scanner)) or code


def as_they_may_arrive(numbers: list[str], token: str | None) -> list[list[str]]:
    """Numbers of ours as this tablet's scanner may type each: as printed, and garbled if it is known to do that."""
    known = token and _known(token)
    return [layouts.arrivals(number, known.scanner if known else None) for number in numbers]


def badge_pattern(token: str | None) -> str:
    """How any badge may arrive from this tablet's scanner, as a regular expression for its page."""
    known = token and _known(token)
    return layouts.pattern(Prefix.BADGE, known.scanner if known else None)


def _known(token: str) -> sa.Row | None:
    with reading() as connection:
        return connection.execute(sa.select(T).where(T.c.token_hash == token_hash(token))).first()
