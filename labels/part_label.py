"""The label of a spare part's drawer or bag, scanned at the bench: 62 x 29 mm, from the same roll as unit tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import DPI, checked
from labels.fitting import fit
from labels.press import printed


@dataclass(frozen=True, slots=True)
class PartLabel:
    """One kind of part: its K number, its name, and the SKU by which it is ordered."""

    code: str
    name: str
    sku: str = ""


def render(values: PartLabel | Sequence[PartLabel], language: str, dpi: int = DPI) -> bytes:
    """PDF, one label on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed("part_label.html", values, language, _prepare, dpi=dpi)


def _prepare(part: PartLabel) -> dict[str, Any]:
    checked(part.code, "K")
    return {
        "part": part, "name_points": fit([part.name], 43, 8.2, sizes=range(12, 3, -1), bold=True),
        "sku_points": fit([part.sku], 43, 3.6, sizes=range(8, 3, -1)) if part.sku else 8,
    }
