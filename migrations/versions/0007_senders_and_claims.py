"""What was read on the label of an unidentified parcel, and claims against carriers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db

revision: str = '0007'
down_revision: str | None = '0006'

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
OPEN = sa.text("state IN ('filed','open')")


def upgrade() -> None:
    op.create_table('parcel_sender',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('parcel_id', KEY, nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('postcode', sa.String(length=20), nullable=False),
    sa.Column('goods', sa.String(length=300), nullable=False),
    sa.Column('noted_by_id', KEY, nullable=True),
    sa.Column('noted_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcel.id'], name=op.f('fk_parcel_sender_parcel_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['staff.id'], name=op.f('fk_parcel_sender_noted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parcel_sender')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('parcel_sender', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parcel_sender_parcel_id'), ['parcel_id'], unique=True)

    op.create_table('carrier_claim',
    sa.Column('id', KEY, autoincrement=True, nullable=False),
    sa.Column('parcel_id', KEY, nullable=False),
    sa.Column('state', sa.Enum('open', 'filed', 'paid', 'refused', 'given_up', name='claimstate', native_enum=False, length=24), nullable=False),
    sa.Column('due_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=True),
    sa.Column('received_minor', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('reference', sa.String(length=80), nullable=True),
    sa.Column('opened_at', models.db.UtcTime(timezone=True), nullable=False),
    sa.Column('filed_at', models.db.UtcTime(timezone=True), nullable=True),
    sa.Column('ended_at', models.db.UtcTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcel.id'], name=op.f('fk_carrier_claim_parcel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_claim')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('carrier_claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carrier_claim_parcel_id'), ['parcel_id'], unique=True)
        batch_op.create_index('ix_carrier_claim_open', ['due_at'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
