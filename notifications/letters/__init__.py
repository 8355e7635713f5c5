"""Every letter by its name."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from notifications.letter import Letter, Values, lay_out

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "__init__"))


def compose(name: str, values: Values, language: str) -> Letter:
    """The finished letter. `name` is one of NAMES."""
    return lay_out(import_module(f"notifications.letters.{name}").write(values, language), values, language)
