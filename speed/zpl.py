"""ZPL labels a second: as text where the printer has the letters, as pictures for any script. Part of speed-paper."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from labels import return_label, unit_tag, unit_tag_zpl, zpl
from models.numbers import Prefix, make
from tests.labels import samples

ROUNDS = 5
TEXTS, PICTURES, LARGE = 5_000, 100, 20
NAMES = ("Kopfhörer Über-Ear, Modell {}", "无线降噪耳机 {}", "سماعة لاسلكية {}", "Беспроводные наушники {}")


def zpl_rates() -> dict[str, float]:
    """Labels in a second of one core, whatever else the machine does; the median of some rounds.

    `text` are unit tags, every product another one; `picture` and `large` (4 x 6 inch) are drawn from pages that are
    set already, as for a label that is printed again; `picture_and_page` sets the page first.
    """
    latin = _tags(TEXTS, NAMES[:1])
    pages = unit_tag.render(_tags(PICTURES, NAMES[1:]), "zh")
    large = return_label.render([samples.RETURN] * LARGE, "ar", size="4x6")
    fresh = _tags(PICTURES, NAMES[1:])
    rates = {"text": _rate(TEXTS, lambda: unit_tag_zpl.render(latin, "en", 203))}
    for dpi in zpl.DPIS:
        rates[f"picture_{dpi}"] = _rate(PICTURES, lambda dpi=dpi: list(zpl.pages(pages, dpi)))
        rates[f"large_{dpi}"] = _rate(LARGE, lambda dpi=dpi: list(zpl.pages(large, dpi)))
    rates["picture_and_page"] = _rate(PICTURES, lambda: list(zpl.pages(unit_tag.render(fresh, "zh"), 203)))
    return rates


def report() -> str:
    """The rates in words."""
    rates = zpl_rates()
    return (f"  ZPL: {rates['text']:,.0f} unit tags a second of one core as text; as pictures of any script from pages "
            f"that are set {rates['picture_203']:.0f} at 203 dpi and {rates['picture_300']:.0f} at 300, 4x6 inch "
            f"{rates['large_203']:.0f} and {rates['large_300']:.0f}; {rates['picture_and_page']:.0f} with the page "
            "set first")


def _tags(count: int, names: tuple[str, ...]) -> list[unit_tag.UnitTag]:
    return [unit_tag.UnitTag(make(Prefix.TAG, number), names[number % len(names)].format(number),
                             make(Prefix.RMA, number), "LEJ1", "A-03") for number in range(count)]


def _rate(count: int, work: Callable[[], object]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        unit_tag_zpl._short.cache_clear()
        begun = time.process_time()
        work()
        rounds.append(count / (time.process_time() - begun))
    return statistics.median(rounds)


if __name__ == "__main__":
    print(report())
