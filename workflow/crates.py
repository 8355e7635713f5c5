"""What goes out together: the units of one RMA that are ready, promised or packed, and the box they go into.

Everything a packing scan needs to know comes in one statement, however many units there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from models.catalogue import Device, Product
from models.lifecycle import LIVE, Direction, ParcelState, PlaceKind, Stage
from models.log import Act, Movement
from models.parcels import Parcel, ParcelLine
from models.records import split
from models.rma import Accessory, Rma, Unit
from models.texts import ENTRY, FIELD
from models.work import CheckResult
from workflow import gates, leaving
from workflow.leaving import Facts

R, P, U, Q, L, A, C, D = (m.__table__ for m in (Rma, Parcel, Unit, Product, ParcelLine, Accessory, CheckResult, Device))
LESS_AGREED = "parcel.less_agreed"
TO_PACK = (Stage.READY, Stage.PROMISED)


class Belonging(NamedTuple):
    """An accessory of a unit: whether it came, and whether it lies in the box; None where nobody has said."""

    id: int
    received: bool | None
    packed: bool | None
    name: str

    @property
    def goes_along(self) -> bool:
        return self.received is not False

    @property
    def _mapping(self) -> dict[str, Any]:
        return self._asdict()


@dataclass(frozen=True)
class Content:
    """One unit of a crate with what belongs to it.

    `check` is its goods check that this person has begun and not signed.
    """

    unit: Any
    product: Any
    check: Any
    line: Any
    facts: Facts
    belongings: tuple[Belonging, ...]

    @property
    def along(self) -> list[Belonging]:
        """What goes into the box with it."""
        return [thing for thing in self.belongings if thing.goes_along]

    @property
    def accessory(self) -> Belonging | None:
        """The first that nobody has answered for."""
        return next((thing for thing in self.along if thing.packed is None), None)

    @property
    def left_out(self) -> int:
        """How many were not there."""
        return sum(thing.packed is False for thing in self.along)

    @property
    def answered(self) -> int:
        """How many were asked about."""
        return sum(thing.packed is not None for thing in self.along)

    @property
    def name(self) -> str:
        return self.product.name if self.product else ""

    @property
    def is_checked(self) -> bool:
        return gates.holds(leaving.check_passed, self.unit, self.facts)


@dataclass(frozen=True)
class Crate:
    """`box` is the open box of this RMA, or the one that was asked for; `tablets_rma` what the tablet is packing.

    `agreed` is what an agent or lead has said last about sending this box with less: the codes of that movement.
    `device_unit` and `device_product` belong to the serial number that was scanned, if one was.
    """

    rma_id: int
    rma_number: str
    box: Any
    contents: list[Content]
    tablets_rma: int | None
    agreed: str | None = None
    device_unit: int | None = None
    device_product: int | None = None

    def content(self, unit_id: int) -> Content | None:
        return next((content for content in self.contents if content.unit.id == unit_id), None)

    def is_in(self, content: Content) -> bool:
        """Whether this unit lies in the box."""
        unit = content.unit
        return (self.box is not None and unit.stage is Stage.PACKED and unit.place_kind is PlaceKind.PARCEL
                and unit.place_id == self.box.id)

    @property
    def packed(self) -> list[Content]:
        return [content for content in self.contents if self.is_in(content)]

    @property
    def waiting(self) -> list[Content]:
        """What is still to go into the box."""
        return [content for content in self.contents if content.unit.stage in TO_PACK]

    def with_packed(self, content: Content) -> Crate:
        """The crate after this unit was put into the box: its accessories are asked for anew."""
        unit = content.unit._replace(stage=Stage.PACKED, place_kind=PlaceKind.PARCEL, place_id=self.box.id)
        inside = replace(content, unit=unit, belongings=tuple(
            thing._replace(packed=None) for thing in content.belongings))
        return replace(self, contents=[inside if other.unit.id == unit.id else other for other in self.contents])

    @property
    def is_open(self) -> bool:
        return self.box is not None and self.box.state is ParcelState.PACKING


def of_unit(connection: sa.Connection, unit_id: int, *, by: int | None, parcel_id: int | None = None) -> Crate | None:
    """The crate of a unit's RMA, with that unit whatever its stage; None when it belongs to no RMA."""
    asked = U.alias("asked")
    rma = sa.select(asked.c.rma_id).where(asked.c.id == unit_id).scalar_subquery()
    return _read(connection, rma, _open_box(), by, parcel_id, also=unit_id)


def of_rma(connection: sa.Connection, rma_id: int, *, by: int | None) -> Crate | None:
    return _read(connection, sa.literal(rma_id), _open_box(), by, None)


def of_box(connection: sa.Connection, parcel_id: int, *, by: int | None) -> Crate | None:
    """The crate of one outgoing box, open or not; None when it belongs to no RMA."""
    box = P.alias("asked_box")
    rma = sa.select(box.c.rma_id).where(box.c.id == parcel_id, box.c.direction == Direction.OUT).scalar_subquery()
    return _read(connection, rma, sa.literal(parcel_id), by, parcel_id)


