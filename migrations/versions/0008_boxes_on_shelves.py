"""Boxes in the counts of shelves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0008'
down_revision: str | None = '0007'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('shelf_count', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expected_parcels', sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        batch_op.add_column(sa.Column('missing_parcels', sa.JSON(), nullable=True))
    with op.batch_alter_table('shelf_count_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parcel_id', ID, nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_shelf_count_line_parcel_id'), 'parcel', ['parcel_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_shelf_count_line_parcel_id'), ['parcel_id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
