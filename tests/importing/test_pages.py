"""The import page as a person uses it: send, look, bring in, stop, read the errors."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

from flask import Flask
from werkzeug.test import TestResponse

from tests.importing.test_running import ORDER, csv, rows
from tests.support.pages import PageClient
from workflow.importing import run_waiting

Clients = Callable[..., PageClient]


def upload(client: PageClient, content: bytes, name: str = "orders.csv", **fields: str) -> TestResponse:
    client.page("/admin/imports")
    return client.post("/admin/imports", content_type="multipart/form-data", data={
        "csrf_token": client.token, "kind": "orders", "encoding": "", "file": (io.BytesIO(content), name), **fields})


def worker() -> None:
    run_waiting(threading.Event())


def test_a_file_is_looked_at_and_then_brought_in(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    answer = upload(client, csv("orders", ORDER, {**ORDER, "order_number": "B", "placed_at": "03/04/2026"}))
    assert answer.status_code == 303
    where = answer.location
    assert 'hx-trigger="every 1s"' in client.page(where)
    worker()
    html = client.page(where)
    assert "hx-trigger" not in html
    assert "Nothing has been changed yet" in html
    assert "can be two days" in html
    assert rows("order", "id") == []
    brought = client.send(f"{where}/runs")
    worker()
    assert "Imported" in client.page(brought.location)
    assert len(rows("order", "id")) == 1
    assert client.page("/admin/imports").count("<bdi>orders.csv</bdi>") == 2
    errors = client.get(f"{where}/errors.csv")
    assert errors.data.startswith("\ufeffline,error\r\n3,".encode())
    assert errors.headers["Content-Disposition"] == 'attachment; filename="import-1-errors.csv"'


def test_the_encoding_is_shown_and_can_be_changed(app: Flask, client_as: Clients) -> None:
    client = client_as("adam")
    where = upload(client, csv("orders", {**ORDER, "customer_name": "王小明", "ship_city": "深圳"}).decode().encode(
        "gb18030")).location
    worker()
    assert "<dd>GB18030</dd>" in client.page(where)
    other = client.send(f"{where}/checks", encoding="cp1252").location
    worker()
    assert "<dd>Latin-1 (Windows-1252)</dd>" in client.page(other)
    client.send(f"{other}/runs")
    worker()
    assert rows("customer", "name")[0].name == "王小明".encode("gb18030").decode("cp1252"), "as it was looked at"
    assert client.send(f"{where}/checks", encoding="ebcdic").status_code == 422


def test_the_page_says_what_is_wrong_with_a_form(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    assert "The file is empty" in upload(client, b" ").get_data(as_text=True)
    client.page("/admin/imports")
    answer = client.send("/admin/imports", kind="orders", encoding="")
    assert (answer.status_code, "Choose a file" in answer.get_data(as_text=True)) == (422, True)
    assert upload(client, b"x", kind="money").status_code == 422


def test_a_workbook_is_refused_with_advice(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    where = upload(client, b"PK\x03\x04...", "orders.xlsx").location
    worker()
    assert "Save as, CSV UTF-8" in client.page(where)


def test_an_import_can_be_stopped_before_it_runs(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    where = upload(client, csv("orders", ORDER)).location
    client.page(where)
    assert client.send(f"{where}/cancellation").status_code == 303
    worker()
    assert "Stopped" in client.page(where)
    assert client.send(f"{where}/cancellation").status_code == 422


def test_file_names_and_cells_are_shown_as_text(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    nasty = "<img src=x>{{'seven' * 3}}"
    where = upload(client, csv("orders", {**ORDER, "currency": nasty}), f"{nasty}.csv").location
    worker()
    html = client.page(where)
    assert "<img" not in html
    assert "sevenseven" not in html
    assert "&lt;img src=x&gt;{{&#39;seven&#39; * 3}}" in html


def test_the_fragment_is_the_page_s_own_piece(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    where = upload(client, csv("orders", ORDER)).location
    piece = client.get(where, headers={"HX-Request": "true"}).get_data(as_text=True).strip()
    assert piece.startswith('<div id="batch"')
    assert piece.endswith("</div>")


def test_the_files_to_fill_can_be_had(app: Flask, client_as: Clients) -> None:
    client = client_as("lena")
    for kind in ("orders", "products", "serials"):
        assert client.get(f"/admin/imports/columns/{kind}.csv").data.startswith("\ufeff".encode())
    for missing in ("columns/money.csv", "columns/shopify.csv", "99", "99/errors.csv"):
        assert client.get(f"/admin/imports/{missing}").status_code == 404


def test_it_is_for_leads_and_administrators(app: Flask, client_as: Clients) -> None:
    for login in ("alice", "walt", "mia"):
        client = client_as(login)
        assert client.get("/admin/imports").status_code == 403
        assert client.get("/admin/imports/1/errors.csv").status_code == 403
        client.page("/stations")
        assert client.send("/admin/imports/1/runs").status_code == 403
