"""Many sheets printed at once, made in the background."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0013'
down_revision: str | None = '0012'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'print_run',
        sa.Column('id', ID, nullable=False),
        sa.Column('kind', sa.String(length=24), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('numbers', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('looked_at', sa.Integer(), nullable=False),
        sa.Column('parts', sa.Integer(), nullable=False),
        sa.Column('sheets', sa.Integer(), nullable=False),
        sa.Column('failures', sa.JSON(), nullable=False),
        sa.Column('storage_key', sa.String(length=80), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('staff_id', ID, nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_print_run_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_print_run')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_print_run_state', 'print_run', ['state', 'id'])
    op.create_index(op.f('ix_print_run_staff_id'), 'print_run', ['staff_id'])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
