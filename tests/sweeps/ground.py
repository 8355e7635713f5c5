"""A small living company, and an address for every route out of what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from models.all_tables import TABLES
from workflow import linking
from workflow.transaction import reading

STATION_OF_BLUEPRINT = {"repairing": "bench-1", "packing": "packing-1"}
FIXED = {"key": "decide", "kind": "orders", "filename": "icons/sprite.svg"}
KINDS_OF_PAPER = {"printing.paper": ("parcel-label", "parcel"), "photos.of_thing": ("unit", "unit"),
                  "photos.add": ("unit", "unit")}


@dataclass(frozen=True)
class Place:
    """A route with its arguments filled in."""

    endpoint: str
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


@dataclass(frozen=True)
class Ground:
    """What there is in the house to name in an address."""

    app: Flask
    rmas: list[Any]
    links: dict[str, str]
    """An open secret link by its purpose."""

    def places(self, *, methods: tuple[str, ...] = ("GET", "POST")) -> list[Place]:
        """Every route of the application, once per method."""
        return [Place(rule.endpoint, method, self.fill(rule)) for rule in self.app.url_map.iter_rules()
                for method in methods if method in rule.methods and rule.endpoint != "static"]

    def fill(self, rule: Rule) -> str:
        """The route's address. An argument that nobody here can fill fails the test: say below what it is."""
        values = {name: self._value(rule, name) for name in rule.arguments}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)

    def _value(self, rule: Rule, name: str) -> object:
        blueprint = rule.endpoint.split(".")[0]
        if name == "token":
            return self.links["quote" if "/q/" in rule.rule else "status"]
        if name == "name":
            return STATION_OF_BLUEPRINT.get(blueprint, "dock-1")
        if name == "number":
            return {"desk": self.rmas[0].number, "parcels": self.one("parcel", "number"),
                    "packing": self.one("parcel", "number", direction="out")}[blueprint]
        if name == "kind" and rule.endpoint in KINDS_OF_PAPER:
            return KINDS_OF_PAPER[rule.endpoint][0]
        if name == "thing_id":
            return self.one(KINDS_OF_PAPER[rule.endpoint][1], "id")
        if name == "key" and blueprint == "portal":
            return "1-1"
        if name in FIXED:
            return FIXED[name]
        return self.one(TABLE_OF[name], "id", **self._of_that_rma(name))

    def _of_that_rma(self, name: str) -> dict[str, object]:
        return {"rma_id": self.rmas[0].id} if name in {"unit_id"} else {}

    def one(self, table: str, column: str, **where: object) -> object:
        """A value of the first such row; 0 when there is none, which a route must bear as well."""
        t = TABLES[table]
        select = sa.select(t.c[column]).where(*[t.c[name] == value for name, value in where.items()])
        with reading() as connection:
            return connection.execute(select.order_by(t.c.id).limit(1)).scalar() or 0


TABLE_OF = {"staff_id": "staff", "unit_id": "unit", "settlement_id": "settlement", "hold_id": "hold",
            "parcel_id": "parcel", "customer_id": "customer", "order_id": "order", "delivery_id": "delivery",
            "photo_id": "photo", "batch_id": "import_batch", "job_id": "repair_job", "part_id": "part"}


def look_at(app: Flask) -> Ground:
    """What stands in this house."""
    r, link = TABLES["rma"], TABLES["link"]
    with reading() as connection:
        rmas = list(connection.execute(sa.select(r.c.id, r.c.number, r.c.status).order_by(r.c.id)))
        links = {row.purpose: linking.token(row.id) for row in connection.execute(
            sa.select(link).where(link.c.revoked_at.is_(None)).order_by(link.c.id.desc()))}
    return Ground(app, rmas, links)


def counts() -> dict[str, int]:
    """How many rows each table has: a refusal may add none, but to what it keeps of refusals."""
    with reading() as connection:
        return {name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for name, table in TABLES.items() if name not in KEPT_OF_REFUSALS}


KEPT_OF_REFUSALS = {"limit", "staff_session", "tablet"}
