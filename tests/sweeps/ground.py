"""A small living company, and an address for every route out of what stands in it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from jobs import letters
from jobs.print_runs import make_next_chunk
from models.all_tables import TABLES
from models.numbers import Prefix, make
from tests.repairing.benches import at_bench
from tests.requesting.shop import picture
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import (
    linking,
    logos,
    packing_coach,
    packing_statements,
    photos,
    print_jobs,
    print_runs,
    print_templates,
    printing,
    proofs,
    run_chunks,
    storage,
)
from workflow.actors import CUSTOMER, SYSTEM
from workflow.importing import batches, running
from workflow.print_templates import Template
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

STATION_OF_BLUEPRINT = {"repairing": "bench-1", "packing": "packing-1"}
LISTS = ("requested", "to_settle", "payments", "messages", "questions", "held", "carrier_claims", "overdue")
FIXED = {"key": "requested", "kind": "orders", "filename": "icons/sprite.svg", "language": "zh",
         "paper": "inside_slip", "ending": "pdf"}
KINDS_OF_PAPER = {"printing.paper": ("unit_tag", "unit"), "links.paper": ("repair_report", "unit"),
                  "photos.of_thing": ("unit", "unit"), "photos.add": ("unit", "unit")}


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

    def pages(self) -> list[Place]:
        """Every GET route, and those of an RMA and of a unit for each that stands in the house."""
        more = [Place("desk.rma", "GET", f"/desk/rmas/{rma.number}") for rma in self.rmas[1:]]
        more += [Place("parcels.parcel", "GET", f"/P/{number}") for number in self.column("parcel", "number")]
        more += [Place("desk.one", "GET", f"/desk/lists/{key}") for key in LISTS]
        return [*self.places(methods=("GET",)), *more]

    def column(self, table: str, column: str) -> list[object]:
        with reading() as connection:
            return list(connection.execute(sa.select(TABLES[table].c[column]).order_by(TABLES[table].c.id)).scalars())

    def ids(self, table: str, *, not_of: int) -> list[int]:
        """Ids of such rows that belong to another RMA, or to none."""
        t = TABLES[table]
        with reading() as connection:
            return list(connection.execute(sa.select(t.c.id).where(
                sa.or_(t.c.rma_id != not_of, t.c.rma_id.is_(None))).order_by(t.c.id).limit(40)).scalars())

    def rma_of_link(self, purpose: str) -> int:
        link = TABLES["link"]
        with reading() as connection:
            return connection.execute(sa.select(link.c.rma_id).where(
                link.c.id == int(self.links[purpose].split("-")[0]))).scalar_one()

    def fill(self, rule: Rule, **given: str) -> str:
        """The route's address. An argument that nobody here can fill fails the test: say below what it is."""
        values = {name: given.get(name) or self._value(rule, name) for name in rule.arguments}
        return re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)

    def _value(self, rule: Rule, name: str) -> object:
        blueprint = rule.endpoint.split(".")[0]
        if name == "token":
            return self.links["quote" if "/q/" in rule.rule else "status"]
        if rule.endpoint == "printing.logo":
            return str(self.one("print_template", "logo_key")).removeprefix("logos/")
        if name == "name":
            return STATION_OF_BLUEPRINT.get(blueprint, "dock-1")
        if name == "number":
            return {"desk": self.rmas[0].number, "parcels": self.one("parcel", "number"),
                    "packing": self.one("parcel", "number", direction="out")}[blueprint]
        if name == "kind" and rule.endpoint in KINDS_OF_PAPER:
            return KINDS_OF_PAPER[rule.endpoint][0]
        if name == "thing_id":
            return self.one(KINDS_OF_PAPER[rule.endpoint][1], "id", stage="inspected")
        if name == "scan_id":
            return self.one("print_job", "scan_id")
        if name == "key" and blueprint == "portal":
            return "1-1"
        if name in FIXED:
            return FIXED[name]
        if rule.endpoint in ("desk.unidentified_parcel", "desk.match", "desk.note_label"):
            return self.one("parcel", "id", rma_id=None, direction="in")
        if rule.endpoint in ("desk.unit", "desk.unit_belongs"):
            return self.one("unit", "id", rma_id=None, unexpected="extra")
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
            "photo_id": "photo", "batch_id": "import_batch", "job_id": "repair_job", "part_id": "part",
            "exception_id": "scan_exception", "act_id": "act",
            "printer_id": "printer", "label_id": "print_job", "shelf_id": "shelf", "count_id": "shelf_count",
            "claim_id": "carrier_claim", "run_id": "print_run", "paper_id": "document"}


def look_at(app: Flask) -> Ground:
    """What stands in this house."""
    r, link = TABLES["rma"], TABLES["link"]
    with reading() as connection:
        rmas = list(connection.execute(sa.select(r.c.id, r.c.number, r.c.status).order_by(r.c.id)))
        links = {row.purpose: linking.token(row.id) for row in connection.execute(
            sa.select(link.c.id, link.c.purpose).join(r, r.c.id == link.c.rma_id).where(link.c.revoked_at.is_(None))
            .order_by(r.c.status == "approved"))}
    return Ground(app, rmas, links)


