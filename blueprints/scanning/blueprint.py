"""The stations' blueprint, by itself so that several files can hang routes on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("scanning", __name__)
