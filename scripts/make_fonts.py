"""Makes the small Japanese, Korean and Traditional Chinese fonts of labels/fonts. Run again only to renew them.

    .venv/bin/python scripts/make_fonts.py FOLDER

FOLDER holds the full fonts: NotoSansJP_400Regular.ttf and its kin, from the npm packages
@expo-google-fonts/noto-sans-jp, -kr and -tc, version 0.4.3 (`npm pack`, then unpack).

Noto Sans SC, which is here whole, draws most characters of all three. A small font holds what SC lacks, and
what it draws in another shape: the outlines of the two full fonts are compared. Cut-down fonts keep their licence,
the SIL Open Font License; its reserved name, Source, is not in their names.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "labels" / "fonts"
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
# Full-width signs whose place in their square differs: 、。！ stand in the middle in Taiwan and Hong Kong.
SIGNS = (range(0x3000, 0x3100), range(0xFF00, 0xFFF0))
# Pango sets the space behind a word in the word's own font.
SPACES = (0x20, 0xA0, 0x3000)
FEATURES = ["ccmp", "ljmo", "vjmo", "tjmo"]
NOT_ON_PAPER = ["vhea", "vmtx", "VORG", "BASE", "DSIG", "GPOS"]


def encoded_by(codec: str) -> Callable[[str], bool]:
    """Whether a character is one of those that people of the country could always type."""
    def there(character: str) -> bool:
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            return False
        return True
    return there


def never(_character: str) -> bool:
    return False


# Of characters that SC has as well, those that are common in the country and drawn otherwise there.
COMMON: dict[str, Callable[[str], bool]] = {"JP": encoded_by("cp932"), "TC": encoded_by("big5"), "KR": never}


def outline(font: TTFont, glyph: str) -> tuple[Any, Any]:
    points, ends, _flags = font["glyf"][glyph].getCoordinates(font["glyf"])
    return list(points), list(ends)


def wanted(full: TTFont, chinese: TTFont, common: Callable[[str], bool]) -> list[int]:
    """Code points for the small font."""
    ours, theirs = full.getBestCmap(), chinese.getBestCmap()

    def drawn_otherwise(point: int) -> bool:
        ideograph = 0x3400 <= point < 0xA000 or point >= 0x20000
        return ((ideograph or any(point in signs for signs in SIGNS)) and common(chr(point))
                and outline(full, ours[point]) != outline(chinese, theirs[point]))

    return [point for point in ours if point in SPACES or point not in theirs or drawn_otherwise(point)]


def make(source: Path, target: Path, chinese: TTFont, common: Callable[[str], bool]) -> int:
    """Write one small font; returns how many characters it has."""
    full = TTFont(source, recalcTimestamp=False)
    points = wanted(full, chinese, common)
    options = subset.Options(layout_features=FEATURES, drop_tables=NOT_ON_PAPER, hinting=False, name_IDs=["*"],
                             notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(full)
    full.save(target)
    return len(points)


def main(folder: Path) -> None:
    for weight, file in WEIGHTS.items():
        chinese = TTFont(FONTS / f"NotoSansSC-{weight}.ttf")
        for code, common in COMMON.items():
            target = FONTS / f"NotoSans{code}-{weight}.ttf"
            count = make(folder / f"NotoSans{code}_{file}.ttf", target, chinese, common)
            print(target.name, count, "characters,", target.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
