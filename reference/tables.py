"""How the fact tables are read: files in, frozen values out."""
from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES: tuple[str, ...] = ("en", "zh", "de", "fr", "es", "ar")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Text:
    """One sentence in our languages. Staff texts have only English and Chinese; the rest is empty."""

    en: str
    zh: str = ""
    de: str = ""
    fr: str = ""
    es: str = ""
    ar: str = ""

    def say(self, language: str) -> str:
        """The sentence in `language` (a tag such as "de", "zh_CN" or "zh-Hans"), else in English."""
        return getattr(self, base_language(language), "") or self.en


def base_language(tag: str) -> str:
    """The language of a tag without script and country: "zh_Hans_CN" is "zh"; unknown ones are "en"."""
    base = tag.replace("-", "_").split("_")[0].lower()
    return base if base in LANGUAGES else "en"


def text_of(row: Mapping[str, str], prefix: str = "") -> Text:
    """The Text in the columns en, zh, ... of a row, or prefix_en, prefix_zh, ...; a missing column is empty."""
    return Text(**{lang: row.get(prefix + lang, "") for lang in LANGUAGES})


def csv_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of reference/<name>, a UTF-8 CSV file with a header row."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def json_data(name: str) -> Any:
    """The content of reference/<name>, a UTF-8 JSON file."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def listed(cell: str) -> tuple[str, ...]:
    """The codes of a cell that holds several, separated by semicolons; an empty cell is no code."""
    return tuple(cell.split(";")) if cell else ()


def is_yes(cell: str) -> bool:
    """True for "yes", False for "no". Raises ValueError for anything else, so that a typing slip is found."""
    if cell not in ("yes", "no"):
        raise ValueError(f"expected yes or no, found {cell!r}")
    return cell == "yes"
