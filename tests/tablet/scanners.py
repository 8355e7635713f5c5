"""Scanners that type: key events as a keyboard-wedge scanner causes them on tablets of different countries.

A scanner set to the United States presses the keys that carry the letters there. What each key gives at the tablet
stands here by the name of the key, as the browser reports it; written from pictures of the keyboards, not taken from
reference/keyboards.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

KEY_SECONDS = 0.003
SHIFT = 8  # among the modifiers of a key event
AMERICAN = {
    **{f"Key{letter.upper()}": letter + letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"},
    "Digit1": "1!", "Digit2": "2@", "Digit3": "3#", "Digit4": "4$", "Digit5": "5%", "Digit6": "6^", "Digit7": "7&",
    "Digit8": "8*", "Digit9": "9(", "Digit0": "0)", "Minus": "-_", "Equal": "=+", "Semicolon": ";:", "Quote": "'\"",
    "Comma": ",<", "Period": ".>", "Slash": "/?", "Space": "  ",
}
_LATIN = {"Digit2": '2"', "Digit6": "6&", "Digit7": "7/", "Digit8": "8(", "Digit9": "9)", "Digit0": "0=",
          "Slash": "-_", "Period": ".:", "Comma": ",;", "Minus": "'?"}
# Keys that give something else than in the United States.
KEYBOARDS = {
    "American": {},
    "British": {"Digit2": '2"', "Digit3": "3£", "Quote": "'@"},
    "German": {**_LATIN, "KeyY": "zZ", "KeyZ": "yY", "Digit3": "3§", "Minus": "ß?", "Semicolon": "öÖ", "Quote": "äÄ"},
    "French": {"Digit1": "&1", "Digit2": "é2", "Digit3": '"3', "Digit4": "'4", "Digit5": "(5", "Digit6": "-6",
               "Digit7": "è7", "Digit8": "_8", "Digit9": "ç9", "Digit0": "à0", "Minus": ")°", "Equal": "=+",
               "KeyQ": "aA", "KeyA": "qQ", "KeyW": "zZ", "KeyZ": "wW", "KeyM": ",?", "Semicolon": "mM", "Quote": "ù%",
               "Comma": ";.", "Period": ":/", "Slash": "!§"},
    "Spanish": {**_LATIN, "Digit3": "3·", "Semicolon": "ñÑ"},
    "Italian": {**_LATIN, "Digit3": "3£", "Semicolon": "òç", "Quote": "à°"},
    "Turkish": {"Digit1": "1!", "Digit2": "2'", "Digit3": "3^", "Digit4": "4+", "Digit6": "6&", "Digit7": "7/",
                "Digit8": "8(", "Digit9": "9)", "Digit0": "0=", "Minus": "*?", "Equal": "-_", "KeyI": "ıI",
                "Semicolon": "şŞ", "Quote": "iİ", "Comma": "öÖ", "Period": "çÇ", "Slash": ".:"},
    "Swedish": {**_LATIN, "Digit3": "3#", "Digit4": "4¤", "Minus": "+?", "Semicolon": "öÖ", "Quote": "äÄ"},
    "Czech": {"Digit1": "+1", "Digit2": "ě2", "Digit3": "š3", "Digit4": "č4", "Digit5": "ř5", "Digit6": "ž6",
              "Digit7": "ý7", "Digit8": "á8", "Digit9": "í9", "Digit0": "é0", "Minus": "=%", "KeyY": "zZ",
              "KeyZ": "yY", "Semicolon": 'ů"', "Comma": ",?", "Period": ".:", "Slash": "-_"},
}


@dataclass
class Scanner:
    """How this scanner, and the tablet it hangs on, behave.

    `caps` is Caps Lock at the tablet; `ending` are the keys it presses after each code; `before` and `after` what it
    puts around it; `drops` the positions of signs that get lost because it types too fast.
    """

    keyboard: str = "American"
    caps: bool = False
    ending: tuple[str, ...] = ("Enter",)
    before: str = ""
    after: str = ""
    drops: tuple[int, ...] = ()

    def arrives(self, text: str) -> str:
        """What the tablet gets of it."""
        return "".join(sign for _key, _shift, sign in self.presses(text))

    def presses(self, text: str) -> Iterator[tuple[str, bool, str]]:
        """Every key: its name, whether Shift is held, and what it gives at this tablet."""
        for place, sign in enumerate(self.before + text + self.after):
            if place - len(self.before) in self.drops:
                continue
            key, shift = next((key, signs[1] == sign != signs[0]) for key, signs in AMERICAN.items() if sign in signs)
            gives = KEYBOARDS[self.keyboard].get(key, AMERICAN[key])
            yield key, shift, gives[shift != (self.caps and gives[0].isalpha() and gives[1].isalpha())]

    def type(self, page: Page, text: str) -> None:
        """Press the keys on the page that is open."""
        keys = page.context.new_cdp_session(page)
        moment = time.time()
        for key, shift, sign in self.presses(text):
            _press(keys, key, sign, shift, moment := moment + KEY_SECONDS)
        for key in self.ending:
            _press_named(keys, key, moment := moment + KEY_SECONDS)
        keys.detach()


def _press(keys: CDPSession, code: str, sign: str, shift: bool, moment: float) -> None:
    held = SHIFT if shift else 0
    if shift:
        _send(keys, moment, type="rawKeyDown", key="Shift", code="ShiftLeft", modifiers=SHIFT)
    _send(keys, moment, type="keyDown", key=sign, code=code, text=sign, modifiers=held)


def _press_named(keys: CDPSession, key: str, moment: float) -> None:
    number, text = {"Enter": (13, "\r"), "Tab": (9, "")}[key]
    event = {"key": key, "code": key, "windowsVirtualKeyCode": number, "text": text}
    _send(keys, moment, type="keyDown" if text else "rawKeyDown", **event)


def _send(keys: CDPSession, moment: float, **event: object) -> None:
    """With the time at which the key was pressed, as the system tells a browser that is busy just then."""
    keys.send("Input.dispatchKeyEvent", {**event, "timestamp": moment})
