"""Search words, and indexes over what is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db

revision: str = '0002'
down_revision: str | None = '0001'


def upgrade() -> None:
    op.create_table('search_mark',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('last_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_search_mark'))
    )
    op.create_table('search_word',
    sa.Column('word', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('thing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('word', 'kind', 'thing_id', name=op.f('pk_search_word'))
    )
    with op.batch_alter_table('search_word', schema=None) as batch_op:
        batch_op.create_index('ix_search_word_thing', ['kind', 'thing_id'], unique=False)

    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.create_index('ix_hold_open', ['placed_at'], unique=False, sqlite_where=sa.text('released_at IS NULL'), postgresql_where=sa.text('released_at IS NULL'))

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_unread', ['rma_id', 'at'], unique=False, sqlite_where=sa.text("author = 'customer' AND read_at IS NULL"), postgresql_where=sa.text("author = 'customer' AND read_at IS NULL"))

    with op.batch_alter_table('parcel', schema=None) as batch_op:
        batch_op.create_index('ix_parcel_unidentified', ['received_at'], unique=False, sqlite_where=sa.text('unidentified'), postgresql_where=sa.text('unidentified'))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index('ix_question_open', ['expires_at'], unique=False, sqlite_where=sa.text('answered_at IS NULL AND expired_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL AND expired_at IS NULL'))

    with op.batch_alter_table('settlement', schema=None) as batch_op:
        batch_op.create_index('ix_settlement_open', ['due_at'], unique=False, sqlite_where=sa.text("state IN ('approved','failed','planned','sent')"), postgresql_where=sa.text("state IN ('approved','failed','planned','sent')"))

    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index('ix_unit_serial_stated', ['serial_stated'], unique=False, sqlite_where=sa.text('serial_stated IS NOT NULL'), postgresql_where=sa.text('serial_stated IS NOT NULL'))
        batch_op.create_index('ix_unit_undecided', ['stage', 'due_at'], unique=False, sqlite_where=sa.text("resolution IS NULL AND stage IN ('kept','lost','missing')"), postgresql_where=sa.text("resolution IS NULL AND stage IN ('kept','lost','missing')"))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
