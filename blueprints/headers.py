"""The headers that every answer carries, and the refusal of requests that another site caused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, request

POLICY = "; ".join((
    "default-src 'self'", "img-src 'self' data: blob:", "style-src 'self'", "script-src 'self'", "connect-src 'self'",
    "font-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
))
# The station page alone may compile WebAssembly: its camera reads barcodes where the browser cannot.
STATION_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
# A paper is printed from a hidden frame of the station's page.
IN_OUR_FRAME = {"Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
                "X-Frame-Options": "SAMEORIGIN"}
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Over plain http a browser ignores this one and complains about it on every page.
ON_SECURE_PAGES = {"Cross-Origin-Opener-Policy": "same-origin"}
SAFE = {"GET", "HEAD", "OPTIONS"}
KEPT_NOWHERE = {"Cache-Control": "no-store"}
VARY = ("Vary", "HX-Request, Cookie")
ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}
Headers = list[tuple[str, str]]


def init_app(app: Flask) -> None:
    app.before_request(_refuse_foreign)
    app.wsgi_app = Added(app.wsgi_app, always_secure=app.config["BACKHAUL"].cookies_secure)


class Added:
    """Adds to what an application answers the headers that it does not bring itself.

    Around the application and not one of its own hooks: there each header is looked at twice, in each of a thousand
    scans. Static files are answered before; what is said here of one is that it is not there, on a page like others.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], *, always_secure: bool) -> None:
        self._app = app
        self._wanted = {is_https: _named(HEADERS | KEPT_NOWHERE | (ON_SECURE_PAGES if is_https else {}) |
                                         (ONLY_TLS if always_secure else {})) for is_https in (False, True)}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        wanted = self._wanted[environ["wsgi.url_scheme"] == "https"]

        def start(status: str, headers: Headers, *error: Any) -> Any:
            given = {name.lower() for name, _value in headers}
            missing = [header for name, header in wanted.items() if name not in given]
            return start_response(status, [*headers, VARY, *missing], *error)

        return self._app(environ, start)


def _named(headers: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name.lower(): (name, value) for name, value in headers.items()}


def _refuse_foreign() -> None:
    """A browser says where a request comes from; another origin may not change anything here."""
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)
