"""How the scanner of a tablet types."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0003'
down_revision: str | None = '0002'


def upgrade() -> None:
    op.add_column('tablet', sa.Column('scanner', sa.JSON(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
