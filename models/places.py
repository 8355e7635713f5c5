"""Sites, shelves, stations and the tablets that stand at them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref, word
from models.lifecycle import StationKind


class Site(Base):
    """A warehouse with its return address. Its chain is the log of our own goods."""

    __tablename__ = "site"
    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    company: Mapped[str] = mapped_column(sa.String(200))
    street: Mapped[str] = mapped_column(sa.String(500))
    city: Mapped[str] = mapped_column(sa.String(200))
    region: Mapped[str] = mapped_column(sa.String(100), default="")
    postcode: Mapped[str] = mapped_column(sa.String(20))
    country: Mapped[str] = mapped_column(sa.String(2))
    time_zone: Mapped[str] = mapped_column(sa.String(40))
    chain_head: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    chain_count: Mapped[int] = mapped_column(default=0, server_default="0")


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(16), default="shelf")
    site_id: Mapped[int] = ref("site.id")


class Station(Base):
    """A table where one kind of work is done. Without a printer of its own, its papers are printed by the browser."""

    __tablename__ = "station"
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[StationKind] = word(StationKind)
    site_id: Mapped[int] = ref("site.id")
    printer_id: Mapped[int | None] = ref("printer.id", index=False)


class Tablet(Base):
    """A device that stands at a station, known by a token in a cookie of its own.

    `scanner` is what the scanner check found (workflow/scanning/layouts.py: Setting); NULL before the first.
    """

    __tablename__ = "tablet"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    station_id: Mapped[int] = ref("station.id")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    scanner: Mapped[dict | None] = mapped_column(sa.JSON)
