"""What labels on their way are of, in the number or name that people know: two labels of one kind are told apart."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from models.parcels import Parcel
from models.people import Staff
from models.places import Shelf
from models.rma import Rma, Unit
from models.work import Part
from workflow.transaction import reading

R, U, P, H, K, S = (m.__table__ for m in (Rma, Unit, Parcel, Shelf, Part, Staff))
NAMED: dict[str, sa.Column] = {
    **dict.fromkeys(("return_label_4x6", "return_label_a4", "return_label_a6"), R.c.number),
    **dict.fromkeys(("unit_tag", "unit_tag_62", "unit_tag_50x30", "unit_holding_label"), U.c.tag),
    **dict.fromkeys(("parcel_tags", "holding_label"), P.c.number),
    "shelf_label": H.c.name, "part_label": K.c.code, "badge": S.c.name,
}
"""By the kind of paper, the column that names its thing; the others are of nothing in particular."""


def of(papers: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names of these papers, each a kind and the id of its thing; one statement for each kind."""
    ids: dict[str, set[int]] = {}
    for kind, thing_id in papers:
        ids.setdefault(kind, set()).add(thing_id)
    found: dict[tuple[str, int], str] = {}
    with reading() as connection:
        for kind in ids.keys() & NAMED.keys():
            column = NAMED[kind]
            rows = connection.execute(sa.select(column.table.c.id, column).where(column.table.c.id.in_(ids[kind])))
            found |= {(kind, row[0]): row[1] for row in rows if row[1]}
    return found
