"""An address as it stands on a label: in its own script and, where the parcel leaves the country, in Latin letters too.

Between countries an address is written in roman letters and arabic figures (regulations to the Convention of the
Universal Postal Union); in the country itself people read their own script. Where no Latin form is known, lines are
left to write it by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labels.address import Address, east_asian, lines
from labels.fitting import fit
from reference.romanising import is_latin

GAP = 3.0
"""Millimetres between the two forms."""
NARROW = 0.4
"""Part of the width that the shorter form has."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of an address with their size in points. `latin` stands beside them; `by_hand`: lines to write on.

    `narrow`: its own script takes the smaller part, since Chinese and Korean are shorter than what they become.
    """

    person: Address
    lines: list[str]
    points: int
    latin: list[str]
    latin_points: int
    by_hand: bool
    narrow: bool


def block(address: Address, abroad: bool, width: float, height: float, sizes: Sequence[int],
          bold: bool = False) -> Block:
    """The address fitted into width x height millimetres; raises DoesNotFit and PaperError.

    :param abroad: the parcel crosses a border
    """
    written = lines(address)
    beside = abroad and not all(is_latin(line) for line in written)
    narrow = beside and east_asian(address)
    own = (width - GAP) * (NARROW if narrow else 0.5) if beside else width
    latin = lines(address.latin) if beside and address.latin else []
    latin_points = fit(latin, width - GAP - own, height, sizes, bold) if latin else sizes[0]
    return Block(address, written, fit(written, own, height, sizes, bold), latin, latin_points, beside and not latin,
                 narrow)
