"""The customer's papers are made before they are asked for, and an idle paper process costs one statement a turn."""

from __future__ import annotations

import sqlalchemy as sa

from jobs import paper
from models.db import db
from models.log import Document
from models.rma import Rma
from tests.support import goods
from workflow import ahead, printing

D = Document.__table__


def _work(looked_at: int) -> int:
    busy = True
    while busy:
        busy, looked_at = paper.turn(looked_at)
    return looked_at


def _papers() -> list[tuple[str, str, str]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(D.c.kind, D.c.language, D.c.state).order_by(D.c.id))]


def test_what_was_approved_is_made_already_in_the_customers_language(either_app) -> None:
    begun = ahead.first_to_look_at()
    rma = goods.announced(boxes=2)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Rma.__table__).values(language="fr"))
    _work(begun)
    made = [("return_label_a4", "fr", "done"), ("inside_slip", "fr", "done")]
    assert _papers() == made
    assert printing.ask_for("return_label_a4", rma.rma_id, "fr").storage_key
    assert _papers() == made, "the same content is the same paper"


def test_an_idle_turn_is_one_statement(costs: list[str]) -> None:
    goods.announced()
    looked_at = _work(0)
    costs.clear()
    assert paper.turn(looked_at) == (False, looked_at)
    assert len(costs) == 1 and costs[0].startswith("SELECT")


def test_an_import_is_not_made_ahead(app) -> None:
    boxes = [goods.announced().parcel_id for _ in range(ahead.MOST + 1)]
    assert (_work(0), _papers()) == (boxes[-1], [])
