"""What a company changes on its papers: logo, colour, texts, fields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0018'
down_revision: str | None = '0017'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'print_template',
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('paper', sa.String(length=24), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('accent', sa.String(length=7), nullable=True),
        sa.Column('logo_key', sa.String(length=80), nullable=True),
        sa.Column('hidden', sa.JSON(), nullable=False),
        sa.Column('texts', sa.JSON(), nullable=False),
        sa.Column('staff_id', ID, nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_print_template_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_print_template')),
        sa.UniqueConstraint('paper', name=op.f('uq_print_template_paper')),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'print_template_change',
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('paper', sa.String(length=24), nullable=False),
        sa.Column('was_reset', sa.Boolean(), nullable=False),
        sa.Column('changes', sa.JSON(), nullable=False),
        sa.Column('kept', sa.JSON(), nullable=False),
        sa.Column('staff_id', ID, nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_print_template_change_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_print_template_change')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_print_template_change_paper', 'print_template_change', ['paper', 'id'])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
