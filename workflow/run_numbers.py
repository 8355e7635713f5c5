"""Which numbers a print run is of: each of the kind that is printed; what is another stands for what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from models.lifecycle import PlaceKind
from models.numbers import Prefix, is_valid
from models.places import Shelf
from models.rma import Rma, Unit
from workflow.errors import Refused
from workflow.sentences import Sentence, say

R, U, H = (m.__table__ for m in (Rma, Unit, Shelf))
PIECE = re.compile(r"[\n\r\t,;]+")
OURS = re.compile(r"\b[RPTSKrptsk](?:[ \t\u00a0\u2009\u202f-]{0,2}[0-9]){11}\b")  # as on papers: R 084 512 722 09
LIKE_OURS = re.compile(r"[RPTSKBC][0-9]{6,20}\Z")
"""A number of ours, or one of which a digit is missing or too many."""
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of direction, pasted along
MOST_NAMED, LONGEST_NAMED = 10, 40
ROWS = {Prefix.RMA: (R, R.c.number, R.c.language), Prefix.TAG: (U, U.c.tag, sa.null()),
        Prefix.SHELF: (H, H.c.code, sa.null())}
"""Where things with such numbers stand, and the language of who reads their paper."""


def opened(connection: sa.Connection, prefix: Prefix, text: str) -> list[str]:
    """The numbers that begin with the prefix and that those in a text stand for, as it was typed, pasted or scanned.

    Shelves are understood by their names too. A number of which nothing is there, and one that is mistyped, stays: the
    run says so of it, and prints the others. Raises Refused for what cannot stand for any, and where all are mistyped.
    """
    wanted = _typed(connection, text, names=Prefix.SHELF in _MEANS[prefix])
    fits = {number for number in wanted if is_valid(number) and number[0] in _MEANS[prefix]}
    mistyped = [number for number in wanted if number not in fits and LIKE_OURS.match(number)
                and number[0] in _MEANS[prefix] and not is_valid(number)]
    strange = [number for number in wanted if number not in fits and number not in mistyped]
    if strange:
        raise Refused(_strange(prefix, strange), field="numbers")
    if mistyped and not fits:
        raise Refused(say("Look at these again, a digit is wrong or two are swapped: %(numbers)s.",
                          numbers=", ".join(mistyped[:MOST_NAMED])), field="numbers")
    found: list[str] = []
    for number in wanted:
        found.extend([number] if number[0] == prefix or number not in fits else
                     list(_MEANS[prefix][number[0]](connection, number)) or [number])
    return list(dict.fromkeys(found))


def _strange(prefix: Prefix, numbers: Sequence[str]) -> Sentence:
    """What cannot be printed of these, and what can."""
    values = {"numbers": ", ".join(map(_shortened, numbers[:MOST_NAMED])), "letters": ", ".join(_MEANS[prefix])}
    if Prefix.SHELF in _MEANS[prefix]:
        return say("These cannot be printed here: %(numbers)s. Take them out, or type numbers that begin with "
                   "%(letters)s, or names of shelves.", **values)
    return say("These cannot be printed here: %(numbers)s. Take them out, or type numbers that begin with %(letters)s.",
               **values)


def _shortened(piece: str) -> str:
    return piece if len(piece) <= LONGEST_NAMED else f"{piece[:LONGEST_NAMED]}…"


def _typed(connection: sa.Connection, text: str, *, names: bool) -> list[str]:
    """Each number once. A piece between two line ends, commas or semicolons may be a shelf's name, blanks and all,
    and is one piece where nothing in it looks like a number.
    """
    text = OURS.sub(lambda number: re.sub(r"[^0-9A-Za-z]", "", number[0]), UNSEEN.sub("", text)).upper()
    pieces = {" ".join(piece.split()): piece.split() for piece in PIECE.split(text) if piece.strip()}
    shelves = _shelves(connection) if names else {}

    def known(word: str) -> bool:
        return word in shelves or LIKE_OURS.match(word) is not None

    found = [shelves.get(word, word) for piece, words in pieces.items()
             for word in ([piece] if piece in shelves or not any(map(known, words)) else words)]
    return list(dict.fromkeys(found))


def _shelves(connection: sa.Connection) -> dict[str, str]:
    """The codes of all shelves by their names as `_typed` writes them; of two with one name, neither.

    Written so here and not by the database: SQLite knows the capitals of ASCII only.
    """
    names: dict[str, list[str]] = {}
    for row in connection.execute(sa.select(H.c.name, H.c.code)):
        names.setdefault(" ".join(row.name.upper().split()), []).append(row.code)
    return {name: codes[0] for name, codes in names.items() if len(codes) == 1}


def _on_shelf(connection: sa.Connection, number: str) -> Iterable[str]:
    shelf = sa.select(H.c.id).where(H.c.code == number).scalar_subquery()
    return connection.execute(sa.select(U.c.tag).where(
        U.c.place_kind == PlaceKind.SHELF, U.c.place_id == shelf, U.c.tag.is_not(None)).order_by(U.c.id)).scalars()


def _of_rma(connection: sa.Connection, number: str) -> Iterable[str]:
    rma = sa.select(R.c.id).where(R.c.number == number).scalar_subquery()
    return connection.execute(sa.select(U.c.tag).where(U.c.rma_id == rma, U.c.tag.is_not(None)).order_by(
        U.c.id)).scalars()


def _itself(_connection: sa.Connection, number: str) -> Iterable[str]:
    return [number]


_MEANS: dict[Prefix, dict[str, Callable[[sa.Connection, str], Iterable[str]]]] = {
    Prefix.RMA: {Prefix.RMA: _itself},
    Prefix.TAG: {Prefix.TAG: _itself, Prefix.SHELF: _on_shelf, Prefix.RMA: _of_rma},
    Prefix.SHELF: {Prefix.SHELF: _itself},
}
