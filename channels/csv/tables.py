"""Rows of a CSV file by column name, with the line each began on. Separators, quotes and headers as spreadsheets do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.importing.values import Column, Fault, Unreadable, unguarded
from workflow.sentences import say

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One row: its first line in the file, and its cells by column name, trimmed; missing columns are empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Table:
    """Rows as they come, and notes about the header."""

    rows: Iterator[Row]
    notes: list[Fault]


def open_table(text: str, columns: Sequence[Column]) -> Table:
    """Read the header and be ready for the rows.

    Raises:
        Unreadable: empty, or a required column is missing.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        header = [_name(cell) for cell in next(reader, [])]
    except csv.Error as error:
        raise _broken(1, error) from None
    _check_header(header, columns)
    unknown = [name for name in header if name and name not in {column.name for column in columns}]
    notes = [Fault(1, say("These columns are not read: %(names)s", names=", ".join(unknown)), "note")]
    return Table(_rows(reader, header), notes if unknown else [])


def _check_header(header: list[str], columns: Sequence[Column]) -> None:
    missing = [column.name for column in columns if column.required and column.name not in header]
    if missing:
        raise Unreadable(say("The first line must name the columns. Missing: %(names)s", names=", ".join(missing)))
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise Unreadable(say("These columns stand twice: %(names)s. Remove one of each.", names=", ".join(twice)))


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(SEPARATORS, key=first.count)


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").replace("_", " ").split())


def _rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[Row]:
    line = 2
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, {name: _cell(cell) for name, cell in zip(header, cells, strict=False) if name})
            line = reader.line_num + 1
    except csv.Error as error:
        raise _broken(line, error) from None


def _cell(cell: str) -> str:
    """Without outer spaces, and without the quote that our own exports put before what a spreadsheet would run."""
    return unguarded(cell.strip())


def _broken(line: int, error: csv.Error) -> Unreadable:
    return Unreadable(say("Line %(line)s cannot be read as CSV (%(error)s). Check its quotation marks.", line=line,
                          error=str(error)))
