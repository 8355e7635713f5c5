"""Secret links: a row says what a link opens and for how long, so that it can be printed again and killed.

The token is the row's id and an HMAC of it: one look-up by primary key, and nothing to guess.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import timedelta

import sqlalchemy as sa

from models.rma import Link
from workflow import clock, installation
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Gone, NotFound
from workflow.sentences import say
from workflow.transaction import act, reading

L = Link.__table__
STATUS, QUOTE = "status", "quote"
PATHS = {STATUS: "s", QUOTE: "q"}
SECRET_SIGNS = 32  # base32: 160 bits
TOKEN = re.compile(rf"^([0-9]{{1,18}})-([a-z2-7]{{{SECRET_SIGNS}}})$")


def make(doing: Doing, *, purpose: str, rma_id: int, quote_id: int | None = None, days: float | None = None) -> int:
    """Add a link row within an act. `days` is how long it opens anything; None is until it is revoked.

    Returns the link's id, for `token` and `url`.
    """
    expires = doing.now + timedelta(days=days) if days is not None else None
    return doing.insert(Link, purpose=purpose, rma_id=rma_id, quote_id=quote_id, created_at=doing.now,
                        expires_at=expires)


def token(link_id: int) -> str:
    """The secret part of the link's address. The same each time: it can be printed again."""
    return f"{link_id}-{_secret(link_id)}"


def url(link_id: int, purpose: str = STATUS) -> str:
    """The whole address for a letter, by the purpose of the link ("status", "quote")."""
    return f"{installation.settings().public_url.rstrip('/')}/returns/{PATHS[purpose]}/{token(link_id)}"


def open_link(given: str, purpose: str) -> sa.Row:
    """The link row that this token opens.

    Raises:
        NotFound: no such link, or one for another purpose.
        Gone: it has run out or was revoked.
    """
    parts = TOKEN.match(given.lower())
    link_id, secret = (int(parts[1]), parts[2]) if parts else (0, "")
    with reading() as connection:
        row = connection.execute(sa.select(L).where(L.c.id == link_id)).first()
    right = hmac.compare_digest(secret, _secret(link_id))
    if row is None or not right or row.purpose != purpose:
        raise NotFound(say("This link opens nothing. Check it, or find your return with the order number."))
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= clock.now()):
        raise Gone(say("This link is no longer valid. Find your return with the order number, "
                       "or ask us for a new link."))
    return row


def newest(rma_id: int, purpose: str = STATUS) -> int | None:
    """The id of the newest link of an RMA that still opens something."""
    with reading() as connection:
        return connection.execute(
            sa.select(L.c.id).where(L.c.rma_id == rma_id, L.c.purpose == purpose, L.c.revoked_at.is_(None),
                                    sa.or_(L.c.expires_at.is_(None), L.c.expires_at > clock.now()))
            .order_by(L.c.id.desc()).limit(1)).scalar()


@act("link.revoked")
def revoke(doing: Doing, *, link_id: int, by: Actor) -> None:
    """Kill a link: from now on it says that it is no longer valid."""
    doing.touch(doing.scalar(sa.select(L.c.rma_id).where(L.c.id == link_id)))
    doing.update(Link, link_id, revoked_at=doing.now)


def _secret(link_id: int) -> str:
    key = installation.settings().secret_key.encode()
    digest = hmac.new(key, f"link:{link_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:SECRET_SIGNS]
