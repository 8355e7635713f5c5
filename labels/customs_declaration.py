"""Customs papers of a parcel: CN22 or CN23, and the proforma invoice.

The fields of CN22 and CN23 are those of the forms in the Universal Postal Union's Convention Regulations. These papers
are for customs and carriers, so they are in English with French on the forms, whatever language the reader has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labels import document
from labels.address import Address, lines
from labels.address_block import Block
from labels.codes import checked
from labels.fitting import fit
from labels.press import printed
from reference.romanising import is_latin

WHY = {"returned": "Returned goods", "to_repair": "Goods for repair", "repaired": "Repaired goods, returned to owner",
       "under_warranty": "Replacement under warranty", "replacement": "Replacement for returned goods"}
CATEGORIES = (("Gift", "Cadeau"), ("Documents", "Documents"), ("Sale of goods", "Vente de marchandises"),
              ("Commercial sample", "Échantillon commercial"), ("Returned goods", "Retour de marchandise"),
              ("Other", "Autre"))


@dataclass(frozen=True, slots=True)
class CustomsItem:
    """One line of contents; the weight in grams, the value in minor units. What is empty, or 0, is written by hand."""

    name: str
    quantity: int
    value_minor: int
    weight_g: int | None = None
    hs_code: str = ""
    origin: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class CustomsPapers:
    """One parcel. `form` is CN22 or CN23, `why` a key of WHY, `weight_g` gross, `original` the numbers of the first
    export.
    """

    parcel: str
    sender: Address
    to: Address
    form: str
    why: str
    goods: tuple[CustomsItem, ...]
    currency: str
    day: date
    rma: str = ""
    order: str = ""
    ordered: date | None = None
    original: tuple[str, ...] = ()
    tracking: str = ""
    weight_g: int | None = None
    phone: str = ""


def render(values: CustomsPapers | Sequence[CustomsPapers], language: str) -> bytes:
    """PDF of A4 pages: for each parcel the form and the invoice.

    `language` only chooses fonts and nothing of the text. Raises PaperError.
    """
    papers = list(values) if isinstance(values, (list, tuple)) else [values]
    return document.merged([printed("customs_declaration.html", papers, "en", _prepare, fixed=False),
                            printed("proforma_invoice.html", papers, "en", _prepare, fixed=False)])


def _prepare(paper: CustomsPapers) -> dict[str, Any]:
    checked(paper.parcel, "P")
    if paper.form not in ("CN22", "CN23"):
        raise ValueError(f"{paper.form} is no form of ours")
    weights, values = [item.weight_g for item in paper.goods], [item.value_minor for item in paper.goods]
    return {"paper": paper, "sender": _party(paper.sender), "to": _party(paper.to), "why": WHY[paper.why],
            "categories": CATEGORIES, "ticked": "Returned goods" if paper.why == "returned" else "Other",
            "net": sum(weight for weight in weights if weight) if all(weights) else None,
            "value": sum(values) if all(values) else None}


def _party(address: Address) -> Block:
    """An address and under it, where it is written in other letters, its Latin form: customs abroad read that one."""
    written = lines(address)
    beside = not all(is_latin(line) for line in written)
    latin = lines(address.latin) if beside and address.latin else []
    height = 22 if beside else 34
    return Block(address, written, fit(written, 80, height, sizes=range(9, 4, -1)), latin,
                 fit(latin, 80, height, sizes=range(9, 4, -1)) if latin else 9, beside and not latin, narrow=False)
