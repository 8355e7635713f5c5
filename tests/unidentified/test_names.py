"""Names across scripts, misspellings, word order and initials: pairs.csv says what each pair should be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workflow.whose import names

PAIRS = [tuple(row.values()) for row in csv.DictReader(
    (Path(__file__).parent / "pairs.csv").read_text(encoding="utf-8").splitlines())]


@pytest.mark.parametrize(("on_label", "on_order", "expected"), PAIRS)
def test_how_alike_a_pair_is(on_label: str, on_order: str, expected: str) -> None:
    alike = names.alike(on_label, on_order)
    assert alike == names.alike(on_order, on_label)
    if expected == "far":
        assert alike < 0.7
    else:
        assert alike >= (names.SAME if expected == "same" else names.SIMILAR)


def test_there_are_many_pairs_of_many_scripts() -> None:
    assert len(PAIRS) >= 60
    text = "".join(pair[0] for pair in PAIRS)
    for first, last in (("Ѐ", "ӿ"), ("一", "鿿"), ("가", "힣"), ("぀", "ヿ"), ("؀", "ۿ"), ("֐", "׿"), ("Ͱ", "Ͽ")):
        assert any(first <= letter <= last for letter in text), first


def test_two_pairs_that_were_seen_as_one_are_not() -> None:
    """The nearest trap of each kind: a shared surname, a shared given name, a short name."""
    for one, other in (("Wang Wei", "Wang Lei"), ("John Smith", "Joan Smith"), ("Li Na", "Li Ming")):
        assert names.alike(one, other) < names.SAME


@pytest.mark.parametrize("nothing", ["", " ", "-", "!?", "（）"])
def test_no_name_is_like_none(nothing: str) -> None:
    assert names.alike(nothing, "Wang Wei") == names.alike("Wang Wei", nothing) == 0.0
