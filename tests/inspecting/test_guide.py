"""docs/adding_a_station.md names only what there is."""

from __future__ import annotations

import re
from pathlib import Path

from workflow.scanning import again, answers, choosing, elsewhere

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "adding_a_station.md").read_text()
INVENTED = {"workflow/weighing.py", "workflow/scanning/weighing.py", "tests/weighing/"}


def test_every_path_is_there() -> None:
    named = set(re.findall(r"`((?:workflow|models|tests|blueprints|docs)/[\w/.]*)`", GUIDE)) - INVENTED
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_helper_is_there() -> None:
    for module, name in ((answers, "ok"), (answers, "Field"), (choosing, "one_of"), (elsewhere, "somewhere_else"),
                         (again, "undo")):
        assert name in GUIDE
        assert hasattr(module, name)
