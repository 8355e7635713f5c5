"""Print runs for label printers: as a file of ZPL, or as labels on their way to a printer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = '0019'
down_revision: str | None = '0018'

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dpi', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('printer_id', ID, nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_print_run_printer_id'), 'printer', ['printer_id'], ['id'])
    op.add_column('print_job', sa.Column('run_id', ID, nullable=True))
    given = sa.text('run_id IS NOT NULL')
    op.create_index('ix_print_job_run_id', 'print_job', ['run_id'], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
