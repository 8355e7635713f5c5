"""What the people of the demo look up before they act: read-only, as they would on their screens."""

from __future__ import annotations

from random import Random
from typing import Any

import sqlalchemy as sa

from models.catalogue import DeviceSerial, Product
from models.lifecycle import Direction, Owner, ParcelState, Stage
from models.parcels import Parcel
from models.rma import Hold, Rma, Unit
from models.work import Part, Settlement
from reference import phrases
from reference.demo import material
from reference.demo.numbers import tracking_number
from workflow.transaction import reading

U, P, R, Q, S, D = (m.__table__ for m in (Unit, Parcel, Rma, Product, Settlement, DeviceSerial))


class Facts:
    """Look-ups by RMA."""

    def _all(self, select: sa.Select) -> list[Any]:
        with reading() as connection:
            return list(connection.execute(select).scalars())

    def unit_ids(self, rma_id: int, stage: str) -> list[int]:
        return self._all(sa.select(U.c.id).where(U.c.rma_id == rma_id, U.c.stage == stage).order_by(U.c.id))

    def tags(self, rma_id: int, stage: str) -> list[str]:
        return self._all(sa.select(U.c.tag).where(U.c.rma_id == rma_id, U.c.stage == stage).order_by(U.c.id))

    def undecided(self, rma_id: int) -> list[tuple[int, Stage]]:
        with reading() as connection:
            return list(connection.execute(sa.select(U.c.id, U.c.stage).where(
                U.c.rma_id == rma_id, U.c.resolution.is_(None), U.c.stage.in_([Stage.INSPECTED, Stage.MISSING]))
                .order_by(U.c.id)))

    def holds(self, rma_id: int) -> list[int]:
        h = Hold.__table__
        units = sa.select(U.c.id).where(U.c.rma_id == rma_id)
        return self._all(sa.select(h.c.id).where(sa.or_(h.c.rma_id == rma_id, h.c.unit_id.in_(units)),
                                                 h.c.released_at.is_(None)))

    def ground_reason(self, ground: str) -> str:
        return next(iter(phrases.ground_reasons(ground)))

    def ours(self, rma_id: int) -> list[int]:
        return self._all(sa.select(U.c.id).where(U.c.rma_id == rma_id, U.c.owner == Owner.US,
                                                 U.c.stage == Stage.INSPECTED))

    def settlements(self, rma_id: int, state: str) -> list[int]:
        return self._all(sa.select(S.c.id).where(S.c.rma_id == rma_id, S.c.state == state))

    def on_the_way(self, rma_id: int) -> list[int]:
        return self._all(sa.select(P.c.id).where(P.c.rma_id == rma_id, P.c.state == ParcelState.HANDED_OVER))

    def number(self, rma_id: int) -> str:
        return self._all(sa.select(R.c.number).where(R.c.id == rma_id))[0]

    def parcel(self, rma_id: int) -> Any:
        with reading() as connection:
            return connection.execute(sa.select(P).where(P.c.rma_id == rma_id, P.c.direction == Direction.IN)).first()

    def goods(self, rma_id: int) -> list[tuple[str, str]]:
        """What lies in the customer's box: the barcode of each thing and the serial number on it."""
        with reading() as connection:
            rows = connection.execute(
                sa.select(U.c.id, U.c.order_line_id, Q.c.gtin, Q.c.sku, Q.c.serialised)
                .join(Q, Q.c.id == U.c.product_id)
                .where(U.c.rma_id == rma_id, U.c.stage == Stage.EXPECTED).order_by(U.c.id)).all()
            sold = {line: self._serials(connection, line) for line in {row.order_line_id for row in rows}}
        return [(row.gtin or row.sku, sold[row.order_line_id].pop(0) if sold[row.order_line_id] else "")
                for row in rows]

    @staticmethod
    def _serials(connection: sa.Connection, order_line_id: int) -> list[str]:
        return list(connection.execute(sa.text(
            "SELECT serial FROM device_serial s JOIN device d ON d.id = s.device_id WHERE d.order_line_id = :line "
            "ORDER BY s.id"), {"line": order_line_id}).scalars())

    def to_pack(self, rma_id: int, rng: Random) -> list[tuple[str, str]]:
        """What goes out: the tags of what was repaired, product code and a fresh serial of what was promised."""
        with reading() as connection:
            rows = connection.execute(
                sa.select(U.c.tag, U.c.stage, Q.c.gtin, Q.c.sku).join(Q, Q.c.id == U.c.product_id)
                .where(U.c.rma_id == rma_id, U.c.stage.in_([Stage.READY, Stage.PROMISED])).order_by(U.c.id)).all()
        return [(row.tag, "") if row.stage is Stage.READY else (row.gtin or row.sku, f"N{rng.randrange(10**9):09d}")
                for row in rows]

    def tracking(self, rng: Random) -> str:
        return tracking_number("dhl", rng)

    def part(self, tag: str, rng: Random) -> str | None:
        """The code of a spare part that fits this kind of device, most of the time."""
        parts = Part.__table__
        codes = self._all(sa.select(parts.c.code).where(parts.c.category == self._kind(tag)).order_by(parts.c.id))
        return rng.choice(codes) if codes and rng.random() < 0.7 else None

    def faults(self, tag: str) -> set[str]:
        """The faults that this kind of device has."""
        kind = self._kind(tag)
        return {record.fault for record in material.fault_records() if record.kind == kind}

    def _kind(self, tag: str) -> str:
        sku = self._all(sa.select(Q.c.sku).join(U, U.c.product_id == Q.c.id).where(U.c.tag == tag))[0]
        return material.products()[sku].kind

    def box_weight(self, rma_id: int, rng: Random) -> int:
        """Grams on the scale: what goes out, and its box."""
        goods = self._all(sa.select(Q.c.weight_g).join(U, U.c.product_id == Q.c.id).where(
            U.c.rma_id == rma_id, U.c.stage.in_([Stage.READY, Stage.PROMISED])))
        return sum(goods) + rng.randrange(120, 480, 10)

    def decline_reason(self, rng: Random) -> str:
        return rng.choice(list(phrases.decline_reasons())[:6])

    def info_reason(self, rng: Random) -> str:
        return rng.choice(list(phrases.info_request_reasons())[:6])

    def message(self, rma_id: int, rng: Random) -> str:
        language = self._all(sa.select(R.c.language).where(R.c.id == rma_id))[0]
        return rng.choice(material.messages(language))
