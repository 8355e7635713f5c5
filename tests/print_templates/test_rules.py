"""What a company may write on its papers: colours that can be read, placeholders that exist, texts that have room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labels.look import Look
from reference import placeholders
from reference.paper_templates import PAPERS
from workflow import print_template_rules as rules
from workflow import print_template_words as words
from workflow.errors import Refused

TEMPLATES = Path(__file__).resolve().parents[2] / "labels" / "templates"


@pytest.mark.parametrize("typed", ["red", "#12345", "#1234567", "#12345g", "0b5cad", "#0b5cad;}", "#000000\n#", "٠"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="#0b5cad") as refused:
        rules.colour(typed)
    assert refused.value.field == "accent"
    with pytest.raises(ValueError, match="no colour"):
        Look(accent=typed)


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can() -> None:
    assert rules.colour(" #0B5CAD ") == "#0b5cad" and rules.colour("  ") is None
    assert [round(rules.contrast(colour), 2) for colour in ("#000000", "#ffffff", "#767676")] == [21, 1, 4.54]
    with pytest.raises(Refused) as refused:
        rules.colour("#ffd21f")
    darker = re.search(r"example (#[0-9a-f]{6})", str(refused.value))
    assert darker and rules.colour(darker[1]) == darker[1]


@pytest.mark.parametrize(("text", "says"), [
    ("Call {{rme}}", r"\{\{rme\}\}.*\{\{rma\}\}"), ("{{ 7*7 }}", "not known"), ("{{rma.__class__}}", "not known"),
    ("{{}}", "not known"), ("{{rma", "alone"), ("rma}} {{rma}}", "alone"), ("{{{{rma}}}}", "alone"),
    ("x" * 301, "301 characters.*300"), ("{{" + "n" * 200 + "}}", "…")])
def test_texts_that_cannot_be_meant_are_refused_where_they_stand(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        rules.texts("inside_slip", {"de": {"greeting": text}})
    assert refused.value.field == "text_de_greeting"


def test_texts_are_kept_as_meant_and_empty_ones_left_out() -> None:
    typed = {"en": {"greeting": "  Hello {{ customer }}\r\nand  thanks \n", "closing": " ", "unknown": "x"},
             "xx": {"greeting": "y"}}
    assert rules.texts("inside_slip", typed) == {"en": {"greeting": "Hello {{ customer }}\nand thanks"}}


def test_a_value_is_put_in_once_and_never_read_as_a_placeholder() -> None:
    filled = placeholders.pieces("{{customer}} and {{ rma }}, {{other}}", {"customer": "{{rma}}", "rma": "R1"})
    assert [piece.text for piece in filled] == ["{{rma}}", " and ", "R1", ", {{other}}"]
    assert [piece.is_value for piece in filled] == [True, False, True, False]


def test_every_place_and_field_stands_on_its_paper_and_has_a_name() -> None:
    """What the page offers is what the sheet of HTML asks for: neither more nor less."""
    for paper, template in PAPERS.items():
        names = {"handover": "handover_receipt", "packing_slip_priced": "packing_slip"}
        html = "".join((TEMPLATES / f"{names.get(kind, kind)}.html").read_text() for kind in template.kinds
                       if kind not in ("packing_slip_plain", "return_label_a6"))
        for name, place in template.places.items():
            assert paper == "house" or f'look, "{name}"' in html, (paper, name)
            assert place.built_in in html and set(place.placeholders) <= set(placeholders.EXAMPLES)
            assert name in words.PLACES
        for field in template.fields:
            asked = (f'shows("{field}")', f'kept("{field}"') if field != "logo" else ("logo(look)", "look.picture")
            assert any(call in html for call in asked), (paper, field)
            assert field in words.FIELDS
        offered = set(re.findall(r'(?:shows|kept)\("(\w+)"', html))
        assert offered <= set(template.fields), (paper, offered)
