"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.db
${imports if imports else ""}
revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
