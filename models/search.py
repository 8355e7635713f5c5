"""The words by which customers, orders and products are found, and how far they were read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, tracked_id

# Compared sign by sign on both engines, so that "begins with" is a range of the index.
WORD = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")


class SearchWord(Base):
    """One word of a thing's name, folded; of Chinese, Japanese and Korean every ending of a run of signs."""

    __tablename__ = "search_word"
    __table_args__ = (sa.Index("ix_search_word_thing", "kind", "thing_id"),)
    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    thing_id: Mapped[int] = tracked_id(primary_key=True, autoincrement=False)


class SearchMark(Base):
    """The newest row of a kind whose words were written."""

    __tablename__ = "search_mark"
    kind: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    last_id: Mapped[int] = tracked_id(default=0)
