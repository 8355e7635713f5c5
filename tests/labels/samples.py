"""One plain sample of every paper, and how each is printed. The numbers carry right check digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from labels import (
    badge,
    claim_sheet,
    credit_note,
    custody,
    customs_declaration,
    evidence_file,
    handover_receipt,
    holding_label,
    inside_slip,
    packing_slip,
    part_label,
    receipt,
    repair_report,
    return_label,
    shelf_label,
    unit_tag,
    warranty_voucher,
)
from labels.address import Address

RMA, PARCEL, TAG = "R48392017526", "P73920184693", "T20485716394"
SHELF, BADGE, PART = "S91028374602", "B56283917430", "K03746528192"
URL = "https://returns.example.com"
PAGE = f"{URL}/P/{PARCEL}"

WAREHOUSE = Address("", "Industriestraße 14, Tor 3", "Kassel", "34117", "DE", company="Harbour & Lane GmbH")
BUYER = Address("Élodie Marchand", "12 bis, rue du Faubourg", "Paris", "75008", "FR")


@dataclass(frozen=True)
class Paper:
    """A paper's printer, a sample of its values, its page in millimetres, and every code it must show."""

    render: Callable[..., bytes]
    value: Any
    page: tuple[float, float]
    codes: frozenset[str]
    pages: int = 1


def _slip_units() -> tuple[packing_slip.PackedUnit, ...]:
    return (packing_slip.PackedUnit("Espresso machine", "SN-4829", "AB-300", RMA, ("Power cable",), ("Drip tray",),
                                    ("Milk jug",), ("Heating element replaced",), 4990),
            packing_slip.PackedUnit("Milk frother", "MF20-00182"))


