"""Kinds of batteries as carriers tell them apart, and the countries between which no customs papers are needed.

UN numbers and what may fly: IATA Lithium Battery Guidance Document and the ICAO Technical Instructions (packing
instructions 965 to 970; special provision A154 forbids damaged and defective ones by air); the same batteries alone
are not admitted to the international post (Universal Postal Convention, Regulations, articles on dangerous goods). It
takes lithium batteries inside equipment only, at most four cells or two batteries, from posts that have agreed to it.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Battery:
    """One kind. `un` is empty for what is no dangerous good; `alone` has no equipment with it."""

    un: str
    alone: bool = False


BATTERIES: dict[str, Battery] = {
    "none": Battery(""), "ion_in": Battery("UN3481"), "ion_with": Battery("UN3481"),
    "metal_in": Battery("UN3091"), "metal_with": Battery("UN3091"),
    "ion_alone": Battery("UN3480", alone=True), "metal_alone": Battery("UN3090", alone=True),
}
MOST_UNMARKED, MOST_UNMARKED_BOXES = 2, 2
"""So many batteries inside equipment may lie in a parcel without the mark, where the consignment is one or two parcels
(49 CFR 173.185(c)(3); ADR, special provision 188; IATA packing instructions 967 and 970, section II). We count one
battery a unit."""
UNSAFE_FAULTS = frozenset({"BATTERY_LEAK", "SAFETY"})
"""Fault codes (fault_codes.csv) of a battery that leaked, is swollen or burnt."""
CUSTOMS_UNION = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"))
"""Member states of the European Union and Monaco: goods between them pass no customs. Territories outside the union's
customs area (the Canary Islands, Åland, Büsingen ...) have the code of their state and are not told apart here."""

BY_ROAD = CUSTOMS_UNION - {"CY", "MT"} | {"CH", "GB", "LI", "NO"}
"""Where a parcel may be carried by road, and by ferry, under one set of rules: the states here are parties to the ADR
(UNECE, Agreement concerning the International Carriage of Dangerous Goods by Road). Parcels of Cyprus and Malta fly."""


def marked(kinds: Iterable[str], *, free: bool = True) -> list[str]:
    """The UN numbers on the mark of a parcel with these kinds of batteries, a unit each; none: it needs no mark.

    Batteries beside their equipment, and those by themselves, always need it; those inside too where they are not
    `free` of it: where there are more than MOST_UNMARKED_BOXES.
    """
    dangerous = [(kind, battery) for kind in kinds if (battery := BATTERIES.get(kind)) and battery.un]
    beside = any(not kind.endswith("_in") for kind, _battery in dangerous)
    needed = beside or not free or len(dangerous) > MOST_UNMARKED
    return sorted({battery.un for _kind, battery in dangerous}) if needed else []


def crosses_customs(start: str, end: str) -> bool:
    """Whether goods from one country (two letters) to the other are declared to customs."""
    return bool(start and end) and start != end and not {start, end} <= CUSTOMS_UNION
