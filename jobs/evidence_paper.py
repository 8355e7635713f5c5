"""The evidence file in the language of its reader, with its chain attached, never larger than can be handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jobs import repair_paper
from jobs.custody_words import said
from labels import document, evidence_file
from labels.custody import CustodyChain
from labels.errors import PaperError, _l
from labels.language import Speaker
from labels.pictures import Photo

MOST_BYTES = 10_000_000
PHOTO_SIDES = (evidence_file.LONGEST_SIDE, 400, 240)


def file(sheets: list[dict[str, Any]], language: str) -> bytes:
    """One PDF under 10 MB: photos are made smaller until it is."""
    values = [_file(sheet, Speaker(language)) for sheet in sheets]
    proof = "".join(sheet["proof"] for sheet in sheets).encode()
    for side in PHOTO_SIDES:
        made = evidence_file.render(values, language, longest=side)
        content = document.attached(made, "chain.txt", proof) if proof else made
        if len(content) < MOST_BYTES:
            return content
    raise PaperError(_l("Not printed: the evidence file is larger than 10 MB even with small photos."))


def _file(sheet: dict[str, Any], speaker: Speaker) -> evidence_file.EvidenceFile:
    plain = {name: sheet[name] for name in ("rma", "made", "company", "customer", "order", "more_rows", "more_photos")}
    return evidence_file.EvidenceFile(
        **plain, verdict=said(speaker, sheet["verdict"]), attached=bool(sheet["proof"]),
        facts=tuple((said(speaker, name), said(speaker, value)) for name, value in sheet["facts"]),
        terms=tuple((said(speaker, name), said(speaker, value)) for name, value in sheet["terms"]),
        faults=tuple(said(speaker, fault) for fault in sheet["faults"]),
        units=tuple(evidence_file.EvidenceUnit(**{**_said(speaker, unit, "stage", "decided"),
                                                  "words": tuple(unit["words"])}) for unit in sheet["units"]),
        money=tuple(evidence_file.EvidenceMoney(**_said(speaker, paid, "what", "state")) for paid in sheet["money"]),
        parcels=tuple(evidence_file.EvidenceParcel(**_said(speaker, parcel, "state")) for parcel in sheet["parcels"]),
        rows=tuple(_row(speaker, row) for row in sheet["rows"]),
        messages=tuple(evidence_file.EvidenceMessage(**message) for message in sheet["messages"]),
        photos=tuple(_photo(photo, speaker) for photo in sheet["photos"]),
        chains=tuple(CustodyChain(**chain) for chain in sheet["chains"]))


def _photo(photo: dict[str, Any], speaker: Speaker) -> Photo:
    """A photo named by its thing and, where somebody said it, by what it shows."""
    translated = speaker.say
    what = translated(photo["what"]) if photo["what"] else ""
    return replace(repair_paper.photo({name: photo[name] for name in photo if name != "what"}), what=what)


def _row(speaker: Speaker, row: dict[str, Any]) -> evidence_file.EvidenceRow:
    words = _said(speaker, row, "what", "detail", "place", "by")
    return evidence_file.EvidenceRow(**{**words, "by": speaker.person(words["by"])})


def _said(speaker: Speaker, values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**values, **{name: said(speaker, values[name]) for name in names}}
