"""Opening a secret link. Wrong ones are counted by address; the page that it opens tells its address to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, request

from workflow import limiting, linking
from workflow.errors import NotFound

MISSES, WINDOW_SECONDS = 50, 900


def init(blueprint: Blueprint) -> None:
    blueprint.after_request(_tell_nobody)


def opened(token: str, purpose: str) -> Any:
    """The link row.

    Raises:
        NotFound: there is no such link.
        Gone: it has run out or was withdrawn.
        TooOften: too many wrong ones came from this address.
    """
    with counting_misses():
        return linking.open_link(token, purpose)


@contextmanager
def counting_misses() -> Iterator[None]:
    """Whoever guesses is stopped; whoever mistypes is not."""
    try:
        yield
    except NotFound:
        limiting.hit("wrong-link", request.remote_addr or "", limit=MISSES, seconds=WINDOW_SECONDS)
        raise


def _tell_nobody(response: Response) -> Response:
    """The address is the secret: no other page hears it as the referrer, no search engine keeps it."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
