"""How countries write their own alphabet in Latin letters: on passports, road signs and in addresses.

Bulgaria: Transliteration Act, 2009. Ukraine: Resolution 55 of the Cabinet of Ministers, 2010. Greece and Cyprus: ELOT
743 (ISO 843, transcription). Serbia, Montenegro, Bosnia: the Latin alphabet of Serbian itself. North Macedonia: as on
its passports. All in small letters; `written` puts the capitals back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

COMMON = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
          "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
          "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
SOUTH_SLAVIC = {**COMMON, "х": "h", "ц": "c", "ј": "j", "љ": "lj", "њ": "nj"}
VOICELESS = "θκξπστφχψς"


@dataclass(frozen=True)
class Alphabet:
    """`letters` one by one; before them `wholes` (whole words) and `groups` (patterns of several letters)."""

    letters: dict[str, str]
    groups: tuple[tuple[str, str], ...] = ()
    wholes: dict[str, str] = field(default_factory=dict)
    plain: Callable[[str], str] = str

    def say(self, word: str) -> str:
        """A word in small letters."""
        word = self.plain(word)
        if word in self.wholes:
            return self.wholes[word]
        for pattern, latin in self.groups:
            word = re.sub(pattern, latin, word)
        return "".join(self.letters.get(letter, letter) for letter in word)


def _without_accents(word: str) -> str:
    """Greek without its accents; a diaeresis, or an accent on the first, parts two vowels that would be one sound."""
    word = re.sub("([άέήό])(?=[υι])", "\\1\0", word)
    parted = unicodedata.normalize("NFD", word.replace("ϊ", "\0i").replace("ΐ", "\0i").replace("ϋ", "\0y")
                                   .replace("ΰ", "\0y"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


BULGARIAN = Alphabet({**COMMON, "х": "h", "щ": "sht", "ъ": "a", "ь": "y"}, ((r"ия$", "ia"),), {"българия": "bulgaria"})
UKRAINIAN = Alphabet(
    {**COMMON, "г": "h", "ґ": "g", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu", "я": "ia", "ь": "",
     "'": "", "’": "", "ʼ": ""},
    ((r"зг", "zgh"), (r"^є", "ye"), (r"^ї", "yi"), (r"^й", "y"), (r"^ю", "yu"), (r"^я", "ya")))
SERBIAN = Alphabet({**SOUTH_SLAVIC, "ж": "ž", "ч": "č", "ш": "š", "ђ": "đ", "ћ": "ć", "џ": "dž"})
MACEDONIAN = Alphabet({**SOUTH_SLAVIC, "ѓ": "gj", "ќ": "kj", "џ": "dj", "ѕ": "dz", "ѐ": "e", "ѝ": "i"})
GREEK = Alphabet(
    {"α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
     "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
     "χ": "ch", "ψ": "ps", "ω": "o", "\0": ""},
    ((rf"αυ(?=[{VOICELESS}]|$)", "af"), (rf"ευ(?=[{VOICELESS}]|$)", "ef"), (rf"ηυ(?=[{VOICELESS}]|$)", "if"),
     (r"αυ", "av"), (r"ευ", "ev"), (r"ηυ", "iv"), (r"ου", "ou"), (r"γγ", "ng"), (r"γξ", "nx"), (r"γχ", "nch"),
     (r"^μπ|μπ$", "b"), (r"μπ", "mp")), plain=_without_accents)
OF_COUNTRY: dict[tuple[str, str], Alphabet] = {
    ("CYRILLIC", "BG"): BULGARIAN, ("CYRILLIC", "UA"): UKRAINIAN, ("CYRILLIC", "MK"): MACEDONIAN,
    **{("CYRILLIC", country): SERBIAN for country in ("RS", "ME", "BA")},
    **{("GREEK", country): GREEK for country in ("GR", "CY")}}


def written(word: str, script: str, country: str) -> str | None:
    """A word of one script (CYRILLIC, GREEK) as its country writes it in Latin letters; None where it has no rule here.

    A word in capitals stays so; else its first letter keeps its case.
    """
    alphabet = OF_COUNTRY.get((script, country))
    if alphabet is None:
        return None
    latin = alphabet.say(word.lower())
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin
