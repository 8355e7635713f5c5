"""The standing people of every test."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Role, StationKind
from models.people import Staff
from models.places import Station
from workflow import signing_in, staffing
from workflow.actors import SYSTEM, Actor
from workflow.transaction import reading

PEOPLE: dict[str, tuple[str, tuple[Role, ...]]] = {
    "alice": ("Alice 安然", (Role.AGENT,)), "bob": ("Bob Ødegård", (Role.AGENT,)), "walt": ("Walt", (Role.DOCK,)),
    "ina": ("Ina", (Role.INSPECTOR,)), "tom": ("Tom", (Role.TECHNICIAN,)), "carla": ("Carla", (Role.CHECKER,)),
    "paul": ("Paul", (Role.PACKER,)), "lena": ("Lena", (Role.LEAD,)), "mia": ("Mia", (Role.MANAGER,)),
    "adam": ("Adam", (Role.ADMIN,)),
}
STATION_OF = {Role.DOCK: StationKind.DOCK, Role.INSPECTOR: StationKind.INSPECTION, Role.TECHNICIAN: StationKind.BENCH,
              Role.CHECKER: StationKind.CHECK, Role.PACKER: StationKind.PACKING}


def password(login: str) -> str:
    return f"{login}-has-a-long-password"


def pin(login: str) -> str:
    return f"{sum(map(ord, login)) % 9000 + 1000}"


def badge(login: str) -> str:
    """What a scanner reads from the person's badge."""
    s = Staff.__table__
    with reading() as connection:
        return connection.execute(sa.select(s.c.badge).where(s.c.login == login)).scalar_one()


def add_people() -> None:
    """Everybody, through the use case that the product has for it."""
    for login, (name, roles) in PEOPLE.items():
        staffing.add(login=login, name=name, roles=roles, password=password(login), pin=pin(login), by=SYSTEM)


def actor(login: str) -> Actor:
    """The person as workflow sees them, at a station of their trade when they have one."""
    s, n = Staff.__table__, Station.__table__
    kind = STATION_OF.get(PEOPLE[login][1][0])
    with reading() as connection:
        row = connection.execute(sa.select(s).where(s.c.login == login)).one()
        station = connection.execute(sa.select(n).where(n.c.kind == kind).order_by(n.c.name)).first() if kind else None
    more = {"station_id": station.id, "station": station.name} if station else {}
    return signing_in.actor_of(row, site_id=1, **more)
