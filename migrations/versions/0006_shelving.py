"""Counts of shelves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db

revision: str = '0006'
down_revision: str | None = '0005'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('shelf_count',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('shelf_id', ID, nullable=False),
    sa.Column('begun_by_id', ID, nullable=False),
    sa.Column('begun_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('expected', sa.JSON(), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=True),
    sa.Column('ended_by_id', ID, nullable=True),
    sa.Column('ended_at', models.db.UtcTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['begun_by_id'], ['staff.id'], name=op.f('fk_shelf_count_begun_by_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['staff.id'], name=op.f('fk_shelf_count_ended_by_id')),
    sa.ForeignKeyConstraint(['shelf_id'], ['shelf.id'], name=op.f('fk_shelf_count_shelf_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shelf_count')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('shelf_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shelf_count_begun_by_id'), ['begun_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shelf_count_ended_by_id'), ['ended_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shelf_count_shelf_id'), ['shelf_id'], unique=False)
        batch_op.create_index('uq_shelf_count_open', ['shelf_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('shelf_count_line',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('count_id', ID, nullable=False),
    sa.Column('unit_id', ID, nullable=True),
    sa.Column('code', sa.String(length=100), nullable=False),
    sa.Column('found', sa.Enum('there', 'foreign', 'missing', 'unknown', name='found', native_enum=False, length=24), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=True),
    sa.Column('at', models.db.UtcTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['count_id'], ['shelf_count.id'], name=op.f('fk_shelf_count_line_count_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_shelf_count_line_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shelf_count_line')),
    sa.UniqueConstraint('count_id', 'code', name=op.f('uq_shelf_count_line_count_id_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('shelf_count_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shelf_count_line_count_id'), ['count_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shelf_count_line_unit_id'), ['unit_id'], unique=False)

    # Houses that stand already get their first station of this kind; a new one is built with it.
    op.execute("INSERT INTO station (name, kind, site_id) SELECT 'shelf-1', 'shelving', min(id) FROM site"
               " WHERE NOT EXISTS (SELECT 1 FROM station WHERE name = 'shelf-1') HAVING count(*) > 0")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
