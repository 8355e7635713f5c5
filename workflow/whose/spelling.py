"""Names as they can be compared: in Latin letters, small, without marks; and as they sound.

A label says MUELLER HANS, the order Hans Müller; one says Иванов, the other Ivanov. Characters of Chinese and Korean
are one word each, as they are spelled by people. Japanese names in Chinese characters cannot be told apart from Chinese
ones and come out as Chinese: they are found by what else is known.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

ONE_WORD_EACH = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff])")
VOWELS_LEFT_OUT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
NO_LETTER = re.compile(r"[^a-z0-9]+")
APOSTROPHES = re.compile(r"['`´’ʼ]")
TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "monsieur", "madame", "sr", "sra", "don",
          "co", "attn", "family", "familie"}
# Ways in which one sound is written, in the order in which they are looked for; capitals are sounds of their own.
SOUNDS = tuple((re.compile(written), sound) for written, sound in (
    ("shch|schtsch", "S"), ("tsch|tch|cz|ch", "C"), ("sch|sh|sz", "S"), ("zh", "J"), ("kh", "h"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("ts|tz", "z"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou|oy", "u"), ("w", "v"),
    ("[yj]", "i"), ("x", "ks"), ("[qc]", "k"), (r"(.)\1+", r"\1"), (r"h$", "")))
UNSPOKEN = re.compile(r"[aeiouywh]")
REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """One name: its words, its words as they sound (and these as one text), its consonants, and whether its script
    leaves vowels out.
    """

    words: tuple[str, ...]
    sounds: tuple[str, ...]
    heard: str
    consonants: str
    without_vowels: bool


@lru_cache(maxsize=20_000)
def spelled(name: str) -> Spelled:
    """A name made ready to be compared. Kept, because the open RMAs are the same from scan to scan."""
    known = unicodedata.normalize("NFKC", name)
    words = latin_words(known)
    words = tuple(word for word in words if word not in TITLES) or words
    if "(" in known:  # 李明 (Li Ming): the same name twice
        words = tuple(dict.fromkeys(words))
    sounds = tuple(_sound(word) for word in words)
    return Spelled(words, sounds, " ".join(sounds), _consonants("".join(words)), bool(VOWELS_LEFT_OUT.search(known)))


def _consonants(word: str) -> str:
    return UNSPOKEN.sub("", REPEATED.sub(r"\1", word.replace("kh", "k").replace("c", "k")))


def latin_words(text: str) -> tuple[str, ...]:
    """The words of a text in small Latin letters and digits, whatever its script."""
    plain = APOSTROPHES.sub("", anyascii(ONE_WORD_EACH.sub(r" \1 ", text))).lower()
    return tuple(NO_LETTER.sub(" ", plain).split())


def _sound(word: str) -> str:
    for written, sound in SOUNDS:
        word = written.sub(sound, word)
    return word
