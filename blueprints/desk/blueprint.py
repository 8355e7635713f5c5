"""The desk: where agents and leads decide."""

from __future__ import annotations

from flask import Blueprint

from blueprints import guard
from models.lifecycle import Role

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
DECIDE = (Role.AGENT, Role.LEAD)
LOOK = guard.DESK
