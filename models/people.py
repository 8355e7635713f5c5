"""Staff, and each sign-in as a row, so that ending one takes effect at the next request."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref
from models.lifecycle import Role


class Staff(Base):
    __tablename__ = "staff"
    id: Mapped[int] = key()
    login: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    roles: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    pin_hash: Mapped[str | None] = mapped_column(sa.String(200))
    badge: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(word) for word in self.roles.split())


class StaffSession(Base):
    __tablename__ = "staff_session"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    staff_id: Mapped[int] = ref("staff.id")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    by_badge: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RateWindow(Base):
    """How often something was tried within a window, shared by all processes."""

    __tablename__ = "rate_window"
    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[float] = mapped_column(sa.Float, index=True)


class Setting(Base):
    """What a manager may change while it runs; each change is an act."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(400))
