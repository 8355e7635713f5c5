"""Every kind of paper is on the contact sheet, in every script, with the customer's name on it."""

from __future__ import annotations

import pytest

from labels import press
from tests.labels import contact_sheet
from tests.labels.contact_sheet import SCRIPTS, dressed, samples
from tests.labels.reading import text


def test_every_sheet_of_html_has_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new paper needs a sample: in samples.PAPERS, or in MORE when its codes are tested elsewhere."""
    drawn, real = set(), press.page

    def noted(template: str, *rest: object, **values: object) -> str:
        drawn.add(template)
        return real(template, *rest, **values)

    monkeypatch.setattr(press, "page", noted)
    for paper in samples().values():
        paper.render(paper.value, "en")
    assert drawn == {path.name for path in press.TEMPLATES.glob("*.html") if not path.name.startswith("_")}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_sample_bears_the_names_of_its_script(script: str) -> None:
    paper, worn = samples()["return label A6"], SCRIPTS[script]
    words = "".join(text(paper.render(dressed(paper.value, worn), "en")).split())
    if script != "Arabic":  # joined letters come out of a PDF in the order in which they are drawn
        assert "".join(worn.buyer.name.split()) in words.replace("\ufffe", "-")
    assert "ÉlodieMarchand" not in words


def test_a_row_of_the_sheet_has_a_picture_for_each_script() -> None:
    drawn = list(contact_sheet.pictures(samples()["shelf label"]))
    assert len(drawn) == len(SCRIPTS) and all(picture.getextrema() == (0, 255) for picture in drawn)
