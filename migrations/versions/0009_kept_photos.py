"""Photos that a tablet kept without a network carry their own id, so that each is taken once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0009'
down_revision: str | None = '0008'


def upgrade() -> None:
    op.add_column('photo', sa.Column('kept_id', sa.String(length=64), nullable=True))
    op.create_index(op.f('ix_photo_kept_id'), 'photo', ['kept_id'], unique=True)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