def of_device(connection: sa.Connection, device_id: int, *, by: int | None, parcel_id: int | None) -> Crate | None:
    """The crate that the tablet is packing, else that of the device's unit; None when there is neither."""
    asked = U.alias("asked")
    live = sa.select(sa.func.max(asked.c.id)).where(asked.c.device_id == device_id,
                                                    asked.c.stage.in_(sorted(LIVE))).scalar_subquery()
    its = U.alias("its_unit")
    rma = sa.func.coalesce(_tablets_rma(parcel_id),
                           sa.select(its.c.rma_id).where(its.c.id == live).scalar_subquery())
    product = sa.select(D.c.product_id).where(D.c.id == device_id).scalar_subquery()
    return _read(connection, rma, _open_box(), by, parcel_id, device=(live, product))


def _open_box() -> sa.ScalarSelect[Any]:
    box = P.alias("open_box")
    return sa.select(sa.func.max(box.c.id)).where(
        box.c.rma_id == R.c.id, box.c.direction == Direction.OUT,
        box.c.state == ParcelState.PACKING).correlate(R).scalar_subquery()


def _tablets_rma(parcel_id: int | None) -> sa.ScalarSelect[Any]:
    box = P.alias("tablets_box")
    return sa.select(box.c.rma_id).where(box.c.id == parcel_id, box.c.direction == Direction.OUT,
                                         box.c.state == ParcelState.PACKING).scalar_subquery()


def _agreed() -> sa.ScalarSelect[Any]:
    m, a = Movement.__table__, Act.__table__
    return sa.select(m.c.codes).join(a, a.c.id == m.c.act_id).where(
        m.c.parcel_id == P.c.id, m.c.what == LESS_AGREED, a.c.undone_by_id.is_(None)).order_by(
        m.c.id.desc()).limit(1).correlate(P).scalar_subquery()


def _read(connection: sa.Connection, rma: Any, box: Any, by: int | None, tablets_box: int | None, *,
          also: int | None = None, device: tuple[Any, Any] = (sa.null(), sa.null())) -> Crate | None:
    in_box = sa.and_(U.c.place_kind == PlaceKind.PARCEL, U.c.place_id == P.c.id, U.c.stage == Stage.PACKED)
    belongs = sa.or_(sa.and_(U.c.rma_id == R.c.id, U.c.stage.in_(TO_PACK)), in_box, U.c.id == also)
    rows = connection.execute(
        sa.select(P, U, Q, C, L, *leaving.columns(), _belongings(), R.c.id.label("the_rma"),
                  R.c.number.label("rma_number"), _tablets_rma(tablets_box).label("tablets_rma"),
                  _agreed().label("agreed"),
                  device[0].label("device_unit"), device[1].label("device_product"))
        .select_from(R.outerjoin(P, P.c.id == box).outerjoin(U, belongs).outerjoin(Q, Q.c.id == U.c.product_id)
                     .outerjoin(C, C.c.id == _begun_check(by))
                     .outerjoin(L, sa.and_(L.c.parcel_id == P.c.id, L.c.unit_id == U.c.id)))
        .where(R.c.id == rma).order_by(U.c.id)).all()
    return _crate(rows) if rows else None


def _crate(rows: list[sa.Row[Any]]) -> Crate:
    parts = [(split(row, Parcel, Unit, Product, CheckResult, ParcelLine), row._mapping) for row in rows]
    contents = [_content(part, named) for part, named in parts if part[1] is not None]
    named = parts[0][1]
    return Crate(named["the_rma"], named["rma_number"], parts[0][0][0], contents, named["tablets_rma"], named["agreed"],
                 named["device_unit"], named["device_product"])


def _content(part: list[Any], named: Any) -> Content:
    _box, unit, product, check, line = part[:5]
    return Content(unit, product, check, line, leaving.facts(named), _things(named["belongings"]))


def _things(text: str | None) -> tuple[Belonging, ...]:
    said = {"1": True, "0": False}
    parts = [entry.split(FIELD, 3) for entry in text.split(ENTRY)] if text else []
    return tuple(sorted(Belonging(int(row_id), said.get(received), said.get(packed), name)
                        for row_id, received, packed, name in parts))


def _begun_check(by: int | None) -> sa.ScalarSelect[Any]:
    """The newest goods check that this person began on this trip and has not signed."""
    k = C.alias("begun")
    return sa.select(sa.func.max(k.c.id)).where(
        k.c.unit_id == U.c.id, k.c.kind == "goods", k.c.signed_at.is_(None), k.c.staff_id == by,
        k.c.started_at >= sa.func.coalesce(U.c.arrived_at, U.c.created_at)).correlate(U).scalar_subquery()


def _belongings() -> sa.Label[Any]:
    """All that belongs to a unit, as one text in its row (as workflow/accessories.py has it)."""
    def said(column: Any) -> sa.Case[Any]:
        return sa.case((column.is_(True), "1"), (column.is_(False), "0"), else_="")

    entry = sa.cast(A.c.id, sa.String) + FIELD + said(A.c.received) + FIELD + said(A.c.packed) + FIELD + A.c.name
    return sa.select(sa.func.aggregate_strings(entry, ENTRY)).where(A.c.unit_id == U.c.id).correlate(
        U).scalar_subquery().label("belongings")


def goes_along() -> Any:
    """Whether an accessory belongs in its unit's box.

    What came with a unit goes back with it, and what nobody has looked at is asked for: only what is known not to have
    come is not. With a replacement goes all that belongs to it.
    """
    return A.c.received.is_not(False)
