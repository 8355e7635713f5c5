"""Is it alive, is it ready: for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from blueprints import guard
from workflow import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@guard.public
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@guard.public
def ready() -> tuple[Response, int]:
    faults = readiness.faults()
    return jsonify(status="not ready" if faults else "ready", faults=faults), 503 if faults else 200
