"""Papers in a look: nothing that was typed runs or fetches, codes are read as before, labels know no colour."""

from __future__ import annotations

import dataclasses
from http.server import ThreadingHTTPServer
from io import BytesIO

import pypdfium2
import pytest

from labels.errors import DoesNotFit, Unprintable
from labels.look import Look, OwnText
from reference.paper_templates import HOUSE, PAPER_OF, PAPERS
from tests.labels.reading import by_zbar, by_zxing, pictures, text, with_every_text
from tests.labels.samples import PAPERS as SAMPLES
from tests.labels.samples import Paper
from tests.labels.test_hostile_text import KEEP, MARKERS, canary, holds_no_secret, payloads  # noqa: F401
from workflow.print_template_rules import written

KINDS = {"return label A4": "return_label_a4", "return label 4x6": "return_label_4x6",
         "return label A6": "return_label_a6", "inside slip": "inside_slip", "packing slip": "packing_slip",
         "repair report": "repair_report", "warranty voucher": "warranty_voucher", "credit note": "credit_note",
         "handover receipt": "handover"}
COLOUR = "#0b5cad"


def dressed(paper: Paper, look: Look) -> object:
    return dataclasses.replace(paper.value, look=look)


def everywhere(name: str, words: str, *, filled: bool = False) -> Look:
    """The same words in every place of a paper; with one value behind them where one may stand."""
    places = {**PAPERS[PAPER_OF[KINDS[name]]].places, **PAPERS[HOUSE].places}
    behind = {place: f" {written(rule.placeholders[-1])}" for place, rule in places.items()
              if filled and rule.placeholders and rule.longest > 160}
    return Look(COLOUR, None, tuple(OwnText(place, words + behind.get(place, "")) for place in places))


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.faults)])
@pytest.mark.parametrize("name", KINDS)
def test_no_text_of_a_template_and_no_value_in_it_is_markup(
        name: str, every: int, payloads: list[str], canary: ThreadingHTTPServer) -> None:  # noqa: F811
    """The 45 shapes of F26 in every place, and in the values that are put into them; papers share them in small."""
    paper = SAMPLES[name]
    for payload in payloads[list(KINDS).index(name) % every::every]:
        look = everywhere(name, payload, filled=True)
        content = paper.render(dataclasses.replace(with_every_text(paper.value, payload, KEEP), look=look), "en")
        holds_no_secret(content)
        assert text(content).replace(" ", "").count(payload.replace(" ", "")[:24]) >= len(look.texts) // 2
    assert canary.visits == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("marker", [*MARKERS, "{{rma}}{{customer}}"])
def test_template_marks_in_values_and_texts_are_printed_as_typed(marker: str) -> None:
    slip = SAMPLES["inside slip"]
    value = dataclasses.replace(slip.value, customer=marker, look=Look(None, None, (
        OwnText("greeting", "<b>Dear</b> {{customer}}"), OwnText("closing", "{% raw %}{{unknown}}"))))
    words = text(slip.render(value, "en"))
    assert f"<b>Dear</b> {marker}" in words and "{% raw %}{{unknown}}" in words and "49" not in words.split("R 483")[0]


@pytest.mark.parametrize("name", KINDS)
def test_codes_are_read_and_labels_stay_black(name: str, logo: BytesIO) -> None:
    """With a logo and texts two decoders still read all; what a thermal printer prints is black and white only."""
    paper = SAMPLES[name]
    look = dataclasses.replace(everywhere(name, "x"), logo=logo.getvalue())
    content = paper.render(dressed(paper, look), "ar")
    page, = pictures(content)[:1]
    assert set(by_zxing(page)) == set(by_zbar(page)) == paper.codes
    drawn = pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil().convert("HSV")
    assert (drawn.getchannel("S").getextrema()[1] > 100) == (name not in ("return label 4x6", "return label A6"))


@pytest.mark.parametrize("name", KINDS)
def test_what_is_not_shown_is_not_on_the_paper(name: str) -> None:
    """All fields hidden: the paper is shorter by words, and its codes, its number and its address are still there."""
    paper, template = SAMPLES[name], PAPERS[PAPER_OF[KINDS[name]]]
    before = text(paper.render(paper.value, "en"))
    after = text(paper.render(dressed(paper, Look(hidden=template.fields)), "en"))
    gone = {"return label A4": "DHL", "return label 4x6": "DHL", "return label A6": "DHL", "inside slip": "SN-4829",
            "packing slip": "€49.90", "repair report": "No. 3", "warranty voucher": "Seal", "credit note": "TX-88",
            "handover receipt": "2.45 kg"}[name]
    assert gone in before and gone not in after
    number = next(field for field in ("rma", "parcel") if hasattr(paper.value, field))
    assert getattr(paper.value, number) in after.replace(" ", "")
    assert "Industriestraße" not in before or "Industriestraße" in after


def test_a_text_that_is_too_long_or_has_no_letters_stops_the_paper() -> None:
    label = SAMPLES["return label 4x6"]
    with pytest.raises(DoesNotFit, match=r"\d mm too high"):
        label.render(dressed(label, Look(texts=(OwnText("note", "word " * 60),))), "en")
    with pytest.raises(Unprintable, match="look"):
        label.render(dressed(label, Look(texts=(OwnText("note", "ꦗ"),))), "en")
