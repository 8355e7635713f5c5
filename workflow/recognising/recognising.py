"""What a code is by its look: every claim, then a decision that is never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reference.carriers import carriers
from reference.tracking_formats import carrier_names
from workflow.recognising import gs1, messages, things, tracking
from workflow.recognising.checks import has_gs1_check_digit
from workflow.recognising.claims import Claim
from workflow.recognising.wrappings import Peeled, inner_numbers, peel
from workflow.sentences import NOTHING, Sentence, say

KINDS = {"tracking": say("A carrier's tracking number"), "sscc": say("The number of a shipping unit (SSCC)"),
         "gtin": say("A product code (GTIN)"), "serial": say("A serial number"), "imei": say("A phone's number (IMEI)"),
         "lpn": say("Amazon's label of a returned item (LPN)"), "asin": say("Amazon's product number (ASIN)"),
         "fnsku": say("Amazon's warehouse label (FNSKU)"), "routing": say("A routing code of the carrier")}


LONG = 20


@dataclass(frozen=True)
class Recognised:
    """The decision. `candidates` are carriers, or kinds for what is no parcel, when there is more than one.

    `certain`: letters or a form of its own speak for it, not only a check digit that one number in ten passes.
    """

    kind: str
    value: str
    carrier: str = ""
    candidates: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    why: Sentence = NOTHING
    formats: tuple[str, ...] = ()
    certain: bool = False


def recognise(raw: str) -> Recognised:
    """What this is, whatever stands around it. The strictest claims count; several of them are ambiguous."""
    peeled = peel(raw)
    found = sorted(every_claim(peeled), key=lambda claim: claim.rank)
    if not found:
        return Recognised("unknown", peeled.bare, cut=peeled.cut, why=say("It looks like nothing that we know."))
    decided = _decide(found)
    return replace(decided, cut=peeled.cut + decided.cut, formats=tuple(dict.fromkeys(one.format for one in found)))


def every_claim(peeled: Peeled) -> list[Claim]:
    """All that it may be, the number inside a longer barcode before the barcode as a whole."""
    if messages.is_message(peeled):
        return _of_message(peeled)
    if named := things.named(peeled.text):
        return things.claims_of_named(*named)
    identifiers = gs1.identifiers(peeled)
    found = tracking.claims(peeled.bare) + things.claims(peeled.bare, peeled.aim)
    found = [_with_the_inner_number(claim, peeled) for claim in found]
    for number, cut in inner_numbers(peeled.bare):
        found += [replace(claim, cut=cut) for claim in tracking.claims(number) if _is_inside(claim, peeled.bare)]
    surest_is_carriers = any(claim.kind == "tracking" and claim.strength == "own" for claim in found)
    return found if surest_is_carriers else found + gs1.claims(identifiers)


def _of_message(peeled: Peeled) -> list[Claim]:
    found = [replace(claim, cut=(messages.HEADER,)) for number in messages.numbers(peeled)
             for claim in _whole_or_inner(number)]
    return found or messages.other_claims(peeled)


def _whole_or_inner(number: str) -> list[Claim]:
    """A number in a message's field for it is one: a check digit is proof enough there."""
    inner = [one for one, _cut in inner_numbers(number)]
    return [replace(claim, strength="own") for one in [*inner, number] for claim in tracking.claims(one)
            if claim.strength != "weak"]


def _is_inside(claim: Claim, bare: str) -> bool:
    """Behind 420 and a ZIP code stands a number of the post; other plain digits inside others prove nothing."""
    return claim.strength == "own" or (len(bare) == 32 and claim.format == "FedEx Express (12)")


def _with_the_inner_number(claim: Claim, peeled: Peeled) -> Claim:
    """A long barcode of FedEx or DPD stands for the shorter number that people and carriers' pages use."""
    inner = inner_numbers(peeled.bare)
    if claim.carrier in ("fedex", "dpd") and claim.strength == "own" and inner:
        number, cut = inner[0]
        return replace(claim, value=number, cut=cut)
    return claim


def _decide(found: list[Claim]) -> Recognised:
    best = [claim for claim in found if claim.rank == found[0].rank]
    first = best[0]
    candidates = tuple(dict.fromkeys(claim.candidate for claim in found))
    if first.strength == "weak":
        return Recognised("ambiguous", first.value, candidates=candidates, cut=first.cut,
                          why=say("Too many other numbers look like this: it may be one of these, or something else."))
    if len({claim.kind for claim in best}) > 1 or len(_carriers(best)) > 1:
        return Recognised("ambiguous", first.value, candidates=candidates, cut=first.cut,
                          why=say("It has the form of several things, and its check digit fits each of them."))
    carrier = first.carrier if first.kind == "tracking" else ""
    return Recognised(first.kind, first.value, carrier, candidates if len(candidates) > 1 else (), first.cut,
                      _why(first), certain=first.strength in ("own", "prefix"))


def _carriers(claims: list[Claim]) -> set[str]:
    """The carriers among these; `s10` says only that a post has it, so it stands back behind the post's name."""
    named = {claim.carrier for claim in claims if claim.carrier}
    return named - {"s10"} or named


def _why(claim: Claim) -> Sentence:
    if claim.strength == "own":
        return say("It has the form “%(format)s”, which nothing else has.", format=claim.format)
    if claim.strength == "prefix":
        return say("It begins like “%(format)s”. That form has no check digit.", format=claim.format)
    return say("It has the length of “%(format)s” and its check digit fits. One number in ten does so by chance.",
               format=claim.format)


def carrier_name(code: str) -> str:
    """What a carrier is called, or the code itself."""
    known = carriers().get(code)
    return carrier_names().get(code) or (known.name if known else code)


def forms(raw: str) -> list[str]:
    """Every way in which this code may stand in our tables, the whole one first."""
    peeled = peel(raw)
    found = [peeled.bare, *(number for number, _cut in inner_numbers(peeled.bare))]
    if messages.is_message(peeled):
        found += _forms_in_message(peeled)
    named = things.named(peeled.text)
    found += [named[1]] if named else []
    found += [*_licence_plates(peeled.bare), *_bare_forms(peeled.bare), *gs1.values(gs1.identifiers(peeled))]
    return [form for form in dict.fromkeys(found) if form]


def _forms_in_message(peeled: Peeled) -> list[str]:
    serials, products = messages.on_goods(peeled)
    numbers = messages.numbers(peeled)
    return [*numbers, *(inner for number in numbers for inner, _cut in inner_numbers(number)), *serials, *products]


def _bare_forms(bare: str) -> list[str]:
    """An SSCC without its identifier; digits between the start and stop letters of Codabar (Japan Post, Yamato)."""
    if re.fullmatch(r"\d{18}", bare) and has_gs1_check_digit(bare):
        return ["00" + bare]
    return [bare[1:-1]] if re.fullmatch(r"[A-D]\d{6,20}[A-D]", bare) else []


def tracking_value(number: str) -> str:
    """The number that carriers' pages and other barcodes of the same label use, if a longer one certainly holds it.

    Short numbers are what they are, and there are many of them in an import.
    """
    if len(number) < LONG:
        return number
    look = recognise(number)
    return look.value if look.certain and look.kind in ("tracking", "sscc") else number


def _licence_plates(bare: str) -> list[str]:
    """DHL prints (J) JD01...; the J is a data identifier, and people write the number with it and without."""
    if re.fullmatch(r"JJD\d{16,20}", bare):
        return [bare[1:]]
    return ["J" + bare] if re.fullmatch(r"JD\d{16,20}", bare) else []
