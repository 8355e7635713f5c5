"""Indexes over what is open: the desk's lists read the few rows that wait, however many have ended."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import OPEN_CLAIMS, OPEN_SETTLEMENTS, UNDECIDED_ENDS
from models.parcels import CarrierClaim, Parcel
from models.rma import Hold, Message, Question, Unit
from models.work import Settlement


def _words(values: frozenset) -> str:
    return ",".join(f"'{value.value}'" for value in sorted(values))


def _while(name: str, model: type, columns: tuple[str, ...], condition: str) -> sa.Index:
    """An index over only those rows for which the condition holds."""
    return sa.Index(name, *[model.__table__.c[column] for column in columns], sqlite_where=sa.text(condition),
                    postgresql_where=sa.text(condition))


OPEN_HOLDS = _while("ix_hold_open", Hold, ("placed_at",), "released_at IS NULL")
OPEN_QUESTIONS = _while("ix_question_open", Question, ("expires_at",), "answered_at IS NULL AND expired_at IS NULL")
UNREAD = _while("ix_message_unread", Message, ("rma_id", "at"), "author = 'customer' AND read_at IS NULL")
OPEN_MONEY = _while("ix_settlement_open", Settlement, ("due_at",), f"state IN ({_words(OPEN_SETTLEMENTS)})")
UNDECIDED = _while("ix_unit_undecided", Unit, ("stage", "due_at"),
                   f"resolution IS NULL AND stage IN ({_words(UNDECIDED_ENDS)})")
UNIDENTIFIED = _while("ix_parcel_unidentified", Parcel, ("received_at",), "unidentified")
STATED_SERIALS = _while("ix_unit_serial_stated", Unit, ("serial_stated",), "serial_stated IS NOT NULL")
OPEN_CARRIER_CLAIMS = _while("ix_carrier_claim_open", CarrierClaim, ("due_at",), f"state IN ({_words(OPEN_CLAIMS)})")
