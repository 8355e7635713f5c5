"""Limits on routes that a stranger may try often. By address of the connection; no header of a client lifts them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import request

from workflow import limiting


def limit(what: str, *, tries: int, seconds: int, methods: tuple[str, ...] = ("POST",)) -> Callable:
    """At most so many tries of `what` within so many seconds from one address."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def limited(*args: object, **kwargs: object) -> object:
            if request.method in methods:
                limiting.hit(what, request.remote_addr or "", limit=tries, seconds=seconds)
            return view(*args, **kwargs)

        return limited

    return decorate
