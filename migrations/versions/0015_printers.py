"""Thermal printers in the network, each station's printer, and the labels on their way to one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db

revision: str = '0015'
down_revision: str | None = '0014'

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('printer',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('host', sa.String(length=253), nullable=False),
    sa.Column('port', sa.Integer(), nullable=False),
    sa.Column('dpi', sa.Integer(), nullable=False),
    sa.Column('width_mm', sa.Integer(), nullable=False),
    sa.Column('height_mm', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printer')),
    sa.UniqueConstraint('name', name=op.f('uq_printer_name'))
    )
    op.create_table('print_job',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('printer_id', KEY, nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('thing_id', KEY, nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('scan_id', sa.String(length=64), nullable=True),
    sa.Column('station_id', KEY, nullable=True),
    sa.Column('staff_id', KEY, nullable=True),
    sa.Column('document_id', KEY, nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('leased_until', models.db.UtcTime(timezone=True), nullable=True),
    sa.Column('error', sa.JSON(), nullable=True),
    sa.Column('created_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('ended_at', models.db.UtcTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['printer_id'], ['printer.id'], name=op.f('fk_print_job_printer_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_print_job_station_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_print_job_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_job')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_print_job_printer_state', 'print_job', ['printer_id', 'state', 'id'])
    op.create_index('ix_print_job_state_created', 'print_job', ['state', 'created_at'])
    given = sa.text('scan_id IS NOT NULL')
    op.create_index('ix_print_job_scan_id', 'print_job', ['scan_id'], sqlite_where=given, postgresql_where=given)
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.add_column(sa.Column('printer_id', KEY, nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_station_printer_id'), 'printer', ['printer_id'], ['id'])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
