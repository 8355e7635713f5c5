"""The icons of the screens, drawn on paper as lines: what hangs beside a scanner looks as on the tablet."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from labels.errors import BrokenPaper

SPRITE = Path(__file__).parent.parent / "static" / "icons" / "sprite.svg"
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.S)


def icon(name: str, millimetres: float) -> Markup:
    """An icon of the sprite as a square drawing; raises BrokenPaper when there is none of this name."""
    if name not in _drawings():
        raise BrokenPaper(f"there is no icon “{name}”")
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="%smm" height="%smm" fill="none" '
                  'stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">%s</svg>') % (
        millimetres, millimetres, Markup(_drawings()[name]))  # noqa: S704  our own file, no text of anybody's


@lru_cache(maxsize=1)
def _drawings() -> dict[str, str]:
    return dict(SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))
