"""People and roles: who works here and what they may do. Every change is an act."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from models.lifecycle import STAFF_ROLES, Role
from models.numbers import Prefix, draw
from models.people import Staff
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.sentences import say
from workflow.signing_in import end_all, hasher
from workflow.transaction import act, reading

S = Staff.__table__
SHORTEST_PASSWORD = 10


def _check_admin(by: Actor) -> None:
    if not by.has(Role.ADMIN, Role.SYSTEM):
        raise NotAllowed(say("Only an administrator may change people. Ask yours."))


def _words(roles: Iterable[Role]) -> str:
    chosen = [role for role in STAFF_ROLES if role in set(roles)]
    if not chosen:
        raise Refused(say("Choose at least one role."), field="roles")
    return " ".join(role.value for role in chosen)


@act("staff.added", undoable=False)
def add(doing: Doing, *, login: str, name: str, roles: Iterable[Role], password: str, pin: str | None = None,
        language: str = "en", by: Actor) -> int:
    """Add a person with a badge of their own. Returns the id.

    Raises:
        Refused: the login is taken, the password too short, no role.
    """
    _check_admin(by)
    login = login.strip().lower()
    if doing.one(sa.select(S.c.id).where(S.c.login == login)):
        raise Refused(say("Somebody signs in as %(login)s already. Choose another.", login=login), field="login")
    _check_password(password)
    staff_id = doing.insert(Staff, login=login, name=name.strip(), roles=_words(roles), language=language,
                            password_hash=hasher.hash(password), pin_hash=hasher.hash(pin) if pin else None,
                            badge=draw(Prefix.BADGE), created_at=doing.now)
    doing.data = {"staff_id": staff_id, "roles": _words(roles)}
    doing.undo = []  # a password hash has no place in the log of what was
    return staff_id


@act("staff.changed", undoable=False)
def change(doing: Doing, *, staff_id: int, roles: Iterable[Role], active: bool, by: Actor) -> None:
    """Change what a person may do; all their sign-ins end at once."""
    _check_admin(by)
    row = doing.one(sa.select(S.c.id, S.c.roles, S.c.active).where(S.c.id == staff_id))
    if row is None:
        raise NotFound(say("There is no such person."))
    if staff_id == by.staff_id and (not active or Role.ADMIN not in set(roles)):
        raise Refused(say("You cannot take your own administrator role. Let another administrator do it."))
    doing.data = {"staff_id": staff_id, "from": row.roles if row.active else "", "to": _words(roles) if active else ""}
    doing.update(Staff, row, roles=_words(roles), active=active)
    end_all(doing.connection, staff_id)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(say("Use %(count)s characters or more.", count=SHORTEST_PASSWORD), field="password")


def everybody() -> list[sa.Row]:
    """All people, by name."""
    with reading() as connection:
        return list(connection.execute(
            sa.select(S.c.id, S.c.login, S.c.name, S.c.roles, S.c.active, S.c.badge, S.c.language).order_by(S.c.name)))
