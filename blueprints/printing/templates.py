"""The pages of print templates: which papers may be changed, one paper's template, its preview, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, g, url_for
from flask_babel import gettext

from blueprints import guard
from blueprints.languages import NAMES, choose, speaking, text
from blueprints.printing.routes import answer, blueprint
from blueprints.printing.template_forms import ResetForm, TemplateForm, checked
from blueprints.responses import go, is_htmx, page
from workflow import logos, paper_samples, print_template_rules, print_template_words, printing, proofs
from workflow import print_templates as templates
from workflow.errors import NotAllowed, NotFound, Refused, Several
from workflow.print_templates import Template
from workflow.sentences import say

PREVIEW = "printing/_preview.html"


@blueprint.get("/papers/templates")
@guard.staff(*templates.KEEPERS)
def all_templates() -> Response:
    return page("printing/templates.html", templates=templates.everywhere(), titles=print_template_words.PAPERS)


@blueprint.get("/papers/templates/<paper>")
@guard.staff(*templates.KEEPERS)
def template(paper: str) -> Response:
    kept = templates.read(paper)
    wish = proofs.Wish(paper_samples.kinds(paper)[0], choose(), "german")
    return _edit(kept, wish=wish, preview=proofs.ask_for(kept, wish))


@blueprint.post("/papers/templates/<paper>")
@guard.staff(*templates.KEEPERS)
def keep_template(paper: str) -> Response:
    kept = templates.read(paper)
    form = TemplateForm()
    typed = form.typed(paper)
    try:
        typed = _with_logo(form, typed)
        wanted = checked(typed)
        if wanted.version == kept.version:
            proofs.check(wanted, kept)
        templates.save(wanted=wanted, by=g.me)
    except templates.ChangedSince as refusal:
        return _edit(replace(typed, version=refusal.template.version), refusal=refusal, wish=_wish(form, paper),
                     other=refusal.template)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return _edit(typed, refusal=refusal, wish=_wish(form, paper))
    return go(url_for(".template", paper=paper), say("Kept. What is printed from now on looks like this."))


@blueprint.post("/papers/templates/<paper>/preview")
@guard.staff(*templates.KEEPERS)
def preview_template(paper: str) -> Response:
    """The paper as it is typed, before anybody keeps it."""
    form = TemplateForm()
    typed = form.typed(print_template_rules.template_of(paper))
    try:
        asked = proofs.ask_for(checked(_with_logo(form, typed)), _wish(form, paper))
    except Refused as refusal:
        return page(PREVIEW if is_htmx() else "printing/preview.html", 422, paper=None,
                    refusal=" ".join(dict.fromkeys(text(each.sentence) for each in _each(refusal))))
    return page(PREVIEW, paper=asked, refusal="") if is_htmx() else answer(asked)


@blueprint.get("/papers/templates/previews/<int:paper_id>")
@guard.staff(*templates.KEEPERS)
def preview(paper_id: int) -> Response:
    return page(PREVIEW if is_htmx() else "printing/preview.html", paper=proofs.read(paper_id), refusal="")


@blueprint.get("/papers/templates/previews/<int:paper_id>.pdf")
@guard.staff(*templates.KEEPERS)
def preview_pdf(paper_id: int) -> Response:
    return _file(printing.pdf(proofs.read(paper_id)), "application/pdf")


@blueprint.get("/papers/templates/previews/<int:paper_id>.png")
@guard.staff(*templates.KEEPERS)
def preview_picture(paper_id: int) -> Response:
    return _file(proofs.picture(proofs.read(paper_id)), "image/png")


@blueprint.get("/papers/templates/logos/<name>")
@guard.staff(*templates.KEEPERS)
def logo(name: str) -> Response:
    return Response(logos.content(name), mimetype="image/jpeg")


@blueprint.get("/papers/templates/<paper>/reset")
@guard.staff(*templates.KEEPERS)
def ask_before_reset(paper: str) -> Response:
    return page("printing/template_reset.html", own=templates.read(paper), titles=print_template_words.PAPERS)


@blueprint.post("/papers/templates/<paper>/reset")
@guard.staff(*templates.KEEPERS)
def reset_template(paper: str) -> Response:
    try:
        templates.reset(paper=paper, version=ResetForm().version.data or 0, by=g.me)
    except templates.ChangedSince:
        return go(url_for(".ask_before_reset", paper=paper),
                  say("Somebody changed it meanwhile. Look once more at what would be lost."))
    return go(url_for(".template", paper=paper), say("It is as delivered again."))


@blueprint.get("/papers/templates/reset")
@guard.staff(*templates.KEEPERS)
def ask_before_reset_of_all() -> Response:
    return page("printing/template_reset.html", own=None, titles=print_template_words.PAPERS)


@blueprint.post("/papers/templates/reset")
@guard.staff(*templates.KEEPERS)
def reset_all_templates() -> Response:
    templates.reset_all(by=g.me)
    return go(url_for(".all_templates"), say("All papers are as delivered again."))


def _file(content: bytes | None, mimetype: str) -> Response:
    if content is None:
        raise NotFound(say("This preview is not there any more. Ask for it again."))
    return Response(content, mimetype=mimetype)


def _with_logo(form: TemplateForm, typed: Template) -> Template:
    return replace(typed, logo_key=logos.take(form.logo.data.stream)) if form.logo.data else typed


def _wish(form: TemplateForm, paper: str) -> proofs.Wish:
    kinds = paper_samples.kinds(paper)
    return proofs.Wish(form.kind.data if form.kind.data in kinds else kinds[0], form.language.data or choose(),
                       form.person.data or "german")


def _edit(shown: Template, *, wish: proofs.Wish, refusal: Refused | None = None, other: Template | None = None,
          preview: printing.Paper | None = None) -> Response:
    words = print_template_words
    known = words.template(shown.paper)
    sentence = text(refusal.sentence) if refusal else ""
    errors = {each.field: text(each.sentence) for each in _each(refusal) if each.field}
    return page(
        "printing/template.html", 422 if refusal else 200, own=shown, known=known, words=words, errors=errors,
        refusal="" if errors else sentence, other=other, paper=preview, wish=wish, languages=NAMES,
        built_in={language: _built_in(known, language) for language in NAMES}, kinds=paper_samples.kinds(shown.paper),
        people=paper_samples.PEOPLE, history=templates.history(shown.paper), written=print_template_rules.written,
        opened=_opened(shown, errors), examples=words.EXAMPLES)


def _each(refusal: Refused | None) -> Sequence[Refused]:
    return refusal.refusals if isinstance(refusal, Several) else (refusal,) if refusal else ()


def _built_in(known: object, language: str) -> dict[str, str]:
    """What stands in each place as delivered, in the language of the paper."""
    with speaking(language):
        return {name: gettext(place.built_in) if place.built_in else "" for name, place in known.places.items()}


def _opened(shown: Template, errors: dict[str, str]) -> set[str]:
    """The languages whose texts are unfolded: the reader's own, and where there is something to see."""
    wrong = {name.split("_")[1] for name in errors if name.startswith("text_")}
    return {choose(), *wrong, *(language for language, places in shown.texts.items() if any(places.values()))}
