"""The language of a paper that staff print: of what the customer holds, the customer's; of what drivers and others at
the door hold and sign, that of the house's country; of all else, their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from babel.languages import get_official_languages

from models.lifecycle import Direction
from models.parcels import Parcel, ParcelLine
from models.places import Site
from models.rma import Rma, Unit
from models.work import Settlement
from reference.tables import LANGUAGES
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


READ_AT_THE_DOOR = ("handover", "receipt")


def of(kind: str, thing_id: int, reader: str) -> str:
    """The language of a paper of this kind about this thing. `reader` is that of who prints it."""
    if kind in READ_AT_THE_DOOR:
        return _of_the_house(thing_id) or reader
    if kind not in READ_BY_CUSTOMERS:
        return reader
    with reading() as connection:
        found = connection.execute(sa.select(R.c.language).where(READ_BY_CUSTOMERS[kind]).order_by(R.c.id).limit(1),
                                   {"thing": thing_id}).scalar()
    return found or reader


def _of_the_house(parcel_id: int) -> str | None:
    with reading() as connection:
        country = connection.execute(sa.select(Site.__table__.c.country).join(
            P, P.c.site_id == Site.__table__.c.id).where(P.c.id == parcel_id)).scalar()
    return of_country(country) if country else None


def of_country(country: str) -> str:
    """The first official language of a country (two letters), if it is one of ours, else English (Unicode CLDR). Ours
    is the Chinese of the mainland: zh_Hant is none.
    """
    official = get_official_languages(country, de_facto=True)
    return official[0] if official and official[0] in LANGUAGES else "en"