def add_what_the_demo_has_not() -> None:
    """Letters, a photo, an import, a kept scan, a damaged box: what workers and people add beside the road."""
    dock = TabletAt("walt", "dock-1")
    dock.deliver(*dock.keep(Command.YES))
    TabletAt("walt").scan("1Z999AA10123456784", Command.DAMAGED, Command.NO_CODE, Command.YES)
    row, *_ = at_bench(units=2)
    TabletAt("tom", "bench-1").scan(row.tag, Command.QUOTE, "LABOUR:25", Command.YES)
    while letters.write_due():
        pass
    unit = TABLES["unit"]
    with reading() as connection:
        unit_id = connection.execute(sa.select(unit.c.id).where(unit.c.arrived_at.is_not(None)).order_by(unit.c.id)
                                     .limit(1)).scalar_one()
    photos.take(io.BytesIO(picture()), unit_id=unit_id, by=SYSTEM)
    _pack_what_is_approved()
    _count_a_shelf()
    _print_many()
    _print_a_label()
    _change_a_template()
    content = b"sku,name,category\nNEW-1,Kettle,homeware\n,no sku,homeware\n"
    running.run(batches.start(kind="products", file_name="p.csv", content=content, dry_run=False, by=SYSTEM))


def _pack_what_is_approved() -> None:
    """Customers answer the packing coach, so that each of its pages is there to be seen."""
    r = TABLES["rma"]
    with reading() as connection:
        approved = connection.scalars(sa.select(r.c.id).where(r.c.status == "approved")).all()
    for rma_id in approved:
        coach = packing_coach.read(rma_id)
        packing_statements.state_contents(rma_id=rma_id, accessory_ids=(), by=CUSTOMER)
        packing_statements.state_batteries(rma_id=rma_id, by=CUSTOMER, answers={
            row.unit.id: packing_coach.BUILT_IN for row in coach.with_battery_question})


def _print_many() -> None:
    """One print run whose file is there, and one of which nothing could be printed."""
    strange = make(Prefix.TAG, 0)
    ready = print_runs.read(print_runs.start(kind="unit_tag", text=strange, by=SYSTEM))
    storage.put("runs/ready/all.pdf", b"%PDF-1.7")
    run_chunks.finish(ready, storage_key="runs/ready/all.pdf")
    print_runs.start(kind="unit_tag", text=strange, by=SYSTEM)
    while make_next_chunk(_made_of_nothing):
        pass


def _made_of_nothing(*_sheets: object, **_how: object) -> bytes:
    raise AssertionError("there is nothing to make")


def _count_a_shelf() -> None:
    """One unit was put there and was not found, another lay there that belongs elsewhere, and a strange thing."""
    unit, shelf, tablet = TABLES["unit"], TABLES["shelf"], TabletAt("walt", "shelf-1")
    with reading() as connection:
        tags = connection.execute(sa.select(unit.c.tag).where(
            unit.c.stage.in_(["arrived", "inspected", "ready"])).order_by(unit.c.id.desc()).limit(2)).scalars().all()
        code = connection.execute(sa.select(shelf.c.code).order_by(shelf.c.id).limit(1)).scalar_one()
    tablet.scan(tags[0], code, code, Command.COUNT, tags[1], "STRANGE THING", Command.DONE, Command.NO)


def _print_a_label() -> None:
    """It is on its way to a printer that nobody switched on."""
    printer = in_transaction(lambda connection: connection.execute(sa.insert(TABLES["printer"]).values(
        name="Dock left", host="10.0.8.5", dpi=203, width_mm=62, height_mm=29).returning(
            TABLES["printer"].c.id)).scalar_one())
    job = print_jobs.ask("unit_tag", 1, printer_id=printer, by=actor("walt"), language="en")
    in_transaction(lambda connection: connection.execute(sa.update(TABLES["print_job"]).where(
        TABLES["print_job"].c.id == job).values(scan_id="a-scan-with-a-label")))


def _change_a_template() -> None:
    """A slip with a logo, and a preview of it."""
    changed = Template("inside_slip", logo_key=logos.take(io.BytesIO(picture())))
    print_templates.save(wanted=changed, by=actor("lena"))
    proof = proofs.ask_for(changed, proofs.Wish("inside_slip", "en", "thai"))
    for ending in ("pdf", "png"):
        storage.put(f"papers/proof.{ending}", b"%PDF-1.7")
    printing.finish(proof.id, storage_key="papers/proof.pdf")


def counts() -> dict[str, int]:
    """How many rows each table has: a refusal may add none, but to what it keeps of refusals."""
    with reading() as connection:
        return {name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for name, table in TABLES.items() if name not in KEPT_OF_REFUSALS}


def everything() -> dict[str, list[str]]:
    """All rows of all tables, but for what is kept of refusals."""
    with reading() as connection:
        return {name: sorted(map(repr, connection.execute(sa.select(table))))
                for name, table in TABLES.items() if name not in KEPT_OF_REFUSALS}


KEPT_OF_REFUSALS = {"rate_window", "staff_session", "tablet"}
