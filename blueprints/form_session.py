"""The form session and its token: what was signed by us is checked once per process, not with each of a thousand scans.

A tablet sends the same cookie and the same token all day. The answers are those of Flask and Flask-WTF; only the
arithmetic is not done again.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect
from itsdangerous import SignatureExpired, URLSafeTimedSerializer

REMEMBERED = 4096
FIELD, HEADER = "csrf_token", "X-CSRFToken"


class OnceSigned(URLSafeTimedSerializer):
    """Remembers which texts carry a good signature; their age is checked each time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unsigned = lru_cache(REMEMBERED)(self._unsign)  # a bad signature raises, and is not remembered
        self._plain: dict[bytes, dict[str, str]] = {}

    def loads(self, s: str | bytes, max_age: int | None = None, return_timestamp: bool = False,
              salt: str | bytes | None = None) -> Any:
        """As its parent's for one text and `max_age`.

        Raises:
            itsdangerous.BadSignature: not signed by us, or too long ago.
        """
        if return_timestamp or salt is not None:
            return super().loads(s, max_age, return_timestamp, salt)
        payload, signed_at = self._unsigned(s)
        age = int(time.time()) - signed_at
        if max_age is not None and not 0 <= age <= max_age:
            raise SignatureExpired(f"Signature age {age} is not within {max_age} seconds", payload=payload)
        plain = self._plain.get(payload)
        return self._loaded(payload) if plain is None else dict(plain)

    def _loaded(self, payload: bytes) -> Any:
        """What was signed. What holds only texts is remembered: of that a copy of the whole is a copy of all."""
        value = self.load_payload(payload)
        if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
            if len(self._plain) >= REMEMBERED:
                self._plain.clear()
            self._plain[payload] = dict(value)
        return value

    def _unsign(self, text: str | bytes) -> tuple[bytes, int]:
        payload, moment = self.make_signer().unsign(text, return_timestamp=True)
        return payload, int(moment.timestamp())


class FormSessions(SecureCookieSessionInterface):
    """Flask's own, with one serializer for an application instead of one for each request."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key)
        return _serializer(keys, self) if app.secret_key else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to do for a session that was only read: blueprints/headers.py says `Vary: Cookie` of all."""
        if session.modified or session.permanent:
            super().save_session(app, session, response)

    def __hash__(self) -> int:
        return id(self)


@lru_cache(16)
def _serializer(keys: tuple[str | bytes, ...], of: FormSessions) -> OnceSigned:
    return OnceSigned(list(keys), salt=of.salt, serializer=of.serializer, signer_kwargs={
        "key_derivation": of.key_derivation, "digest_method": of.digest_method})


class FormTokens(CSRFProtect):
    """Flask-WTF's own, which remembers the pairs of session and header that it found to match.

    That holds because a token has no end of its own here (WTF_CSRF_TIME_LIMIT): what matched once always will.
    """

    def __init__(self) -> None:
        super().__init__()
        self._matched: set[tuple[str, str, str]] = set()

    def protect(self, apply_exemptions: bool = False) -> None:
        """Let the request through, or end it with 400."""
        pair = (str(current_app.secret_key), session.get(FIELD, ""), request.headers.get(HEADER, ""))
        if pair in self._matched and FIELD not in request.form:
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if g.get("csrf_valid") and all(pair) and FIELD not in request.form:
            if len(self._matched) >= REMEMBERED:
                self._matched.clear()
            self._matched.add(pair)
