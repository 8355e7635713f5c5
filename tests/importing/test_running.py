"""Bringing files in: what is added, changed, left alone; chunks, interruptions, two at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from channels.readers import FILE_KINDS
from channels.shopify import orders as shopify
from commands import orders as orders_command
from models.all_tables import TABLES
from models.lifecycle import RmaKind, RmaStatus, SettlementKind
from models.log import Act
from models.rma import Rma
from models.work import Settlement
from tests.importing.test_shopify import sample
from workflow.actors import SYSTEM
from workflow.errors import Busy, NotAllowed, Refused
from workflow.importing import batches, run_waiting, running, take_order
from workflow.importing.batches import Batch
from workflow.importing.kinds import OFFERED
from workflow.importing.plans import Outcome
from workflow.sentences import Sentence
from workflow.transaction import in_transaction, reading

ORDER = {"order_number": "#A 1", "placed_at": "2026-11-01", "currency": "EUR", "paid": "30", "customer_name": "Ann",
         "email": "Ann@Example.com", "ship_country": "DE", "sku": "k1", "product_name": "Kettle", "quantity": "1",
         "unit_price": "10", "tracking": "rx 1de"}
TRACKED = ("product", "customer", "order", "order_line", "shipment", "device", "device_serial")


def csv(kind: str, *rows: dict[str, str]) -> bytes:
    names = [column.name for column in FILE_KINDS[kind].columns]
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]).encode()


def bring(kind: str, *rows: dict[str, str], dry_run: bool = False) -> Batch:
    return running.run(batches.start(kind=kind, file_name="file.csv", content=csv(kind, *rows), dry_run=dry_run,
                                     by=SYSTEM))


def counts(batch: Batch) -> tuple[int, int, int, int]:
    return batch.rows_new, batch.rows_changed, batch.unchanged, batch.refused


def everything() -> dict[str, list[str]]:
    with reading() as connection:
        return {name: sorted(map(repr, connection.execute(sa.select(TABLES[name])))) for name in TRACKED}


def one(table: str, *columns: str) -> tuple:
    return tuple(rows(table, *columns)[0])


def rows(table: str, *columns: str) -> Sequence[sa.Row]:
    names = [TABLES[table].c[name] for name in columns]
    with reading() as connection:
        return connection.execute(sa.select(*names).order_by(TABLES[table].c.id)).all()


def test_orders_come_in_once_and_change_where_the_file_changed(either_app: Flask) -> None:
    second = {"order_number": "#A 1", "sku": "k2", "product_name": "Lid", "quantity": "2", "unit_price": "10"}
    assert counts(bring("orders", ORDER, second, dry_run=True)) == (1, 0, 0, 0)
    assert everything()["order"] == [], "a dry run writes nothing"
    assert counts(bring("orders", ORDER, second)) == (1, 0, 0, 0)
    assert one("order", "number", "number_key", "paid_minor", "market") == ("#A 1", "A1", 3000, "DE")
    assert one("customer", "email", "email_key") == ("Ann@Example.com", "ann@example.com")
    assert [tuple(row) for row in rows("order_line", "line_no", "quantity")] == [(1, 1), (2, 2)]
    assert one("shipment", "tracking") == ("RX",), "two tracking numbers stand in that cell"
    before = everything()
    assert counts(bring("orders", ORDER, second)) == (0, 0, 1, 0)
    assert everything() == before
    changed = {**ORDER, "delivered_at": "2026-11-05", "ship_city": "Göttingen", "email": "other@example.com"}
    assert counts(bring("orders", changed, {**second, "quantity": "3"})) == (0, 1, 0, 0)
    assert one("order", "delivered_at", "ship_city") == (datetime(2026, 11, 5, tzinfo=UTC), "Göttingen")
    assert [row.quantity for row in rows("order_line", "quantity")] == [1, 3]
    assert len(rows("customer", "id")) == 1, "an order keeps its customer"


def test_an_empty_cell_changes_nothing_and_lines_are_matched_by_product(app: Flask) -> None:
    bring("orders", {**ORDER, "delivered_at": "2026-11-05", "ship_city": "Berlin"},
          {"order_number": "#A 1", "sku": "k2", "product_name": "Lid", "quantity": "1", "unit_price": "5"})
    turned = [{**ORDER, "sku": "k2", "product_name": "", "unit_price": "5", "tracking": ""},
              {"order_number": "#A 1", "sku": "k1", "quantity": "1", "unit_price": "10", "tracking": "rx 1de"}]
    assert counts(bring("orders", *turned)) == (0, 0, 1, 0)
    assert one("order", "ship_city") == ("Berlin",)


def test_customers_with_one_address_are_one_and_without_address_each_is_another(app: Flask) -> None:
    batch = bring("orders", *({**ORDER, "order_number": str(number), "email": email} for number, email in enumerate(
        ["ann@example.com", "ANN@example.com", "", "", "bo@example.com"])))
    assert counts(batch) == (5, 0, 0, 0)
    assert len(rows("customer", "id")) == 4


def test_amounts_are_in_the_minor_units_of_their_currency(app: Flask) -> None:
    bring("orders", {**ORDER, "currency": "JPY", "paid": "1200", "unit_price": "1100"})
    assert one("order", "paid_minor") == (1200,)
    assert one("order_line", "unit_price_minor") == (1100,)


def test_what_cannot_be_taken_is_said_by_line(app: Flask) -> None:
    bring("orders", {**ORDER, "line_no": "1"}, {**ORDER, "order_number": "B", "sku": "k2", "product_name": "Lid"})
    batch = bring("orders", {**ORDER, "order_number": "C", "sku": "nobody", "product_name": ""},
                  {**ORDER, "sku": "k2", "line_no": "1"}, {**ORDER, "order_number": "D", "currency": "??"},
                  {**ORDER, "order_number": "E"})
    assert counts(batch) == (1, 0, 0, 3)
    assert [(fault.line, fault.sentence.msgid.split()[0]) for fault in batch.faults] == [
        (4, "%(name)s"), (2, "There"), (3, "Line")]
    assert "nobody".upper() in str(batch.faults[1].sentence)


def test_an_order_cannot_be_paid_less_than_was_refunded(app: Flask) -> None:
    bring("orders", ORDER)
    in_transaction(_refund_20)
    batch = bring("orders", {**ORDER, "paid": "19.99"})
    assert counts(batch) == (0, 0, 0, 1)
    assert "More was refunded" in str(batch.faults[0].sentence)
    assert counts(bring("orders", {**ORDER, "paid": "20"})) == (0, 1, 0, 0)
    assert counts(bring("orders", {**ORDER, "currency": "USD"})) == (0, 0, 0, 1)


def _refund_20(connection: sa.Connection) -> None:
    order = connection.execute(sa.select(TABLES["order"])).one()
    now = datetime.now(UTC)
    rma = connection.execute(sa.insert(Rma.__table__).values(
        number="R00000000000", kind=RmaKind.RETURN, status=RmaStatus.CLOSED, customer_id=order.customer_id,
        order_id=order.id, site_id=1, channel="shop", opened_through="desk", language="en", currency="EUR", policy={},
        postage_paid_by="seller", created_at=now).returning(Rma.__table__.c.id)).scalar_one()
    connection.execute(sa.insert(Settlement.__table__).values(
        rma_id=rma, order_id=order.id, kind=SettlementKind.REFUND, state="done", amount_minor=2000, currency="EUR",
        created_at=now, **_needed(Settlement.__table__)))


def _needed(table: sa.Table) -> dict[str, object]:
    """Something for every further column that must not be empty, so that this test does not follow each new one."""
    given = {"id", "rma_id", "order_id", "kind", "state", "amount_minor", "currency", "created_at"}
    return {column.name: "x" if column.type.python_type is str else 0 for column in table.columns
            if column.name not in given and not column.nullable and column.default is None}


def test_products(either_app: Flask) -> None:
    kettle = {"sku": "k1", "name": "Kettle", "gtin": "2000000000015", "price": "40.94", "currency": "GBP",
              "serialised": "yes", "warranty_months": "36"}
    assert counts(bring("products", kettle, {"sku": "k2"}, {"sku": "K1", "name": "again"})) == (1, 0, 0, 2)
    assert one("product", "sku", "price_minor", "category", "serialised") == ("K1", 4094, "general", True)
    assert counts(bring("products", {"sku": "K1", "category": "toy"})) == (0, 1, 0, 0)
    assert one("product", "name", "category", "warranty_months") == ("Kettle", "toy", 36)
    batch = bring("products", {"sku": "K3", "name": "Thief", "gtin": "2000000000015"}, {"sku": "K4", "name": "Other"})
    assert counts(batch) == (1, 0, 0, 1)
    assert "belongs to SKU K1" in str(batch.faults[0].sentence)


def test_serials_are_devices_with_their_order_and_warranty(either_app: Flask) -> None:
    bring("products", {"sku": "k1", "name": "Phone", "warranty_months": "27"})
    bring("orders", {**ORDER, "delivered_at": "2024-11-30T23:30", "time_zone": "Europe/Berlin"},
          {**ORDER, "order_number": "B"})
    batch = bring("serials", {"serial": "sn1", "sku": "k1", "order_number": "a1"}, {"serial": "sn2", "sku": "K1"},
                  {"serial": "sn3", "sku": "k1", "order_number": "b", "lot": "L7"},
                  {"serial": "sn4", "sku": "k9"}, {"serial": "sn5", "sku": "k1", "order_number": "none"})
    assert counts(batch) == (3, 0, 0, 2)
    assert [row.serial for row in rows("device_serial", "serial")] == ["SN1", "SN2", "SN3"]
    assert [row.warranty_end for row in rows("device", "warranty_end")] == [date(2027, 2, 28), None, None]
    assert counts(bring("serials", {"serial": "sn2", "sku": "k1", "order_number": "B"})) == (0, 1, 0, 0)
    bring("orders", {**ORDER, "order_number": "B", "delivered_at": "2026-01-31"})
    assert [row.warranty_end for row in rows("device", "warranty_end")] == [
        date(2027, 2, 28), date(2028, 4, 30), date(2028, 4, 30)], "a delivery starts the warranty"
    assert counts(bring("serials", {"serial": "sn3", "sku": "k1", "order_number": "b", "lot": "L7"})) == (0, 0, 1, 0)


def test_a_device_that_was_sold_again_belongs_to_the_later_order(app: Flask) -> None:
    first = {**ORDER, "serials": "sn1", "placed_at": "2026-01-01"}
    later = {**ORDER, "order_number": "B", "email": "bo@example.com", "serials": "sn1 sn2", "placed_at": "2026-10-01"}
    assert counts(bring("orders", later, first)) == (2, 0, 0, 0)
    sold = one("device", "order_line_id", "owner_customer_id")
    assert counts(bring("orders", first, later)) == (0, 0, 2, 0)
    assert one("device", "order_line_id", "owner_customer_id") == sold == (
        rows("order_line", "id")[0].id, rows("customer", "id")[0].id)
    assert len(rows("device", "id")) == 2


def test_shopify_orders_take_the_same_road(either_app: Flask) -> None:
    order = shopify.order(sample())
    assert take_order(order=order, by=SYSTEM) is Outcome.NEW
    assert take_order(order=order, by=SYSTEM) is Outcome.UNCHANGED
    assert take_order(order=shopify.order(sample(total_outstanding="1.00")), by=SYSTEM) is Outcome.CHANGED
    assert one("order", "number_key", "paid_minor") == ("1042", 4611)
    assert [tuple(row) for row in rows("order_line", "unit_price_minor", "shipment_id")] == [(3685, 1), (268, 2)]
    in_transaction(_refund_20)
    with pytest.raises(Refused, match="More was refunded"):
        take_order(order=shopify.order(sample(financial_status="voided")), by=SYSTEM)


def test_one_act_for_the_file_and_none_for_a_dry_run(app: Flask, people: dict) -> None:
    bring("orders", ORDER, dry_run=True)
    batch_id = batches.start(kind="orders", file_name="../../etc/or\nders.csv", content=csv("orders", ORDER),
                             dry_run=False, by=people["lena"])
    run_waiting(threading.Event())
    with reading() as connection:
        acts = connection.execute(sa.select(Act.__table__).where(Act.__table__.c.kind.like("%imported"))).all()
    assert [(act.kind, act.staff_id, act.undoable) for act in acts] == [
        ("orders.imported", people["lena"].staff_id, False)]
    assert acts[0].data == {"batch_id": batch_id, "new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert batches.read(batch_id).file_name == "orders.csv"


def many(count: int, **more: str) -> list[dict[str, str]]:
    return [{**ORDER, "order_number": f"N{number}", "email": f"{number}@example.com", "tracking": f"T{number}", **more}
            for number in range(count)]


def test_a_worker_that_was_stopped_is_followed_by_one_that_goes_on(app: Flask, monkeypatch) -> None:
    batch_id = batches.start(kind="orders", file_name="f", content=csv("orders", *many(90), {**ORDER, "paid": "x"}),
                             dry_run=False, by=SYSTEM)
    stop = threading.Event()
    left = running.run(batch_id, stop=stop, progress=lambda batch: stop.set())
    assert (left.state, left.rows_done, left.rows_total) == ("running", 26, 91)
    seen: list[int] = []
    done = running.run(batch_id, progress=lambda batch: seen.append(batch.rows_done))
    assert counts(done) == (90, 0, 0, 1)
    assert seen[0] > 26
    assert len(rows("order", "id")) == 90


def test_a_chunk_that_fails_leaves_nothing_of_itself(app: Flask, monkeypatch) -> None:
    batch_id = batches.start(kind="orders", file_name="f", content=csv("orders", *many(60)), dry_run=False, by=SYSTEM)
    write, calls = running._counts, []

    def break_second(*given):
        calls.append(1)
        if len(calls) in (2, 3):
            raise sa.exc.IntegrityError("", {}, Exception("no"))
        return write(*given)

    monkeypatch.setattr(running, "_counts", break_second)
    batch = running.run(batch_id)
    assert (batch.state, batch.rows_done, len(rows("order", "id"))) == ("failed", 25, 25)
    assert "between lines 27" in str(batch.faults[0].sentence)
    monkeypatch.undo()
    again = running.run(batches.again(batch_id=batch_id, dry_run=False, by=SYSTEM))
    assert counts(again) == (35, 0, 25, 0)


def test_a_chunk_that_met_a_webhook_is_done_again(app: Flask, monkeypatch) -> None:
    write, calls = running._counts, []

    def break_first(*given):
        calls.append(1)
        if len(calls) == 1:
            raise sa.exc.IntegrityError("", {}, Exception("no"))
        return write(*given)

    monkeypatch.setattr(running, "_counts", break_first)
    assert counts(bring("orders", ORDER)) == (1, 0, 0, 0)


def test_two_workers_at_one_batch_write_nothing_twice(either_app: Flask) -> None:
    batch_id = batches.start(kind="orders", file_name="f", content=csv("orders", *many(120)), dry_run=False, by=SYSTEM)

    def work() -> None:
        with either_app.app_context():
            while batches.read(batch_id).is_open:
                try:
                    running.run(batch_id)
                except Busy:
                    time.sleep(0.01)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(batches.read(batch_id)) == (120, 0, 0, 0)
    assert len(rows("order", "id")) == len(rows("shipment", "id")) == 120
    with reading() as connection:
        acts = connection.execute(sa.select(sa.func.count()).where(Act.__table__.c.kind == "orders.imported")).scalar()
    assert acts == 1


def test_a_cancelled_import_stops_after_the_chunk_in_hand(app: Flask) -> None:
    batch_id = batches.start(kind="orders", file_name="f", content=csv("orders", *many(90)), dry_run=False, by=SYSTEM)
    batch = running.run(batch_id, progress=lambda _: batches.cancel(batch_id=batch_id, by=SYSTEM))
    assert (batch.state, len(rows("order", "id"))) == ("cancelled", 25)
    with pytest.raises(Refused, match="not running"):
        batches.cancel(batch_id=batch_id, by=SYSTEM)


def test_no_chunk_keeps_other_writers_waiting(app: Flask) -> None:
    """Chunks shrink until they hold the write lock for half of what is allowed; the first ones find out."""
    held: list[float] = []
    plain = running._write

    def timed(*given):
        held.append(plain(*given))
        return held[-1]

    batch_id = batches.start(kind="orders", file_name="f", content=csv("orders", *many(800)), dry_run=False, by=SYSTEM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "_write", timed)
        running.run(batch_id)
    assert len(held) >= 800 / running.LARGEST_CHUNK
    assert sorted(held)[len(held) * 9 // 10] < 0.1, held
    assert running._next_size(200, 0.2) == 100
    assert running._next_size(100, 0.001) == 200


def test_who_may_import_and_what(app: Flask, people: dict) -> None:
    with pytest.raises(NotAllowed):
        batches.start(kind="orders", file_name="f", content=b"x", dry_run=True, by=people["walt"])
    for wrong in ({"kind": "money"}, {"content": b" \n"}, {"encoding": "ebcdic"}):
        with pytest.raises(Refused):
            batches.start(**{"kind": "orders", "file_name": "f", "content": b"x", "dry_run": True,
                             "by": people["lena"], **wrong})


def test_many_faults_are_counted_and_the_first_are_kept(app: Flask) -> None:
    batch = bring("products", *({"sku": f"S{number}", "weight_g": "heavy"} for number in range(700)))
    assert (batch.refused, len(batch.faults), batch.more_faults) == (700, batches.MOST_FAULTS, 200)
    assert isinstance(batch.faults[0].sentence, Sentence)


def test_a_file_that_is_gone_or_unreadable_fails_with_a_sentence(app: Flask, data_dir) -> None:
    unreadable = bring("orders", {})
    assert (unreadable.state, unreadable.rows_total) == ("done", 0)
    batch_id = batches.start(kind="orders", file_name="f", content=b"PK\x03\x04", dry_run=False, by=SYSTEM)
    assert running.run(batch_id).state == "failed"
    for file in (data_dir / "files" / "imports").iterdir():
        file.unlink()
    again = running.run(batches.again(batch_id=batch_id, dry_run=False, by=SYSTEM))
    assert (again.state, len(again.faults)) == ("failed", 1)


def test_a_fault_of_ours_in_one_file_does_not_stop_the_next(app: Flask, monkeypatch) -> None:
    def stumble(content: bytes, encoding: str | None) -> None:
        raise ZeroDivisionError

    first = batches.start(kind="products", file_name="f", content=csv("products"), dry_run=False, by=SYSTEM)
    second = batches.start(kind="orders", file_name="f", content=csv("orders", ORDER), dry_run=False, by=SYSTEM)
    monkeypatch.setitem(OFFERED, "products", replace(OFFERED["products"], read=stumble))
    run_waiting(threading.Event())
    assert (batches.read(first).state, batches.read(second).state) == ("failed", "done")
    assert "our fault" in str(batches.read(first).faults[0].sentence)


def test_the_command_waits_for_the_worker_that_took_its_file(app: Flask, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    path, workers = tmp_path / "products.csv", []
    path.write_bytes(csv("products", {"sku": "k1", "name": "Kettle", "category": "homeware"}))

    def overtaken(batch_id: int, **_: object) -> Batch:
        batch = batches.read(batch_id)
        if not workers:
            workers.append(threading.Thread(target=_run_in, args=(app, batch_id)))
            workers[0].start()
        return batch

    monkeypatch.setattr(orders_command, "running", SimpleNamespace(run=overtaken))
    said = app.test_cli_runner().invoke(args=["orders", "import", str(path), "--kind", "products"])
    workers[0].join()
    assert said.exit_code == 0, said.output
    assert "new 1" in said.output


def _run_in(app: Flask, batch_id: int) -> None:
    with app.app_context():
        running.run(batch_id)
