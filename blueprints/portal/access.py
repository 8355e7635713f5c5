"""Whose order this browser may see: named in the signed form session for an hour, never in an address."""

from __future__ import annotations

from flask import Blueprint, session

from blueprints.responses import go
from workflow import clock, drafts
from workflow.drafts import Draft
from workflow.sentences import say

KEY, HOUR = "request", 3600


class AccessEnded(Exception):
    """Nobody found an order here, or longer than an hour ago."""


def init(blueprint: Blueprint) -> None:
    """Let every view of a blueprint send people without access back to the first page."""
    blueprint.register_error_handler(AccessEnded, lambda _error: go("/returns", say(
        "Please find your order again. For your safety we forget it after an hour.")))


def enter(order_id: int) -> None:
    """This browser has proved that the order is its user's."""
    session[KEY] = {"order": order_id, "draft": drafts.begin(order_id).name, "at": _now()}


def draft() -> Draft:
    """The request in the making; the hour begins anew.

    Raises:
        AccessEnded: no order was found from here, or the hour is over.
    """
    held = session.get(KEY)
    if not held or not 0 <= _now() - held["at"] <= HOUR:
        session.pop(KEY, None)
        raise AccessEnded
    found = drafts.read(held["draft"])
    if found is None or found.order_id != held["order"]:
        raise AccessEnded
    session[KEY] = {**held, "at": _now()}
    return found


def leave() -> None:
    """Forget the order: for a computer that several people use."""
    session.pop(KEY, None)


def _now() -> int:
    return int(clock.now().timestamp())
