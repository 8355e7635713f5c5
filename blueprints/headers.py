"""The headers that every answer carries, and the refusal of requests that another site caused."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

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


def init_app(app: Flask) -> None:
    app.before_request(_refuse_foreign)
    app.after_request(_add)


def _refuse_foreign() -> None:
    """A browser says where a request comes from; another origin may not change anything here."""
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)


def _add(response: Response) -> Response:
    wanted = dict(HEADERS | ON_SECURE_PAGES if request.is_secure else HEADERS)
    if current_app.config["BACKHAUL"].cookies_secure:
        wanted["Strict-Transport-Security"] = "max-age=31536000"
    if not request.path.startswith("/static/"):
        wanted["Cache-Control"] = "no-store"
        response.headers.add("Vary", "HX-Request, Cookie")
    given = {name.lower() for name, _value in response.headers}  # looking for each one reads them all each time
    response.headers.extend([(name, value) for name, value in wanted.items() if name.lower() not in given])
    return response
