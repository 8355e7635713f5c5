"""The house holds: who may import whom, who writes the stage, who guards a route, and what is drawn from the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import REAL_HASHER

ROOT = Path(__file__).resolve().parent.parent
# floor: the top-level names of ours that it may import
MAY_IMPORT = {
    "models": {"models", "reference"},
    "reference": {"reference"},
    "labels": {"labels", "reference"},
    "workflow": {"workflow", "models", "reference", "config"},
    "notifications": {"notifications", "labels"},
    "channels": {"channels", "labels", "reference"},
    "carriers": {"carriers", "labels", "reference"},
    "jobs": {"jobs", "workflow", "models", "reference", "labels", "notifications", "channels", "carriers"},
    "commands": {"commands", "workflow", "models", "reference", "jobs", "migrations", "config", "channels"},
    "blueprints": {"blueprints", "workflow"},
}
# Modules that more than one floor may name, each with its reason.
PLAIN_WORDS = {"models.lifecycle", "models.numbers",  # enums and number forms: pure data
               "workflow.importing.values", "workflow.sentences"}  # what a channel hands over
OURS = {*MAY_IMPORT, "app", "config", "migrations", "speed", "tests"}
STAGE_WRITER = Path("workflow/moves.py")
MAY_SET_STATES = {STAGE_WRITER, Path("workflow/undoing.py"), Path("workflow/statuses.py"), Path("workflow/seeding.py")}
SQL_WORDS = {"execute", "scalar", "scalars", "commit", "flush", "query", "begin", "rollback"}


def sources(*floors: str) -> Iterator[tuple[Path, ast.Module]]:
    for floor in floors:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("floor", sorted(MAY_IMPORT))
def test_floors_import_downwards_only(floor: str) -> None:
    wrong = []
    for path, tree in sources(floor):
        for name in imports(tree):
            top = name.split(".")[0]
            plain = floor in {"blueprints", "channels"} and name in PLAIN_WORDS
            allowed = top not in OURS or top in MAY_IMPORT[floor] or plain
            if not allowed:
                wrong.append(f"{path} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("floor", ["workflow", "labels", "notifications", "reference"])
def test_below_the_edge_nobody_knows_flask(floor: str) -> None:
    wrong = [f"{path}: {name}" for path, tree in sources(floor) for name in imports(tree)
             if name.split(".")[0] in {"flask", "flask_wtf", "flask_babel", "werkzeug"}]
    assert wrong == []


def test_models_know_flask_only_through_the_one_db_object() -> None:
    wrong = [f"{path}: {name}" for path, tree in sources("models") for name in imports(tree)
             if name.split(".")[0].startswith("flask") and path != Path("models/db.py")]
    assert wrong == []


def test_web_processes_never_import_weasyprint() -> None:
    wrong = [f"{path}: {name}" for path, tree in sources("blueprints", "workflow", "models") for name in imports(tree)
             if name.split(".")[0] in {"weasyprint", "labels"}]
    assert wrong == []


def test_routes_neither_query_nor_commit() -> None:
    wrong = [f"{path}:{node.lineno} {node.func.attr}" for path, tree in sources("blueprints") for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SQL_WORDS
             and isinstance(node.func.value, ast.Name) and node.func.value.id in {"connection", "db", "session", "sa"}]
    assert wrong == []


def test_one_writer_of_stage_state_and_place() -> None:
    """Only moves.py puts a value into these columns (undo puts old ones back, statuses.py keeps the RMA's)."""
    wrong = []
    for path, tree in sources("workflow", "jobs", "blueprints", "commands"):
        if path in MAY_SET_STATES:
            continue
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name in {"update", "values", "insert"}:
                written = {keyword.arg for keyword in call.keywords} & {"stage", "place_kind", "place_id"}
                wrong += [f"{path}:{call.lineno} writes {', '.join(sorted(written))}"] if written else []
    assert wrong == []


def test_rows_are_written_by_few() -> None:
    """models/writes.py knows no rules: only what keeps the log beside the rows may use it."""
    floors = ("workflow", "jobs", "blueprints", "commands")
    wrong = [str(path) for path, tree in sources(*floors) for node in ast.walk(tree)
             if isinstance(node, ast.ImportFrom) and node.module == "models"
             and "writes" in {name.name for name in node.names} and path.name not in MAY_WRITE_ROWS]
    assert wrong == []


def test_every_route_is_guarded(app: Flask) -> None:
    unguarded = [rule.rule for rule in app.url_map.iter_rules()
                 if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "guard")]
    assert unguarded == []


def test_routes_that_change_are_never_get(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = rule.methods - {"HEAD", "OPTIONS"}
        assert methods == {"GET"} or "GET" not in methods, f"{rule.rule} answers {sorted(methods)} in one view"


def test_no_post_is_exempt_from_the_form_token(app: Flask) -> None:
    csrf = app.extensions["csrf"]
    assert not csrf._exempt_views and not csrf._exempt_blueprints


MAY_WRITE_ROWS = {"doing.py", "moves.py", "work_moves.py", "statuses.py", "chain.py", "protocol.py", "to_printer.py"}
FORBIDDEN_MARKUP = {
    r"\shx-on[:-]": "does nothing under our policy", r"hx-vals=.js:": "posts an empty form under our policy",
    r"<[a-z][^>{]*\sstyle=": "is blocked by our policy", r"<[a-z][^>{]*\son[a-z]+=": "is blocked by our policy",
    r"<script(?![^>]*\ssrc=)": "is blocked by our policy", r"\|\s*safe\b": "would let a customer's text be markup",
    r"hx-trigger=\"[^\"]*\[": "filters are ignored under our policy and the request still sent",
}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.name))
def test_templates_hold_nothing_that_the_policy_blocks(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    found = [f"{pattern}: {why}" for pattern, why in FORBIDDEN_MARKUP.items() if re.search(pattern, text)]
    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.name))
def test_every_form_that_changes_carries_its_token(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    for form in re.findall(r"<form[^>]*method=.post.*?</form>", text, re.S | re.I):
        assert any(word in form for word in ("csrf_field()", "csrf_token", "plain_fields(")), form[:120]


def test_there_is_no_drawer_for_everything() -> None:
    names = {path.name for floor in MAY_IMPORT for path in (ROOT / floor).rglob("*.py")}
    assert not names & {"utils.py", "helpers.py", "misc.py", "common_utils.py"}


def test_passwords_are_hashed_as_owasp_advises() -> None:
    """Tests hash cheaply; the product does not: argon2id, 19 MiB, two passes (Password Storage Cheat Sheet)."""
    assert (REAL_HASHER.memory_cost, REAL_HASHER.time_cost, REAL_HASHER.parallelism) == (19456, 2, 1)
