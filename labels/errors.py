"""What can stop a sheet from being printed, each with the sentence that a person will read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def _l(msgid: str) -> str:
    """Marks a sentence for the catalogues; whoever knows the reader translates it."""
    return msgid


class PaperError(Exception):
    """Nothing was printed. `str(error)` is the sentence for the person who asked, in English.

    :param msgid: the sentence, with a place %(name)s for each of the values
    """

    def __init__(self, msgid: str, **values: str | int | float) -> None:
        super().__init__(msgid % values if values else msgid)
        self.msgid, self.values = msgid, values


class Unprintable(PaperError):
    """A value holds characters that none of our fonts can draw.

    :param characters: the characters, in the order in which they were met
    :param field: dotted name of the value, or "" when the text is not one value
    """

    def __init__(self, characters: Iterable[str], field: str = "") -> None:
        self.characters = tuple(dict.fromkeys(characters))
        self.field = field
        named = ", ".join(_named(character) for character in self.characters)
        if field:
            super().__init__(_l("Not printed: no font has these characters in %(field)s: %(characters)s. Please write "
                                "it another way."), field=field, characters=named)
        else:
            super().__init__(_l("Not printed: no font has these characters: %(characters)s. Please write it another "
                                "way."), characters=named)


class DoesNotFit(PaperError):
    """A value is too long for its place even in the smallest type."""


class BadCode(PaperError):
    """A value that should become a barcode is not one of our numbers."""


class BrokenPaper(PaperError):
    """The sheet was set, but a picture or a font is missing or wrong: a fault of ours, not of the value.

    :param why: in English, for who runs the server
    """

    def __init__(self, why: str) -> None:
        super().__init__(_l("Not printed: something in the sheet is broken (%(why)s). Tell who runs the server."),
                         why=why)


class LogoGone(PaperError):
    """The picture that the company chose for this paper is not in the storage any more."""

    def __init__(self) -> None:
        super().__init__(_l("Not printed: the logo of this paper is not there any more. Choose it again under Print "
                            "templates."))


def _named(character: str) -> str:
    """The character with its code point and name; a control character is named only, since it would show as nothing."""
    point = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}({point}{' ' + name if name else ''})"
