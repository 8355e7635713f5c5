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
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of direction, pasted along
MOST_NAMED = 10
ROWS = {Prefix.RMA: (R, R.c.number, R.c.language), Prefix.TAG: (U, U.c.tag, sa.null()),
        Prefix.SHELF: (H, H.c.code, sa.null())}
"""Where things with such numbers stand, and the language of who reads their paper."""


def opened(connection: sa.Connection, prefix: Prefix, text: str) -> list[str]:
    """The numbers that begin with the prefix and that those in a text stand for, as it was typed, pasted or scanned.

    Shelves are understood by their names too. A number of which nothing is there stays: the run says so of it. Raises
    Refused for what cannot stand for any.
    """
    wanted = _typed(connection, text, names=Prefix.SHELF in _MEANS[prefix])
    strange = [number for number in wanted if not is_valid(number) or number[0] not in _MEANS[prefix]]
    if strange:
        raise Refused(_strange(prefix, strange), field="numbers")
    found: list[str] = []
    for number in wanted:
        found.extend([number] if number[0] == prefix else
                     list(_MEANS[prefix][number[0]](connection, number)) or [number])
    return list(dict.fromkeys(found))


def _strange(prefix: Prefix, numbers: Sequence[str]) -> Sentence:
    """What cannot be printed of these, and what can."""
    values = {"numbers": ", ".join(numbers[:MOST_NAMED]), "letters": ", ".join(_MEANS[prefix])}
    if Prefix.SHELF in _MEANS[prefix]:
        return say("These cannot be printed here: %(numbers)s. Take them out, or type numbers that begin with "
                   "%(letters)s, or names of shelves.", **values)
    return say("These cannot be printed here: %(numbers)s. Take them out, or type numbers that begin with %(letters)s.",
               **values)


def _typed(connection: sa.Connection, text: str, *, names: bool) -> list[str]:
    """Each number once. A piece between two line ends, commas or semicolons may be a shelf's name, blanks and all."""
    text = OURS.sub(lambda number: re.sub(r"[^0-9A-Za-z]", "", number[0]), UNSEEN.sub("", text)).upper()
    pieces = {" ".join(piece.split()): piece.split() for piece in PIECE.split(text) if piece.strip()}
    shelves = _shelves(connection) if names else {}
    found = [shelves.get(word, word) for piece, words in pieces.items()
             for word in ([piece] if piece in shelves else words)]
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
