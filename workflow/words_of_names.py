"""The words of names: folded, so that case and accents do not matter, and cut so that any script can be found.

"Jörg Müller" is jorg, joerg, muller and mueller. "电热水壶" is itself and each of its endings, so that any part of
it begins one of the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models.catalogue import Product
from models.orders import Customer, Order
from models.search import SearchMark, SearchWord
from workflow.transaction import in_transaction, reading

W, M = SearchWord.__table__, SearchMark.__table__
LONGEST_WORD, LONGEST_RUN, MOST_WORDS = 40, 12, 40
# Signs that are written without spaces between words: Chinese, Japanese, Korean, Thai.
RUN = "\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
PIECE = re.compile(rf"[{RUN}]+|[^\W_{RUN}][^\W{RUN}]*(?:[@.+-][^\W{RUN}]+)*")
IS_RUN = re.compile(rf"^[{RUN}]")
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"})
PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"})
SEEN_AGAIN = 200  # ids may be given out in another order than they are committed
SOURCES: dict[str, tuple[sa.Table, tuple[str, ...]]] = {
    "customer": (Customer.__table__, ("name", "email")),
    "order": (Order.__table__, ("ship_name", "number")),
    "product": (Product.__table__, ("name", "name_zh", "sku")),
}


def fold(text: str) -> str:
    """Small letters without accents: "Müller" is "muller"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN_LETTERS))
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def _pieces(text: str) -> Iterator[str]:
    for piece in PIECE.findall(text):
        yield piece[:LONGEST_WORD]
        if not IS_RUN.match(piece) and re.search(r"[@.+-]", piece):
            yield from (part[:LONGEST_WORD] for part in re.split(r"[@.+-]", piece) if part)


def words(*texts: str | None) -> set[str]:
    """All words under which a thing with these names is found."""
    found: set[str] = set()
    for text in filter(None, texts):
        low = unicodedata.normalize("NFC", text.casefold())
        for version in {fold(low), fold(low.translate(SPELT_OUT))}:
            for piece in _pieces(version):
                found.update(_endings(piece) if IS_RUN.match(piece) else {piece})
    return set(sorted(found, key=len, reverse=True)[:MOST_WORDS])


def _endings(run: str) -> set[str]:
    return {run[start:start + LONGEST_RUN] for start in range(len(run))}


def asked_for(text: str) -> list[str]:
    """The words of a search, longest first; single Latin letters say too little."""
    pieces = dict.fromkeys(piece[:LONGEST_RUN] if IS_RUN.match(piece) else piece[:LONGEST_WORD]
                           for piece in PIECE.findall(fold(text)))
    return sorted((piece for piece in pieces if len(piece) > 1 or IS_RUN.match(piece)), key=len, reverse=True)[:5]


def catch_up(*, most: int = 2000) -> int:
    """Write the words of what came since the last time; for the worker, and before a search. Returns how many."""
    return sum(_catch_up(kind, most) for kind in SOURCES)


def _catch_up(kind: str, most: int) -> int:
    with reading() as connection:
        rows = _new(connection, kind, most)
    if rows:
        in_transaction(lambda connection: _write(connection, kind, rows))
    return len(rows)


def _new(connection: sa.Connection, kind: str, most: int) -> list[sa.Row]:
    table, names = SOURCES[kind]
    mark = connection.execute(sa.select(M.c.last_id).where(M.c.kind == kind)).scalar() or 0
    known = sa.exists().where(W.c.kind == kind, W.c.thing_id == table.c.id)
    return list(connection.execute(
        sa.select(table.c.id, *[table.c[name] for name in names])
        .where(sa.or_(table.c.id > mark, sa.and_(table.c.id > mark - SEEN_AGAIN, table.c.id <= mark, ~known)))
        .order_by(table.c.id).limit(most)))


def _write(connection: sa.Connection, kind: str, rows: list[sa.Row]) -> None:
    values = [{"word": word, "kind": kind, "thing_id": row.id} for row in rows for word in words(*row[1:])]
    if values:
        connection.execute(_insert(connection, W).on_conflict_do_nothing(), values)
    last = max(row.id for row in rows)
    mark = _insert(connection, M).values(kind=kind, last_id=last)
    connection.execute(mark.on_conflict_do_update(
        index_elements=["kind"], set_={"last_id": mark.excluded.last_id}, where=M.c.last_id < mark.excluded.last_id))


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def refresh(kind: str, thing_id: int) -> None:
    """Write the words of one thing anew: its name was changed or erased."""
    in_transaction(lambda connection: _refresh(connection, kind, thing_id))


def _refresh(connection: sa.Connection, kind: str, thing_id: int) -> None:
    table, names = SOURCES[kind]
    connection.execute(sa.delete(W).where(W.c.kind == kind, W.c.thing_id == thing_id))
    row = connection.execute(sa.select(table.c.id, *[table.c[name] for name in names])
                             .where(table.c.id == thing_id)).first()
    if row is not None:
        _write(connection, kind, [row])
