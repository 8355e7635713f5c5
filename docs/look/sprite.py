"""Build static/icons/sprite.svg from the icons named in static/icons/ICONS.md.

Usage: python docs/look/sprite.py FOLDER, where FOLDER is `icons/outline` of an unpacked @tabler/icons package (MIT).
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

ICONS = Path(__file__).resolve().parents[2] / "static" / "icons"
MARK = (
    '<symbol id="backhaul" viewBox="0 0 24 24"><path d="M4 7h10.5a5 5 0 0 1 0 10H8"/>'
    '<path d="M11.5 13 7.5 17l4 4"/></symbol>'
)
ROW = re.compile(r"^\| ([a-z][a-z0-9-]*) \| ", re.MULTILINE)
DRAWING = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>")
EMPTY_FRAME = 'd="M0 0h24v24H0z"'


def names() -> list[str]:
    """The icon names in ICONS.md, in its order, without the table's head."""
    return [name for name in ROW.findall((ICONS / "ICONS.md").read_text("utf-8")) if name != "icon"]


def symbol(name: str, svg: str) -> str:
    """One <symbol>. The stroke is set by CSS, so that the icon takes the colour of its text."""
    shapes = [shape.replace(" />", "/>") for shape in DRAWING.findall(svg) if EMPTY_FRAME not in shape]
    if not shapes:
        raise SystemExit(f"{name}: nothing to draw")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def main(folder: Path) -> None:
    """Write the sprite; a name without a file is an error."""
    symbols = [MARK] + [symbol(name, (folder / f"{name}.svg").read_text("utf-8")) for name in names()]
    body = "\n".join(symbols)
    (ICONS / "sprite.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
