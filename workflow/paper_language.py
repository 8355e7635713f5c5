"""The language of a paper that staff print: of what the customer holds, the customer's; of all else, their own."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Direction
from models.parcels import Parcel, ParcelLine
from models.rma import Rma, Unit
from models.work import Settlement
from workflow.transaction import reading

R, U, P, L, S = (m.__table__ for m in (Rma, Unit, Parcel, ParcelLine, Settlement))
THING = sa.bindparam("thing", type_=R.c.id.type)
_IN_BOX = sa.select(U.c.rma_id).join(L, L.c.unit_id == U.c.id).where(L.c.parcel_id == THING)
_OF_BOX = sa.or_(R.c.id.in_(sa.select(P.c.rma_id).where(P.c.id == THING)), R.c.id.in_(_IN_BOX))
_OF_UNIT = R.c.id.in_(sa.select(U.c.rma_id).where(U.c.id == THING))
# Which RMA's customer reads a paper of this kind, by the id of the thing that it is about.
READ_BY_CUSTOMERS: dict[str, sa.ColumnElement[bool]] = {
    **dict.fromkeys(("return_label_a4", "return_label_a6", "return_label_4x6", "inside_slip"), R.c.id == THING),
    **dict.fromkeys(("packing_slip", "packing_slip_plain", "packing_slip_priced"), _OF_BOX),
    **dict.fromkeys(("repair_report", "warranty_voucher"), _OF_UNIT),
    "battery_mark": sa.and_(_OF_BOX, sa.select(P.c.id).where(P.c.id == THING, P.c.direction == Direction.IN).exists()),
    "credit_note": R.c.id.in_(sa.select(S.c.rma_id).where(S.c.id == THING)),
}


def of(kind: str, thing_id: int, reader: str) -> str:
    """The language of a paper of this kind about this thing. `reader` is that of who prints it."""
    if kind not in READ_BY_CUSTOMERS:
        return reader
    with reading() as connection:
        found = connection.execute(sa.select(R.c.language).where(READ_BY_CUSTOMERS[kind]).order_by(R.c.id).limit(1),
                                   {"thing": thing_id}).scalar()
    return found or reader
