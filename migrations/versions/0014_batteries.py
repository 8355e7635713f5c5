"""A product says which battery is in it, for the mark on its parcel and for what may not fly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0014'
down_revision: str | None = '0013'


def upgrade() -> None:
    op.add_column('product', sa.Column('battery', sa.String(length=16), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
