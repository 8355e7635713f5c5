"""What the company changed on its papers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, UtcTime, key, ref


class PrintTemplate(Base):
    """One paper of reference/paper_templates.py, or the house that all inherit from; no row: as delivered.

    `texts` are by language and place, `hidden` names the fields that are not shown, `logo_key` a picture in the
    storage, `accent` is #rrggbb. `version` goes up with each change: who saves says which one was read.
    """

    __tablename__ = "print_template"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    paper: Mapped[str] = mapped_column(sa.String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    accent: Mapped[str | None] = mapped_column(sa.String(7))
    logo_key: Mapped[str | None] = mapped_column(sa.String(80))
    hidden: Mapped[list] = mapped_column(sa.JSON, default=list)
    texts: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    staff_id: Mapped[int | None] = ref("staff.id", index=False)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class PrintTemplateChange(Base):
    """One change of a template: who, when, what of it (`changes`, in code), and all that it was afterwards (`kept`)."""

    __tablename__ = "print_template_change"
    __table_args__ = (sa.Index("ix_print_template_change_paper", "paper", "id"), AUTOINCREMENT)
    id: Mapped[int] = key()
    paper: Mapped[str] = mapped_column(sa.String(24))
    was_reset: Mapped[bool]
    changes: Mapped[list] = mapped_column(sa.JSON)
    kept: Mapped[dict] = mapped_column(sa.JSON)
    staff_id: Mapped[int | None] = ref("staff.id", index=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
