"""Whether this process can do its work: the database answers and its schema is the one we know."""

from __future__ import annotations

import sqlalchemy as sa

from models.schema import newest_revision
from workflow.transaction import reading


def faults() -> list[str]:
    """What stands in the way; empty when ready."""
    try:
        with reading() as connection:
            revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except sa.exc.SQLAlchemyError:
        return ["the database does not answer or has no tables yet: run `flask migrate`"]
    return [] if revision == newest_revision() else ["the schema is not the newest: run `flask migrate`"]
