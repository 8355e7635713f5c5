"""A unit says which box it came in: that is a fact of its own, whatever box it was announced in.

A serial number is looked for by device on every trip, ended ones too: without an index each such scan read all units.
What a product's units are that somebody waits for is asked when one lies in a box that nobody announced it in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0011'
down_revision: str | None = '0010'


def upgrade() -> None:
    op.add_column('unit', sa.Column('came_in_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    for name, column in (('ix_unit_came_in', 'came_in_id'), ('ix_unit_device', 'device_id')):
        given = sa.text(f'{column} IS NOT NULL')
        op.create_index(name, 'unit', [column], sqlite_where=given, postgresql_where=given)
    waited_for = sa.text("stage IN ('expected','missing')")
    op.create_index('ix_unit_waited_for', 'unit', ['product_id'], sqlite_where=waited_for,
                    postgresql_where=waited_for)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
