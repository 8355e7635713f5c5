"""Scans kept without a network that a person has to settle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db

revision: str = '0005'
down_revision: str | None = '0004'


def upgrade() -> None:
    op.create_table('scan_exception',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('scan_id', sa.String(length=64), nullable=False),
    sa.Column('made_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('settled_at', models.db.UtcTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['scan_id'], ['scan.scan_id'], name=op.f('fk_scan_exception_scan_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['staff.id'], name=op.f('fk_scan_exception_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_exception')),
    sa.UniqueConstraint('scan_id', name=op.f('uq_scan_exception_scan_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('scan_exception', schema=None) as batch_op:
        batch_op.create_index('ix_scan_exception_open', ['made_at'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
