"""A template is kept, reset and fought over; paper that is made stays, paper that is asked for later is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from jobs import paper
from tests.labels.reading import text
from tests.support.people import actor
from workflow import clock, logos, paper_samples, paper_values, print_templates, printing, proofs, storage
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.print_templates import ChangedSince, Template

SLIP = Template("inside_slip", texts={"en": {"greeting": "Hello {{customer}}"}}, hidden=("sku",))


def save(wanted: Template, login: str = "lena") -> None:
    print_templates.save(wanted=wanted, by=actor(login))


def test_who_was_slower_is_told_and_changes_nothing(either_app) -> None:
    save(SLIP)
    with pytest.raises(ChangedSince, match="Lena") as refused:
        save(replace(SLIP, accent="#0b5cad"), "mia")
    assert refused.value.template.version == 1 and print_templates.read("inside_slip").accent is None
    save(replace(SLIP, version=1, accent="#0b5cad"), "mia")
    now = print_templates.read("inside_slip")
    assert (now.version, now.accent, now.by) == (2, "#0b5cad", "Mia")


def test_only_keepers_change_papers(either_app) -> None:
    for login in ("walt", "alice"):
        with pytest.raises(NotAllowed):
            save(SLIP, login)
        with pytest.raises(NotAllowed):
            print_templates.reset_all(by=actor(login))
    with pytest.raises(NotFound):
        print_templates.read("badge")


def test_the_history_says_who_changed_what_and_a_reset_takes_it_all_away(either_app) -> None:
    save(SLIP)
    save(Template("house", accent="#0b5cad"), "mia")
    save(replace(SLIP, version=1, hidden=()), "adam")
    save(replace(SLIP, version=2, hidden=()), "adam")  # nothing changed, nothing is noted
    with pytest.raises(ChangedSince):
        print_templates.reset(paper="inside_slip", version=1, by=actor("lena"))
    print_templates.reset(paper="inside_slip", version=2, by=actor("lena"))
    told = [(change.by, change.was_reset, change.changes) for change in print_templates.history("inside_slip")]
    assert told == [("Lena", True, ["text en greeting"]), ("Adam", False, ["fields"]),
                    ("Lena", False, ["fields", "text en greeting"])]
    print_templates.reset_all(by=actor("lena"))
    assert not any(template.is_changed for template in print_templates.everywhere().values())
    assert len(print_templates.history("house")) == 2 and len(print_templates.history("inside_slip")) == 3


def _made(kind: str, thing_id: int) -> printing.Paper:
    asked = printing.ask_for(kind, thing_id)
    while paper.make_next():
        pass
    return printing.again(asked.id)


@pytest.fixture
def a_slip(app, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of a thing whose slip can be printed: an invented one."""
    monkeypatch.setitem(paper_values.KINDS, "inside_slip", print_templates.dressing(
        "inside_slip", lambda *_: paper_samples.sheets("inside_slip", "german")))
    return 1


def test_a_changed_template_makes_new_paper_and_leaves_the_old(a_slip: int) -> None:
    plain = _made("inside_slip", a_slip)
    assert _made("inside_slip", a_slip) == plain  # nothing changed: the same file
    save(SLIP)
    own = _made("inside_slip", a_slip)
    assert own.storage_key != plain.storage_key and own.id != plain.id
    assert "Hello Prof. Dr." in text(printing.pdf(own)) and "AB-300" not in text(printing.pdf(own))
    assert "AB-300" in text(storage.get(plain.storage_key))
    save(Template("warranty_voucher", accent="#0b5cad"))  # another paper's template is not this one's
    assert _made("inside_slip", a_slip) == own
    print_templates.reset_all(by=actor("lena"))
    assert _made("inside_slip", a_slip) == plain


def test_all_papers_inherit_from_the_house_and_may_do_otherwise(app, logo: BytesIO) -> None:
    key = logos.take(logo)
    house = Template("house", accent="#0b5cad", logo_key=key, texts={"de": {"contact": "Tel. 1"}})
    own = Template("inside_slip", accent="#a3122a", hidden=("logo",), texts={"de": {"greeting": "Hallo"}})
    assert print_templates.look(own, house, "de") == {
        "accent": "#a3122a", "texts": {"contact": "Tel. 1", "greeting": "Hallo"}}
    assert print_templates.look(Template("packing_slip"), house, "ar") == {"accent": "#0b5cad", "logo": key}
    assert print_templates.look(Template("packing_slip"), Template("house"), "ar") is None
    report = [{"voucher": [{"number": "1"}]}]
    worn = print_templates.wear(report, print_templates.everywhere() | {"house": house}, "repair_report", "de")
    assert worn[0]["look"]["logo"] == key and worn[0]["voucher"][0]["look"]["accent"] == "#0b5cad"


