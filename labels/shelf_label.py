"""The label of a shelf or cart: 102 x 51 mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import DPI, checked
from labels.fitting import fit
from labels.press import printed


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """One shelf: its S code, its name, the site, and what lies there."""

    code: str
    name: str
    site: str = ""
    purpose: str = ""


def render(values: ShelfLabel | Sequence[ShelfLabel], language: str, dpi: int = DPI) -> bytes:
    """PDF, one label on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed("shelf_label.html", values, language, _prepare, dpi=dpi)


def _prepare(shelf: ShelfLabel) -> dict[str, Any]:
    checked(shelf.code, "S")
    about = [text for text in (shelf.site, shelf.purpose) if text]
    return {
        "shelf": shelf, "about": about,
        "name_points": fit([shelf.name], 92, 16, sizes=range(36, 6, -1), bold=True),
        "about_points": fit(about, 68, 8, sizes=range(9, 4, -1)) if about else 9,
    }
