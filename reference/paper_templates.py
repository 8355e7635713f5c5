"""What a company may change on its papers: texts, fields, and how long a text may be. Everything else stays.

Codes, numbers of returns and parcels, addresses to send to, customs and safety words are in no list here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HOUSE = "house"
"""The template that all others inherit from."""
LANGUAGES = ("en", "zh", "de", "fr", "es", "ar")


@dataclass(frozen=True)
class Place:
    """A place for a text of the company's own.

    `built_in` is what stands there otherwise, as labels/templates has it; empty: nothing stands there. `longest` is
    in characters; whether that fits is known when it is set.
    """

    longest: int
    built_in: str = ""
    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperTemplate:
    """One paper: the kinds it is printed as (workflow/paper_values.py), its places for texts, and its optional fields.

    `coloured` is false for what only thermal printers print.
    """

    kinds: tuple[str, ...]
    places: dict[str, Place]
    fields: tuple[str, ...] = ()
    coloured: bool = field(default=True)


RETURN = ("rma", "parcel", "customer", "company", "carrier")
PAPERS: dict[str, PaperTemplate] = {
    HOUSE: PaperTemplate((), {"contact": Place(300)}),
    "return_label": PaperTemplate(
        ("return_label_a4", "return_label_4x6", "return_label_a6"), {
            "note": Place(80, "Scan to see where this parcel is", ("rma", "parcel")),
            "heading": Place(80, "Three steps to send it back", ("rma",)),
            "hand_in": Place(160, "Take it to the carrier and keep the receipt until we have written to you.",
                             ("rma", "company", "carrier")),
            "closing": Place(400, "", RETURN)}, ("logo", "carrier")),
    "inside_slip": PaperTemplate(("inside_slip",), {
        "greeting": Place(300, "It tells us whose parcel this is, even if the label is lost.", ("customer", "rma")),
        "instructions": Place(500, "", ("rma",)),
        "closing": Place(400, "", ("customer", "rma"))},
        ("logo", "customer", "sku", "serials", "reasons", "accessories")),
    "packing_slip": PaperTemplate(("packing_slip_priced", "packing_slip_plain", "packing_slip"), {
        "greeting": Place(300, "", ("customer", "company", "order", "parcel", "date")),
        "closing": Place(400, "Something missing or wrong? Tell us the number under the barcode.",
                         ("customer", "company", "order", "parcel"))},
        ("logo", "order", "sku", "serials", "accessories", "done", "prices")),
    "repair_report": PaperTemplate(("repair_report",), {
        "greeting": Place(400, "", ("company", "rma", "order", "product", "date")),
        "closing": Place(400, "", ("company", "rma", "order", "product"))},
        ("logo", "company", "order", "sku", "technician", "words", "parts", "tests", "photos")),
    "warranty_voucher": PaperTemplate(("warranty_voucher",), {
        "greeting": Place(160, "for a repair", ("company", "rma", "product", "until")),
        "instructions": Place(160, "To use it, ask for a repair here:", ("company", "rma")),
        "closing": Place(300, "", ("company", "rma", "product", "until"))},
        ("logo", "company", "sku", "serials", "fault", "parts")),
    "credit_note": PaperTemplate(("credit_note",), {
        "greeting": Place(300, "", ("customer", "company", "rma", "order", "date")),
        "closing": Place(400, "", ("customer", "company", "rma", "order"))},
        ("logo", "order", "sku", "serials", "reference", "price_paid")),
    "handover_receipt": PaperTemplate(("handover",), {
        "instructions": Place(300, "", ("company", "carrier", "parcel")),
        "closing": Place(300, "", ("company", "carrier", "parcel"))},
        ("logo", "company", "weight", "items", "by")),
}
PAPER_OF: dict[str, str] = {kind: paper for paper, template in PAPERS.items() for kind in template.kinds}
"""Which template a kind of paper wears."""
