"""What customers say while packing: what they put in, the battery, and that there is no photo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0016'
down_revision: str | None = '0015'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('accessory', sa.Column('stated', sa.Boolean(), nullable=True))
    op.create_table(
        'packing_statement',
        sa.Column('id', ID, nullable=False),
        sa.Column('rma_id', ID, nullable=False),
        sa.Column('contents_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('no_photo_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['rma_id'], ['rma.id'], name=op.f('fk_packing_statement_rma_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_packing_statement')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_packing_statement_rma_id'), 'packing_statement', ['rma_id'], unique=True)
    op.create_table(
        'battery_statement',
        sa.Column('id', ID, nullable=False),
        sa.Column('unit_id', ID, nullable=False),
        sa.Column('battery', sa.String(length=12), nullable=False),
        sa.Column('hold_id', ID, nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['hold_id'], ['hold.id'], name=op.f('fk_battery_statement_hold_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_battery_statement_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_battery_statement')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_battery_statement_hold_id'), 'battery_statement', ['hold_id'])
    op.create_index(op.f('ix_battery_statement_unit_id'), 'battery_statement', ['unit_id'], unique=True)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
