"""What comes in, before any route sees it: no NUL in a text, no number that no column could hold.

PostgreSQL keeps no NUL in a text, and neither engine an integer of more than 64 bits. No person types either.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

LARGEST_ID = 2**63 - 1
NUL = "\x00"


class _Parameters(ImmutableMultiDict):
    """Parameters of an address or a form, without NUL."""

    def __init__(self, mapping: Iterable[tuple[str, str]] | None = None) -> None:
        pairs = mapping.items(multi=True) if hasattr(mapping, "items") else mapping or ()
        super().__init__([(name.replace(NUL, ""), value.replace(NUL, "") if isinstance(value, str) else value)
                          for name, value in pairs])


class CleanRequest(Request):
    """A request whose parameters can all be kept."""

    parameter_storage_class = _Parameters

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """Those of the one header that WSGI hands on; Werkzeug looks through all headers for more, with each scan."""
        return parse_cookie(self.environ.get("HTTP_COOKIE"), cls=self.dict_storage_class)


class _Id(IntegerConverter):
    """<int:...>: the id of a row. A larger number is the address of nothing."""

    def __init__(self, map: object, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max", LARGEST_ID)
        super().__init__(map, *args, **kwargs)


class _Text(UnicodeConverter):
    def to_python(self, value: str) -> str:
        if NUL in value:
            raise ValidationError
        return value


def init_app(app: Flask) -> None:
    """Before the first route is added."""
    app.request_class = CleanRequest
    app.url_map.converters.update(int=_Id, default=_Text, string=_Text)
