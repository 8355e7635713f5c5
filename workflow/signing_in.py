"""Sign-in of staff: each is a row, so that ending it, or changing a role, counts at the next request."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.lifecycle import Role
from models.people import Staff, StaffSession
from models.places import Site
from workflow import clock, installation, limiting
from workflow.actors import Actor
from workflow.errors import NotSignedIn, Refused
from workflow.sentences import say
from workflow.transaction import in_transaction, reading

TRIES, WINDOW_SECONDS = 10, 900
ADDRESS_TRIES = 19
S, X = Staff.__table__, StaffSession.__table__
hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's second argon2id setting


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in: the token belongs into the cookie and nowhere else."""

    token: str
    actor: Actor


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody_hash() -> str:
    """Verified when there is no such person, so that the time tells nothing."""
    return hasher.hash(secrets.token_urlsafe(12))


def sign_in(*, login: str, password: str, address: str) -> SignedIn:
    """Sign in with login and password.

    Raises:
        Refused: they do not belong together; one sentence for every reason.
        TooOften: too many tries for this login or from this address.
    """
    limiting.hit("sign-in-from", address, limit=ADDRESS_TRIES, seconds=WINDOW_SECONDS)
    return _start(S.c.login == login.strip().lower(), S.c.password_hash, password, f"login:{login.strip().lower()}",
                  by_badge=False)


def change_person(*, badge: str, pin: str, tablet: str) -> SignedIn:
    """Sign in at a station with badge and PIN: three seconds, gloves on."""
    limiting.hit("badge-at", tablet, limit=60, seconds=WINDOW_SECONDS)
    return _start(S.c.badge == badge.strip().upper(), S.c.pin_hash, pin, f"badge:{badge.strip().upper()}",
                  by_badge=True)


def who_is(*, badge: str, pin: str, tablet: str) -> Actor:
    """Whose badge and PIN these are: somebody who answers for one thing at a colleague's station. Signs nobody in."""
    limiting.hit("badge-at", tablet, limit=60, seconds=WINDOW_SECONDS)
    return actor_of(_checked(S.c.badge == badge.strip().upper(), S.c.pin_hash, pin, f"badge:{badge.strip().upper()}"),
                    site_id=None)


def _start(who: sa.ColumnElement[bool], hash_column: sa.Column, secret: str, subject: str, *,
           by_badge: bool) -> SignedIn:
    return _new_session(_checked(who, hash_column, secret, subject), by_badge)


def _checked(who: sa.ColumnElement[bool], hash_column: sa.Column, secret: str, subject: str) -> sa.Row:
    """The person, if the secret is theirs."""
    limiting.hit("sign-in", subject, limit=TRIES, seconds=WINDOW_SECONDS)
    with reading() as connection:
        row = connection.execute(sa.select(S).where(who, S.c.active)).first()
    stored = row._mapping[hash_column] if row else None
    if not _fits(stored, secret) or row is None:
        raise Refused(say("This does not match. Check both and try again."), field="password")
    limiting.forget("sign-in", subject)
    return row


def _fits(stored: str | None, secret: str) -> bool:
    try:
        return hasher.verify(stored or _nobody_hash(), secret) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _new_session(row: sa.Row, by_badge: bool) -> SignedIn:
    token, now = secrets.token_urlsafe(32), clock.now()
    hours = installation.settings().session_hours
    in_transaction(lambda connection: connection.execute(sa.insert(X).values(
        staff_id=row.id, token_hash=token_hash(token), by_badge=by_badge, started_at=now,
        expires_at=now + timedelta(hours=hours))))
    return SignedIn(token, actor_of(row, site_id=None))


def actor_of(row: sa.Row, **more: object) -> Actor:
    """The actor behind a row of staff."""
    return Actor("staff", frozenset(Role(word) for word in row.roles.split()), staff_id=row.id, name=row.name,
                 language=row.language, **more)


_PERSON = sa.select(S.c.id, S.c.name, S.c.roles, S.c.language, X.c.expires_at,
                    sa.select(sa.func.min(Site.__table__.c.id)).scalar_subquery().label("site_id")
                    ).join(X, X.c.staff_id == S.c.id).where(
    X.c.token_hash == sa.bindparam("token"), X.c.ended_at.is_(None), S.c.active)


def person(token: str | None) -> Actor:
    """Who this cookie is. One SELECT.

    Raises:
        NotSignedIn: no sign-in, or one that ended.
    """
    if not token:
        raise NotSignedIn
    with reading() as connection:
        row = connection.execute(_PERSON, {"token": token_hash(token)}).first()
    if row is None or row.expires_at < clock.now():
        raise NotSignedIn
    return actor_of(row, site_id=row.site_id)


def sign_out(token: str | None) -> None:
    """End the sign-in; a copied cookie is dead from now on."""
    if token:
        in_transaction(lambda connection: connection.execute(
            sa.update(X).where(X.c.token_hash == token_hash(token), X.c.ended_at.is_(None))
            .values(ended_at=clock.now())))


def end(connection: sa.Connection, session_id: int) -> None:
    """End one sign-in."""
    connection.execute(sa.update(X).where(X.c.id == session_id, X.c.ended_at.is_(None)).values(ended_at=clock.now()))


def end_all(connection: sa.Connection, staff_id: int) -> None:
    """End every sign-in of a person: after a disabled account, changed roles or a new password."""
    connection.execute(sa.update(X).where(X.c.staff_id == staff_id, X.c.ended_at.is_(None))
                       .values(ended_at=clock.now()))
