"""How alike two names are: across scripts, misspellings, word order and initials."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from reference.surname_spellings import groups
from workflow.whose.spelling import Spelled, spelled

SAME, NEARLY, SIMILAR, OTHER = 0.985, 0.89, 0.76, 0.6
# Compared by sound or by consonants alone, a name is a little less than the same.
BY_SOUND, BY_CONSONANTS, BY_SURNAME, INITIAL, ONE_WORD_ONLY = 0.97, 0.9, 0.95, 0.8, 0.88
FEWEST_CONSONANTS = 3


def alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1. An empty name is like none."""
    a, b = (spelled(name) for name in sorted((one, other)))  # the same whichever is asked for first
    if not a.words or not b.words:
        return 0.0
    return max(_words(a.words, b.words), BY_SOUND * _words(a.sounds, b.sounds), _consonants(a, b))


def _consonants(a: Spelled, b: Spelled) -> float:
    """Arabic and Hebrew write no vowels: beside another script only the consonants can be compared."""
    if a.without_vowels == b.without_vowels or min(len(a.consonants), len(b.consonants)) < FEWEST_CONSONANTS:
        return 0.0
    return BY_CONSONANTS * OSA.normalized_similarity(a.consonants, b.consonants)


def _words(a: Sequence[str], b: Sequence[str]) -> float:
    """Word by word in any order, or all run together, whichever is more alike."""
    return max(_word_by_word(a, b), _run_together(a, b))


def _word_by_word(a: Sequence[str], b: Sequence[str]) -> float:
    """Each word of the shorter name against its best partner; more words on the other side cost a little."""
    short, long = sorted((a, b), key=len)
    pairs = sorted(((_word(x, y), i, j) for i, x in enumerate(short) for j, y in enumerate(long)), reverse=True)
    taken_short: set[int] = set()
    taken_long: set[int] = set()
    points = 0.0
    for likeness, i, j in pairs:
        if i not in taken_short and j not in taken_long:
            taken_short.add(i)
            taken_long.add(j)
            points += likeness * _weight(short[i])
    found = points / sum(_weight(word) for word in short)
    if len(short) == 1 and len(long) > 1:
        return found * ONE_WORD_ONLY
    return found * (1 - min(0.03 * (len(long) - len(short)), 0.12))


def _weight(word: str) -> int:
    return max(len(word), 2)


def _word(x: str, y: str) -> float:
    if x == y:
        return 1.0
    if len(x) == 1 or len(y) == 1:
        return INITIAL if x[0] == y[0] else 0.0
    known = groups()
    if known.get(x, frozenset()) & known.get(y, frozenset()):
        return BY_SURNAME
    return OSA.normalized_similarity(x, y)


def _run_together(a: Sequence[str], b: Sequence[str]) -> float:
    """“Wangwei” beside “Wei Wang”: one as it stands, the other begun at each of its words."""
    whole = "".join(a)
    return max(OSA.normalized_similarity(whole, "".join((*b[start:], *b[:start]))) for start in range(min(len(b), 5)))
