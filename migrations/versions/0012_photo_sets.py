"""A photo says what it shows of a box that came damaged; a claim says why it was filed without some of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0012'
down_revision: str | None = '0011'


def upgrade() -> None:
    op.add_column('photo', sa.Column('shows', sa.String(length=16), nullable=True))
    op.add_column('carrier_claim', sa.Column('without_photos', sa.String(length=40), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
