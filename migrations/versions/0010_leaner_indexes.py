"""Indexes of the log leave out what is empty: a scan of a parcel has no unit, and hardly an act undoes another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0010'
down_revision: str | None = '0009'

LEANER = (("ix_movement_unit", "movement", "unit_id"), ("ix_movement_parcel", "movement", "parcel_id"),
          ("ix_act_undoes_id", "act", "undoes_id"))


def upgrade() -> None:
    for name, table, column in LEANER:
        given = sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [column], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
