from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

import reference
from reference.tables import Text, base_language, is_yes, listed
from tests.reference.texts import problems

HERE = Path(reference.__file__).parent
KEYED = {"reasons.csv": ("code",), "channel_reasons.csv": ("channel", "channel_code"), "fault_codes.csv": ("code",),
         "fault_causes.csv": ("code",),
         "decline_reasons.csv": ("code",), "info_request_reasons.csv": ("code",), "override_reasons.csv": ("code",),
         "ground_reasons.csv": ("code",), "carriers.csv": ("code",), "tracking_formats.csv": ("name",),
         "claim_periods.csv": ("carrier",), "surname_spellings.csv": ("letters",),
         "demo/products.csv": ("sku",), "demo/parts.csv": ("sku",),
         "demo/faults.csv": ("category", "kind", "description")}


def test_every_csv_file_has_its_key_in_this_test():
    assert {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.csv")} == set(KEYED)


@pytest.mark.parametrize("name", sorted(KEYED))
def test_no_code_stands_twice_and_no_row_has_a_wrong_number_of_cells(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = Counter(tuple(row[column] for column in KEYED[name]) for row in rows)
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(None not in row and None not in row.values() for row in rows)


def test_json_objects_have_no_key_twice():
    def once(pairs):
        assert len(pairs) == len(dict(pairs)), [key for key, _ in pairs]
        return dict(pairs)
    for path in HERE.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


@pytest.mark.parametrize(("tag", "said"), [("de", "Ja"), ("de_AT", "Ja"), ("zh-Hans", "是"), ("zh_CN", "是"),
                                           ("pt", "Yes"), ("fr", "Yes"), ("", "Yes")])
def test_a_text_speaks_the_language_or_english(tag, said):
    assert Text(en="Yes", zh="是", de="Ja").say(tag) == said


def test_base_language_of_a_tag():
    assert [base_language(tag) for tag in ("AR-eg", "es_MX", "xx")] == ["ar", "es", "en"]


def test_cells():
    assert listed("") == () and listed("a;b") == ("a", "b")
    assert is_yes("yes") and not is_yes("no")
    with pytest.raises(ValueError, match="maybe"):
        is_yes("maybe")


@pytest.mark.parametrize(("text", "found"), [
    (Text("Size", "尺码", "Größe", "Taille", "Talla", "المقاس"), []),
    (Text("Size", "尺码", "Size", "Taille", "Talla", "المقاس"), ["x de: same as English"]),
    (Text("Size", "Size!", "Größe", "Taille", "", "المقاس"), ["x zh: not in its script", "x es: empty or padded"]),
])
def test_the_test_of_texts_finds_what_is_wrong(text, found):
    assert problems([("x", text)]) == found


def test_reference_imports_nothing_of_ours():
    lines = [line.strip() for path in HERE.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()]
    roots = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert not roots & {"models", "workflow", "blueprints", "labels", "channels", "carriers", "flask", "sqlalchemy"}