RETURN = return_label.ReturnLabel(WAREHOUSE, BUYER, RMA, PARCEL, URL, 1, 2, "DHL", date(2026, 12, 6), "At any shop")
UNIT_TAG = unit_tag.UnitTag(TAG, "Espresso machine", RMA, "Kassel", "A-03-2")
PAPERS: dict[str, Paper] = {
    "return label A4": Paper(partial(return_label.render, size="a4"), RETURN, (210, 297), frozenset({PARCEL, PAGE})),
    "return label 4x6": Paper(partial(return_label.render, size="4x6"), RETURN, (101.6, 152.4),
                              frozenset({PARCEL, PAGE})),
    "return label A6": Paper(partial(return_label.render, size="a6"), RETURN, (105, 148), frozenset({PARCEL, PAGE})),
    "inside slip": Paper(inside_slip.render, inside_slip.InsideSlip(
        RMA, "Élodie Marchand", (inside_slip.SlipItem("Espresso machine", "AB-300", 1, ("SN-4829",), "No heat"),),
        ("Power cable", "Drip tray"), ("Empty the water tank.",), "It blinks."), (210, 297), frozenset({RMA})),
    "unit tag": Paper(unit_tag.render, UNIT_TAG, (62, 29), frozenset({TAG})),
    "unit tag, endless roll": Paper(partial(unit_tag.render, size="62"), UNIT_TAG, (62, 29), frozenset({TAG})),
    "unit tag 50x30": Paper(partial(unit_tag.render, size="50x30"), UNIT_TAG, (50, 30), frozenset({TAG})),
    "part label": Paper(part_label.render, part_label.PartLabel(PART, "Heating element 230 V", "HE-230"), (62, 29),
                        frozenset({PART})),
    "packing slip": Paper(packing_slip.render, packing_slip.PackingSlip(
        PARCEL, BUYER, WAREHOUSE, _slip_units(), date(2026, 11, 22), "402-99", "Thank you.", True, "EUR"),
        (210, 297), frozenset({PARCEL})),
    "receipt": Paper(receipt.render, receipt.Receipt(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "dock-1",
        (receipt.ReceivedUnit("Espresso machine", TAG, "SN-4829", RMA, ("Power cable",), ("Drip tray",), ("Manual",)),
         receipt.ReceivedUnit("Milk frother", TAG)), "DHL", "JD0146", ("Kettle",), True),
        (210, 297), frozenset({PARCEL})),
    "claim sheet": Paper(claim_sheet.render, claim_sheet.ClaimSheet(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), datetime(2026, 11, 22, 14, 7, tzinfo=UTC), "dock-1", "open",
        (claim_sheet.ClaimedUnit("Espresso machine", 4990, "AB-300", "SN-4829", TAG, "D"),
         claim_sheet.ClaimedUnit("Milk frother", 1999, tag=TAG, found="missing")), (), "UPS", "1Z999", RMA, "Harbour",
        2450, "C-77", 6989, None, "EUR", None, datetime(2026, 12, 6, 14, 5, tzinfo=UTC)), (210, 297),
        frozenset({PARCEL})),
    "repair report": Paper(repair_report.render, repair_report.RepairReport(
        "Espresso machine", datetime(2026, 11, 22, 14, 5, tzinfo=UTC), True, "Too cold", "Harbour & Lane", TAG,
        "AB-300", RMA, "402-99", "SN-4829", "SN-4830", "Broken", ("It blinks.",), "Worn", "R12 burnt", "Changed it",
        "staff:3", (repair_report.ReportPart("Element", 2, True, "P-1", "E77"),
                    repair_report.ReportPart("Seal", 1, False)),
        (repair_report.ReportTest("Heats", True, "93 C"),), datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "staff:4",
        warranty_until=date(2027, 11, 23)), (210, 297), frozenset({TAG})),
    "warranty voucher": Paper(warranty_voucher.render, warranty_voucher.WarrantyVoucher(
        f"{TAG}-7", TAG, "Espresso machine", date(2026, 11, 23), date(2027, 11, 23), 12, "Harbour & Lane", "AB-300",
        "SN-4829", RMA, "Too cold", ("Element", "Seal"), URL), (210, 297), frozenset({TAG, URL})),
    "credit note": Paper(credit_note.render, credit_note.CreditNote(
        f"{RMA}-12", date(2026, 11, 25), RMA, "refund", 4990, "EUR", WAREHOUSE, BUYER, "402-99", date(2026, 10, 1),
        "Espresso machine", "AB-300", "SN-4829", 5990, "TX-88", f"{RMA}-11"), (210, 297), frozenset({RMA})),
    "customs papers": Paper(customs_declaration.render, customs_declaration.CustomsPapers(
        PARCEL, BUYER, WAREHOUSE, "CN23", "to_repair", (
            customs_declaration.CustomsItem("Espresso machine", 1, 45900, 4200, "851671", "IT", "SN-4829"),
            customs_declaration.CustomsItem("Milk frother", 1, 4900)), "EUR", date(2026, 11, 25), RMA, "402-99",
        date(2026, 10, 1), ("JD0146",), "1Z99", 5100, "+49 561 1000"), (210, 297), frozenset({PARCEL}), 2),
    "handover receipt": Paper(handover_receipt.render, handover_receipt.HandoverReceipt(
        PARCEL, "UPS", "1Z999", 2, "Harbour & Lane", "Kassel", RMA, 2450, datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        "staff:3", "packing-1"), (210, 297), frozenset({PARCEL})),
    "evidence file": Paper(evidence_file.render, evidence_file.EvidenceFile(
        RMA, "2026-11-25 10:00:00", "The chain is whole.", (("Requested", "2026-11-20 10:00:00"), ("State", "closed"),
                                                           ("Channel", "shop")), "Harbour & Lane", "Élodie", "402-99",
        (evidence_file.EvidenceUnit("Espresso machine", "shipped", TAG, "SN-4829", "repair", "C"),),
        (evidence_file.EvidenceParcel(PARCEL, True, "received", "DHL", "JD0146", "2026-11-22 14:05:00", "", 2450),),
        (evidence_file.EvidenceRow("2026-11-22 14:05:00", "Received", "staff:3", "ab" * 32, "P 739", "Wet", "dock",
                                   "dock-1", "JD0146"),), 0,
        (evidence_file.EvidenceMessage("2026-11-21 09:00:00", True, "It blinks."),), (), 0,
        (("law.country", "FR"),), (), (custody.CustodyChain(RMA, 12, "cd" * 32),)), (210, 297), frozenset({RMA}), 2),
    "badge": Paper(badge.render, badge.Badge("Walter Okonkwo", ("Dock", "Inspector"), BADGE, "Kassel"), (86, 54),
                   frozenset({BADGE})),
    "holding label": Paper(holding_label.render, holding_label.HoldingLabel(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "dock-1", "DHL", "JD0146", "Wet corner"), (101.6, 152.4),
        frozenset({PARCEL})),
    "holding label of an empty box": Paper(holding_label.render, holding_label.HoldingLabel(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "dock-1", "DHL", "JD0146", "Wet corner",
        "empty", RMA, True), (101.6, 152.4), frozenset({PARCEL})),
    "holding label of an incomplete box": Paper(holding_label.render, holding_label.HoldingLabel(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "dock-1", "DHL", "JD0146", why="missing", rma=RMA,
        damaged=True, missing=("Espresso machine", "Kettle", "Milk frother", "Toaster"), more_missing=3),
        (101.6, 152.4), frozenset({PARCEL})),
    **{f"holding label of a thing: {why}": Paper(holding_label.render, holding_label.HoldingLabel(
        PARCEL, datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "dock-1", why=why, rma=RMA, tag=TAG,
        item="Espresso machine", serial="SN-4829"), (101.6, 152.4), frozenset({TAG}))
       for why in holding_label.WHY_UNIT},
    "shelf label": Paper(shelf_label.render, shelf_label.ShelfLabel(SHELF, "A-03-2", "Kassel", "Waiting for parts"),
                         (102, 51), frozenset({SHELF})),
}
