"""Who may use a route. Every route has exactly one of these; a house test sees to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import g, request

from models.lifecycle import Role
from workflow import signing_in
from workflow.errors import NotAllowed
from workflow.sentences import say

View = TypeVar("View", bound=Callable)
DESK = (Role.AGENT, Role.LEAD, Role.MANAGER)
"""Who works at the desk, or only looks."""
STAFF_COOKIE = "backhaul_staff"
TABLET_COOKIE = "backhaul_tablet"


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.guard = "public"
    return view


def by_link(view: View) -> View:
    """Whoever holds the secret link in the address; the view asks workflow/linking.py for what it opens."""
    view.guard = "link"
    return view


def by_scan(view: View) -> View:
    """The scan checks person, tablet and station itself, inside its one transaction."""
    view.guard = "scan"
    return view


def staff(*roles: Role) -> Callable[[View], View]:
    """A signed-in person with one of the roles; none named means any person. A lead may do what the floor may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> object:
            g.me = signing_in.person(request.cookies.get(STAFF_COOKIE))
            if roles and not g.me.has(*roles):
                raise NotAllowed(say("Your roles do not open this page. Ask your lead."))
            return view(*args, **kwargs)

        guarded.guard = "staff:" + ",".join(sorted(role.value for role in roles))
        return guarded

    return decorate
