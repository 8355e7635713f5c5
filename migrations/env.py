"""Alembic's entry: uses the connection that migrations/upgrading.py opened."""

from __future__ import annotations

from alembic import context

from models.all_tables import TABLES
from models.db import Base

assert TABLES
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                  compare_type=True, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
