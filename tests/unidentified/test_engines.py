"""The shelf, the match and the claim on both engines."""

from __future__ import annotations

from models.lifecycle import ClaimState
from tests.desk import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import carrier_claims, matching, receiving
from workflow.scanning.commands import CHOICES, Command
from workflow.whose import noting


def test_ranked_matched_damaged_and_filed(either_app) -> None:
    rma, beside = goods.announced(units=2, name="王伟", country="CN", serials=True), goods.announced(name="Li Na")
    parcel_id = receiving.put_aside(code=f"OUT{roads.order(rma.order_id).number}", by=actor("walt"))
    noting.note_sender(parcel_id=parcel_id, name="Wei Wang", country="CN", goods="kettle", by=actor("alice"))
    dock = TabletAt("walt")
    dock.scan(goods.parcel(parcel_id).number)
    receiving.take_out_extra(box=None, product_id=None, serial=f"SN{rma.skus[0]}", by=actor("walt"))
    first = matching.one(parcel_id).candidates[0]
    assert (first.rma_id, str(first.reasons[0].words)) == (rma.rma_id, "It went out with this tracking number")
    check_undo(dock, goods.parcel(parcel_id).number, CHOICES[0])
    check_undo(dock, Command.DAMAGED)
    claim = carrier_claims.listed()[0]
    assert (claim.worth_minor, claim.rma_number) == (2000, rma.rma)
    carrier_claims.file(claim_id=claim.claim.id, amount="20", currency="EUR", reference="",
                        without_photos="box_gone", by=actor("alice"))
    assert [(row.state, row.amount_minor) for row in roads.read_all(carrier_claims.CC.select())] == [
        (ClaimState.FILED, 2000)]
    assert goods.unit(beside.unit_ids[0]).rma_id == beside.rma_id