@pytest.mark.parametrize(("wanted", "why"), [
    (Template("return_label", texts={"ar": {"note": "宽" * 80}}), "العربية.*1 mm too high"),
    (Template("inside_slip", texts={"de": {"greeting": "Hallo 😀"}}), r"Deutsch.*greeting.*U\+1F600"),
    (Template("house", texts={"en": {"contact": "1\n" * 9}}), "mm too high")])
def test_what_cannot_be_set_is_refused_before_it_is_kept(app, paper_process: None, wanted: Template, why: str) -> None:
    with pytest.raises(Refused, match=why):
        proofs.check(wanted, Template(wanted.paper))
    proofs.check(Template(wanted.paper), wanted)  # back to as delivered needs no paper


def test_a_paper_process_that_does_not_answer_is_said(app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "LONGEST_WAIT", 0.05)
    with pytest.raises(Refused, match="paper process does not answer"):
        proofs.check(SLIP, Template("inside_slip"))


def _png(size: tuple[int, int]) -> bytes:
    file = BytesIO()
    Image.new("1", size).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(("content", "why"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
    (b"\n<?xml version='1.0'?><svg/>", "SVG"), (b"\xef\xbb\xbf<!DOCTYPE svg>", "SVG"),
    (b"GIF89a" + b"0" * 64, "no PNG or JPEG"), (b"", "no PNG or JPEG"),
    (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "damaged"), (_png((30000, 30)), "too many pixels"),
    (_png((31, 400)), "31 × 400"), (b"\xff\xd8\xff" + b"0" * 5_000_001, "larger than 5 MB")])
def test_hostile_and_unfit_logos_are_refused(app, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        logos.take(BytesIO(content))
    assert refused.value.field == "logo"


def test_a_logo_is_drawn_anew_and_known_by_what_it_shows(app, logo: BytesIO) -> None:
    """Nothing that was hidden in the file goes on; a key out of a form names a logo and no other file."""
    file = logo.getvalue()
    key = logos.take(BytesIO(file))
    assert logos.take(BytesIO(file + b"<script>alert(1)</script>")) == key == logos.known(key)
    assert b"<script" not in storage.get(key) and storage.get(key)[:3] == b"\xff\xd8\xff"
    storage.put("photos/ab/secret.jpg", b"x")
    strange = ("photos/ab/secret.jpg", "../" + key, "", f"logos/{'0' * 64}.jpg")
    assert [logos.known(other) for other in strange] == [None] * 4


def test_paper_without_its_logo_is_an_error_that_says_so(a_slip: int, logo: BytesIO) -> None:
    key = logos.take(logo)
    save(Template("house", logo_key=key))
    storage.delete(key)
    failed = _made("inside_slip", a_slip)
    assert failed.state == printing.FAILED and "Choose it again" in str(failed.error)


def test_proofs_and_forgotten_logos_are_thrown_away(app, logo: BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a day; what a template names stays, and so does real paper."""
    kept, forgotten = logos.take(logo), logos.take(BytesIO(_png((64, 64))))
    save(Template("house", logo_key=kept))
    proof = proofs.ask_for(SLIP, proofs.Wish("inside_slip", "en", "thai"))
    while paper.make_next():
        pass
    proof = proofs.read(proof.id)
    assert proofs.throw_away_old() == 0
    monkeypatch.setattr(storage, "older_than", lambda folder, _seconds: iter([kept, forgotten]))
    with clock.at(clock.now() + timedelta(days=2)):
        assert proofs.throw_away_old() == 3
    for key in (forgotten, proof.storage_key, proofs.picture_key(proof.storage_key)):
        with pytest.raises(NotFound):
            storage.get(key)
    assert storage.get(kept)
    with pytest.raises(NotFound):
        proofs.read(proof.id)
