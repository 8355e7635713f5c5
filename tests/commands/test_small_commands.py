"""`flask staff`, `flask settings`, `flask orders` and `flask draw-lifecycle`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from channels.readers import FILE_KINDS
from commands import draw_lifecycle as drawing
from commands.settings import shown
from config import ROOT, load
from models.lifecycle import CLAIM_MOVES, JOB_MOVES, PARCEL_MOVES, SETTLEMENT_MOVES, UNIT_MOVES, Stage
from tests.importing.test_running import ORDER, csv, rows
from workflow import signing_in, staffing
from workflow.errors import Refused
from workflow.importing import batches


def run(app: Flask, *words: str, given: str = "") -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=given)


def test_a_person_is_added_with_a_password_that_is_shown_once(app: Flask) -> None:
    done = run(app, "staff", "add", "Nina", "--name", "Nina 倪娜", "--roles", "agent, dock")
    assert done.exit_code == 0, done.output
    password = done.output.split("this once: ")[1].strip()
    assert len(password) >= 16
    signed = signing_in.sign_in(login="nina", password=password, address="a")
    assert {role.value for role in signed.actor.roles} == {"agent", "dock"}
    listed = run(app, "staff", "list").output
    assert "Nina 倪娜" in listed and "agent,dock" in listed and password not in listed


def test_a_password_and_a_pin_of_ones_own(app: Flask) -> None:
    done = run(app, "staff", "add", "nina", "--name", "Nina", "--roles", "packer", "--password-stdin", "--pin", "2468",
               given="a long password of mine\n")
    assert done.exit_code == 0
    assert "long password" not in done.output
    badge = done.output.split("Badge ")[1].split(".")[0]
    assert signing_in.change_person(badge=badge, pin="2468", tablet="t").actor.name == "Nina"
    with pytest.raises(Refused):
        signing_in.change_person(badge=badge, pin="1357", tablet="t")


WRONG_PEOPLE = (
    (["walt", "--name", "W", "--roles", "dock"], "already"), (["x", "--name", "X", "--roles", "boss"], "choose from"),
    (["x", "--name", "X", "--roles", " "], "choose from"), (["x", "--name", "X", "--roles", "customer"], "choose from"),
    (["x", "--name", "X", "--roles", "dock", "--password-stdin"], "characters or more"),
    (["x", "--name", "X", "--roles", "dock", "--pin", "12"], "four to six digits"),
)


def test_a_wrong_person_is_refused_with_a_sentence(app: Flask) -> None:
    before = len(staffing.everybody())
    for words, said in WRONG_PEOPLE:
        done = run(app, "staff", "add", *words, given="short\n")
        assert done.exit_code != 0, words
        assert said in done.output
    assert len(staffing.everybody()) == before


def test_settings_say_what_they_mean_and_keep_secrets(app: Flask) -> None:
    output = run(app, "settings").output
    assert "UNDO_SECONDS=60\n    how long an act can be undone" in output
    assert "RATE_LIMITS=off  (set)" in output
    assert "SECRET_KEY=***" in output and app.config["SECRET_KEY"] not in output
    assert shown("smtp_url", "smtp://me:pass@word@mail.example:587") == "smtp://me:***@mail.example:587"
    assert shown("database_url", "postgresql+psycopg://u:p@h/d") == "postgresql+psycopg://u:***@h/d"
    assert shown("public_url", "https://shop.example:8000") == "https://shop.example:8000"


@pytest.mark.parametrize(("environ", "public_url"), [
    ({}, "http://127.0.0.1:8000"), ({"PORT": "9123"}, "http://127.0.0.1:9123"), ({"PORT": "0"}, "http://127.0.0.1:8000"),
    ({"HOST": "192.168.1.20"}, "http://192.168.1.20:8000"), ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),
    ({"PORT": "9123", "PUBLIC_URL": "https://shop.example/"}, "https://shop.example"),
])
def test_links_and_codes_lead_to_where_it_listens_unless_said_otherwise(
        tmp_path: Path, environ: dict[str, str], public_url: str) -> None:
    assert load(environ, data_dir=str(tmp_path)).public_url == public_url


def test_orders_come_in_by_command(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(csv("orders", ORDER, {**ORDER, "order_number": "B", "quantity": "many"}))
    dry = run(app, "orders", "import", str(file), "--kind", "orders", "--dry-run")
    assert "would be new 1, would be changed 0, unchanged 0, not taken 1" in dry.output
    assert (dry.exit_code, rows("order", "id")) == (1, [])
    done = run(app, "orders", "import", str(file), "--kind", "orders")
    assert "line 3: quantity “many” is no whole number" in done.output
    assert (done.exit_code, len(rows("order", "id"))) == (1, 1)
    file.write_bytes(csv("orders", ORDER))
    again = run(app, "orders", "import", str(file), "--kind", "orders")
    assert (again.exit_code, "unchanged 1" in again.output) == (0, True)
    assert {batch.by for batch in batches.recent()} == {None}
    file.write_bytes(b"PK\x03\x04")
    assert "workbook" in run(app, "orders", "import", str(file), "--kind", "orders").output


def test_shopify_and_a_chosen_encoding_by_command(app: Flask, tmp_path: Path) -> None:
    sample = ROOT / "reference" / "demo" / "shopify_order_sample.json"
    assert "new 1" in run(app, "orders", "import", str(sample), "--kind", "shopify").output
    file = tmp_path / "products.csv"
    file.write_bytes("sku,name\nA,Größe".encode("cp1252"))
    done = run(app, "orders", "import", str(file), "--kind", "products", "--encoding", "gb18030")
    assert "GB18030" in done.output + run(app, "orders", "import", str(file), "--kind", "products").output


def test_the_drawing_is_fresh(app: Flask, tmp_path: Path) -> None:
    """Fails when models/lifecycle.py moved on: run `flask draw-lifecycle`."""
    assert drawing.PAGE.read_text(encoding="utf-8") == drawing.draw()
    assert run(app, "draw-lifecycle", "--check").exit_code == 0
    other = tmp_path / "page.md"
    assert run(app, "draw-lifecycle", "--check", "--to", str(other)).exit_code == 1
    other.write_text(drawing.draw().replace("requested --> expected", "requested --> ready"), encoding="utf-8")
    assert run(app, "draw-lifecycle", "--check", "--to", str(other)).exit_code == 1
    assert run(app, "draw-lifecycle", "--to", str(other)).exit_code == 0
    assert run(app, "draw-lifecycle", "--check", "--to", str(other)).exit_code == 0


def test_every_move_is_drawn_and_listed(app: Flask) -> None:
    page = drawing.draw()
    tables = [UNIT_MOVES, *PARCEL_MOVES.values(), JOB_MOVES, SETTLEMENT_MOVES, CLAIM_MOVES]
    arrows = [line for line in page.splitlines() if "-->" in line and not line.endswith("--> [*]")]
    assert len(arrows) == sum(len(table) for table in tables)
    assert len(drawing.SECTIONS) == len(tables)
    unit = page.split("## Unit")[1].split("## ")[0]
    listed = {(start, end) for line in unit.splitlines() if line.startswith("| ") and "---" not in line
              for start in line.split("|")[1].split(",") for end in line.split("|")[2].split(",")}
    assert len(listed) - 1 == len(UNIT_MOVES), "each step stands in one row, and the head is one"
    assert set(drawing._ends(UNIT_MOVES)) == {stage.value for stage in Stage} - {
        start.value for start, _end in UNIT_MOVES if start}


def test_the_columns_are_all_in_the_docs() -> None:
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    for kind, about in FILE_KINDS.items():
        for column in about.columns:
            needed = " (needed)" if column.required else ""
            assert f"| `{column.name}`{needed} | {column.meaning} |" in page, f"{kind}: {column.name}"
