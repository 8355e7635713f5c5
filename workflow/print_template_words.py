"""What papers, the places of their texts and their fields are called on the pages of print templates."""

from __future__ import annotations

from reference.paper_templates import PAPER_OF, PaperTemplate
from reference.paper_templates import PAPERS as TEMPLATES
from reference.placeholders import EXAMPLES as EXAMPLES
from workflow.sentences import Sentence, say

LANGUAGES: dict[str, str] = {"en": "English", "zh": "中文", "de": "Deutsch", "fr": "Français", "es": "Español",
                             "ar": "العربية"}
"""What each language calls itself."""
PAPERS: dict[str, Sentence] = {
    "house": say("All papers"), "return_label": say("Return label"), "inside_slip": say("Slip for the box"),
    "packing_slip": say("Packing slip"), "repair_report": say("Repair report"),
    "warranty_voucher": say("Warranty voucher"), "credit_note": say("Credit note"),
    "handover_receipt": say("Handover receipt"),
}
KINDS: dict[str, Sentence] = {
    "return_label_a4": say("Return label, A4 with instructions"), "return_label_4x6": say("Return label, 4 × 6 inch"),
    "return_label_a6": say("Return label, A6"), "packing_slip_priced": say("Packing slip with prices"),
    "packing_slip_plain": say("Packing slip without prices"),
}
PLACES: dict[str, Sentence] = {
    "contact": say("How to reach you"), "note": say("Line beside the code"), "heading": say("Heading"),
    "hand_in": say("How to hand it in"), "greeting": say("Beginning"), "instructions": say("Instructions"),
    "closing": say("End"),
}
FIELDS: dict[str, Sentence] = {
    "logo": say("Logo"), "carrier": say("Carrier"), "customer": say("Customer's name"), "sku": say("Item numbers"),
    "serials": say("Serial numbers"), "reasons": say("Reasons"), "accessories": say("Accessories"),
    "order": say("Order number"), "done": say("What was done"), "prices": say("Prices, where they are asked for"),
    "company": say("Company's name"), "technician": say("Who repaired and tested it"),
    "words": say("What the customer wrote"), "parts": say("Parts"), "tests": say("Tests"), "photos": say("Photos"),
    "fault": say("Fault that was repaired"), "reference": say("Reference of the payment"),
    "price_paid": say("Price paid"), "weight": say("Weight"), "items": say("Number of items"),
    "by": say("Who handed it over"),
}
ALWAYS = say("Codes, numbers of returns and parcels, addresses, customs and safety words always stand on the paper.")


def of_kind(kind: str) -> Sentence:
    """What a kind of paper is called."""
    return KINDS.get(kind) or PAPERS[PAPER_OF[kind]]


def template(paper: str) -> PaperTemplate:
    """What may be changed on a paper."""
    return TEMPLATES[paper]


def of_change(change: str) -> tuple[Sentence, str]:
    """What a part of a change is called (workflow/print_templates.py), and the language that it is in, or none."""
    if change.startswith("text "):
        _, language, place = change.split()
        return PLACES[place], language
    return _PARTS[change], ""


_PARTS = {"accent": say("Colour of headings"), "logo": say("Logo"), "fields": say("What is shown")}
