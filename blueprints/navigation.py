"""What stands in the navigation, by role."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _

from blueprints.guard import DESK
from models.lifecycle import Role
from workflow import exceptions, printers

# Entries with something that waits for this very person; one small statement each.
COUNTS = {"/desk/exceptions": exceptions.open_count}


def items() -> list[dict[str, object]]:
    """The entries this person may open, the present one marked."""
    me = g.get("me")
    if me is None:
        return []
    entries = [
        (DESK, "inbox", _("Worklists"), "/desk"),
        ((Role.AGENT, Role.LEAD), "plus", _("New RMA"), "/desk/rmas/new"),
        ((), "barcode", _("Stations"), "/stations"),
        ((), "stack-2", _("Shelves"), "/shelves"),
        ((), "printer", _("Print many"), "/papers/runs"),
        ((Role.AGENT, Role.LEAD, Role.DOCK), "package", _("Unidentified"), "/desk/unidentified"),
        (DESK, "receipt", _("Carrier claims"), "/desk/carrier-claims"),
        (DESK, "mail", _("Letters"), "/desk/letters"),
        ((Role.LEAD,), "alert-triangle", _("Exceptions"), "/desk/exceptions"),
        ((Role.LEAD,), "history", _("Last acts"), "/desk/acts"),
        ((Role.LEAD,), "zoom-question", _("Explain a code"), "/desk/codes"),
        (() if printers.is_on() else (Role.ADMIN,), "printer", _("Printers"), "/printers"),
        ((Role.LEAD, Role.MANAGER, Role.ADMIN), "file-text", _("Print templates"), "/papers/templates"),
        ((Role.LEAD, Role.ADMIN), "upload", _("Import"), "/admin/imports"),
        ((Role.ADMIN,), "users", _("People"), "/admin/people"),
    ]
    return [{"label": label, "icon": icon, "url": url, "active": _is_active(url), "count": COUNTS.get(url, _none)()}
            for roles, icon, label, url in entries if not roles or me.has(*roles)]


def _none() -> int:
    return 0


def _is_active(url: str) -> bool:
    return request.path == url or (url not in ("/desk", "/") and request.path.startswith(url + "/"))


def start_page(roles: frozenset[Role]) -> str:
    """Where a person begins the day: the desk for agents, the stations for the floor."""
    if roles & set(DESK):
        return "/desk"
    return "/admin/people" if roles == {Role.ADMIN} else "/stations"
