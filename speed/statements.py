"""How many SQL statements a scan is, by what it is answered with."""

from __future__ import annotations

import tempfile

import sqlalchemy as sa

from app import create_app
from migrations.upgrading import upgrade
from models.db import db
from tests.support import goods
from tests.support.people import add_people
from tests.support.tablets import TabletAt
from workflow import house
from workflow.scanning.commands import Command


def report() -> str:
    """One line: statements per scan, sign-in counted, BEGIN and COMMIT not."""
    with tempfile.TemporaryDirectory(prefix="backhaul-speed-") as folder:
        app = create_app(data_dir=folder, rate_limits="off")
        with app.app_context():
            upgrade(db.engine)
            house.build(company="Harbour & Lane")
            add_people()
            line = ", ".join(f"{name} {count}" for name, count in _counts().items())
            db.engine.dispose()
    return f"SQL statements per scan at the dock: {line}"


def _counts() -> dict[str, int]:
    seen: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_rest:
                    None if statement.startswith("BEGIN") else seen.append(statement))
    rma, other, full = goods.announced(units=2), goods.announced(), goods.announced(units=50)
    dock = TabletAt("walt")
    counts = {}
    for name, code in (("parcel", rma.parcel), ("repeat", rma.parcel), ("unit", rma.skus[0]), ("ask", other.skus[0]),
                       ("refused", Command.SIGN), ("unknown", "T12345678901"), ("parcel of 50", full.parcel),
                       ("first unit of 50", full.skus[0])):
        seen.clear()
        dock.scan(code)
        counts[name] = len(seen)
    return counts
