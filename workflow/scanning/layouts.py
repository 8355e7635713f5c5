"""What a scanner does to the codes it types, and what of it may be taken back.

One barcode with known text tells: what arrives is compared with what would arrive from each keyboard, with and without
Caps Lock. From then on a number of ours is put right, because its check digits prove it (ISO 7064 Mod 97,10). Codes of
others are never rewritten: nothing proves that the new text is the true one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from typing import Any

from models.numbers import PATTERN, Prefix, is_valid
from reference.keyboards import US, keys, pairs
from workflow.scanning import cleaning

CALIBRATION = "Az-0123456789_qY/Wm;:?@#(&"
"""No sign twice, so that a lost or added one is found. No two keyboards type all of it alike; no accent key is among
these in most countries, because what comes of those depends on the sign that follows. What the other signs become is
known from the keyboard."""
NO_ENTER, TWO_ENTERS = "\x03", "\r\r"
"""What static/js/station/wedge.js puts behind the text: only the browser sees the key that ends it."""
LEAST_ALIKE = 0.6
MOSTLY_DIFFERENT = 0.8
NUMBER_SIGNS = 12
MOST_WRONG = 2
"""Signs that may be wrong for another reason: Caps Lock moves not all keys (CLDR), accent keys swallow a sign."""


class Case(StrEnum):
    """What becomes of capital and small letters."""

    KEPT = "kept"
    CAPS = "caps"  # Caps Lock, letters only
    SHIFT = "shift"  # Caps Lock where it moves digits too, as on German and French keyboards under Windows
    UPPER = "upper"  # the scanner sends all letters as capitals
    LOWER = "lower"


class Enter(StrEnum):
    ONCE = "once"
    NONE = "none"
    TWICE = "twice"


@dataclass(frozen=True)
class Setting:
    """How a scanner types at its tablet; stands in `tablet.scanner`. `before` and `after` as they arrive."""

    layout: str = US
    case: str = Case.KEPT
    before: str = ""
    after: str = ""

    def as_data(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Diagnosis:
    """`setting` is None when the text was read but no keyboard we know explains it. `lost`: signs that are missing;
    `wrong`: signs that arrived where another one was printed, or once more.
    """

    setting: Setting | None
    lost: str = ""
    enter: Enter = Enter.ONCE
    wrong: str = ""

    @property
    def fine(self) -> bool:
        return self.setting == Setting() and not self.lost and not self.wrong and self.enter is Enter.ONCE


@dataclass(frozen=True)
class _Fit:
    """What explains a text: the setting, and the signs that it does not explain."""

    setting: Setting
    lost: str
    wrong: str

    @property
    def cost(self) -> int:
        return 2 * len(self.wrong) + len(self.lost)


def typed(text: str, layout: str, case: str = Case.KEPT) -> str:
    """What arrives when a scanner types this; a sign that its keyboard has not is lost."""
    text = {Case.UPPER: text.upper(), Case.LOWER: text.lower()}.get(case, text)
    table = keys(layout)
    return "".join(_locked(*table[sign], case) for sign in text if sign in table)


def _locked(pressed: str, other: str, case: str) -> str:
    if case == Case.SHIFT:
        return other
    if case != Case.CAPS or not pressed.isalpha():
        return pressed
    partners = {pressed.lower()[:1], pressed.upper()} & {other.lower()[:1], other.upper(), other}
    if partners and other.isalpha():
        return other
    capital = pressed.upper()  # a key that has a letter only without Shift, as the Czech digits do, gives its capital
    return capital if len(capital) == 1 else pressed


def diagnose(received: str) -> Diagnosis | None:
    """What the calibration barcode, as it arrived, tells of the scanner. None for every other code."""
    text, enter = _end(received)
    half = len(text) // 2
    if text[:half] == text[half:]:  # two readings arrived as one
        text, enter = text[:half], Enter.NONE
    fits = sorted(_fits(text), key=lambda fit: fit.cost) if _may_be(text) else []
    if not fits:
        return None
    best = fits[0]
    rivals = {fit.setting.layout for fit in fits if fit.cost == best.cost}
    sure = len(best.wrong) <= MOST_WRONG and len(rivals) == 1
    return Diagnosis(best.setting if sure else None, best.lost, enter, _told(best, text))


def _told(fit: _Fit, text: str) -> str:
    """The wrong signs that are the scanner's doing. From another country's keyboard only those that came twice: what
    its accent keys give is not known so well, and the check after it is set right tells the rest.
    """
    return "".join(sign for sign in fit.wrong if fit.setting.layout == US or text.count(sign) > 1)


def _end(received: str) -> tuple[str, Enter]:
    for mark, enter in ((NO_ENTER, Enter.NONE), (TWO_ENTERS, Enter.TWICE)):
        if received.endswith(mark):
            return received.removesuffix(mark), enter
    return received.strip("\r\n\t"), Enter.ONCE


def _may_be(text: str) -> bool:
    """Almost no other code is of so many signs that come once: this keeps the scan of all others short."""
    different = len(set(text))
    return len(CALIBRATION) * LEAST_ALIKE <= different >= MOSTLY_DIFFERENT * len(text)


def _fits(text: str) -> Iterator[_Fit]:
    there, least = frozenset(text), len(CALIBRATION) * LEAST_ALIKE
    for (layout, case), (expected, signs) in _expected().items():
        if len(signs & there) >= least:
            fit = _fit(text, expected, layout, case)
            if len(expected) - len(fit.lost) - len(fit.wrong) >= least:
                yield fit


@cache
def _expected() -> dict[tuple[str, Case], tuple[str, frozenset[str]]]:
    every = {(layout, case): typed(CALIBRATION, layout, case) for layout in pairs() for case in Case}
    return {how: (text, frozenset(text)) for how, text in every.items()}


def _fit(text: str, expected: str, layout: str, case: Case) -> _Fit:
    before, after, lost, wrong = "", "", "", ""
    for change, i, i_end, j, j_end in SequenceMatcher(None, expected, text, autojunk=False).get_opcodes():
        missing, there = expected[i:i_end], text[j:j_end]
        if change == "equal":
            continue
        both = min(len(missing), len(there))
        lost, wrong = lost + missing[both:], wrong + there[len(there) - both if i == 0 else 0:][:both]
        if i == 0:
            before = there[:len(there) - both]
        elif i_end == len(expected):
            after = there[both:]
        else:
            wrong += there[both:]
    return _Fit(Setting(layout, case, before, after), lost, wrong)


def correct(text: str, layout: str, case: str = Case.KEPT) -> str:
    """The text as the scanner meant it, if this keyboard received it. Signs that no key gives stay."""
    return text.translate(_back(layout, Case(case)))


@cache
def _back(layout: str, case: Case) -> dict[int, str]:
    table: dict[str, str] = {}
    lock = case if case in (Case.CAPS, Case.SHIFT) else Case.KEPT
    for sign in keys(layout):
        table.setdefault(typed(sign, layout, lock), sign)
    return {ord(got): sign for got, sign in table.items()}


def meant(raw: str, scanner: Mapping[str, Any]) -> str:
    """What a code of others probably says, for a person to look at; never to be worked with."""
    setting = Setting(**scanner)
    bare = raw.strip("\r\n\t ").removeprefix(setting.before).removesuffix(setting.after)
    return correct(bare, setting.layout, setting.case)


def differs(meant: str, raw: str) -> bool:
    """Whether the scanner changed more than the case of letters."""
    return meant.strip().upper() != raw.strip().upper()


def put_right(raw: str, scanner: Mapping[str, Any] | None) -> str | None:
    """The number of ours that a scanner with this setting garbled, or None.

    Only if what was read has not the form of our numbers, and what it becomes has valid check digits.
    """
    if not scanner or Setting(**scanner) == Setting():
        return None
    if PATTERN.match(cleaning.compact(cleaning.clean(raw))):
        return None
    for text in _undone(raw.strip("\r\n\t "), Setting(**scanner)):
        number = cleaning.compact(cleaning.clean(text))
        if is_valid(number):
            return number
    return None


def _undone(raw: str, setting: Setting) -> Iterator[str]:
    """The ways to read it: Caps Lock is pressed and let go without a new check."""
    bare = raw.removeprefix(setting.before).removesuffix(setting.after)
    for text in dict.fromkeys((bare, raw)):
        for case in (Case.KEPT, Case.CAPS, Case.SHIFT):
            yield correct(text, setting.layout, case)


def pattern(prefix: Prefix, scanner: Mapping[str, Any] | None) -> str:
    """A regular expression, of JavaScript too, for all that may arrive when some number of this kind is scanned."""
    setting = Setting(**scanner) if scanner else Setting()
    cases = (Case(setting.case), Case.KEPT, Case.CAPS, Case.SHIFT)

    def any_of(signs: str) -> str:
        ways = {sign for case in cases for sign in typed(signs, setting.layout, case)}
        return "|".join(sorted(re.escape(sign) for sign in {*signs, *ways}))

    before, after = re.escape(setting.before), re.escape(setting.after)
    return f"^(?:{before})?(?:{any_of(prefix)})(?:{any_of('0123456789')}){{11}}(?:{after})?$"


def readings(raw: str) -> set[str]:
    """Our numbers that this would be if some keyboard that we know had garbled it. Never to be worked with."""
    text = cleaning.CONTROL.sub("", raw).strip()
    if len(text) != NUMBER_SIGNS:
        return set()
    ways = (correct(text, layout, case).upper() for layout in pairs() for case in (Case.KEPT, Case.CAPS, Case.SHIFT))
    return {number for number in ways if is_valid(number)}


def arrivals(number: str, scanner: Mapping[str, Any] | None) -> list[str]:
    """All that may arrive at a tablet when a number of ours is scanned: as printed, and as this scanner garbles it.

    For pages on which nobody is signed in yet, so that the server is not asked about each code.
    """
    setting = Setting(**scanner) if scanner else Setting()
    bare = [typed(number, setting.layout, case) for case in (Case(setting.case), Case.KEPT, Case.CAPS, Case.SHIFT)]
    whole = [f"{setting.before}{text}{setting.after}" for text in bare]
    return list(dict.fromkeys([number, *whole, *bare])) if setting != Setting() else [number]
