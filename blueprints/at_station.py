"""Who works on a station's own pages: the person, at that station, with that tablet."""

from __future__ import annotations

from flask import g, request

from blueprints import guard
from workflow import stations
from workflow.actors import Actor


def me(name: str) -> Actor:
    """The signed-in person at this station: the log says where, and UNDO finds what was done by a button."""
    return stations.worker_at(g.me, name=name, tablet_token=request.cookies.get(guard.TABLET_COOKIE))
