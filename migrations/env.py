"""Alembic's entry: uses the connection that migrations/upgrading.py opened."""

from __future__ import annotations

from alembic import context

import models.all_tables  # noqa: F401  the metadata is whole
from models.db import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                  compare_type=True, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
