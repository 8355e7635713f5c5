"""A person's badge, 86 x 54 mm. Its code is a key, so it stands there as bars only and never as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.codes import DPI, checked
from labels.fitting import fit
from labels.press import printed


@dataclass(frozen=True, slots=True)
class Badge:
    """One person: name, what they do (role names in the paper's language), the badge's B code, the house's name."""

    name: str
    roles: tuple[str, ...]
    code: str
    site: str = ""


def render(values: Badge | Sequence[Badge], language: str, dpi: int = DPI) -> bytes:
    """PDF, one badge on each page, for a printer of so many dots per inch; raises PaperError."""
    return printed("badge.html", values, language, _prepare, dpi=dpi)


def _prepare(badge: Badge) -> dict[str, Any]:
    checked(badge.code, "B")
    roles = " · ".join(badge.roles)
    return {
        "badge": badge, "roles": roles,
        "name_points": fit([badge.name], 76, 16, sizes=range(19, 5, -1), bold=True),
        "roles_points": fit([roles], 76, 7.5, sizes=range(9, 4, -1)) if roles else 9,
        "site_points": fit([badge.site], 50, 5, sizes=range(8, 3, -1)) if badge.site else 8,
    }
