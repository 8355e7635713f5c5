"""Papers that a customer may open by the link of the return: of repairs that are done, of money that went back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, ParcelState
from models.orders import Order
from models.parcels import Parcel
from models.places import Site
from models.rma import Rma, Unit
from models.work import Settlement
from reference.batteries import crosses_customs
from workflow import battery_mark_paper, credit_paper, customs_paper, packing_coach, printing, repair_paper
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading

U, Q, S, P, R, SI, ORD = (m.__table__ for m in (Unit, Product, Settlement, Parcel, Rma, Site, Order))
OUTSIDE: dict[str, tuple[Sentence, Sentence]] = {
    "customs": (say("Customs papers for your parcel"), say("Customs papers for box %(number)s of %(count)s")),
    "battery_mark": (say("Battery mark for your parcel"), say("Battery mark for box %(number)s of %(count)s")),
}
"""What goes onto the parcel, and what it is called: for the only one, for one of several."""


@dataclass(frozen=True)
class CustomerPaper:
    """One paper: its kind and the id of its thing, as `printing.ask_for` takes them, and what it is of."""

    kind: str
    thing_id: int
    name: Sentence
    of: str


def of_rma(rma_id: int) -> list[CustomerPaper]:
    """What the customer of this RMA may open now."""
    with reading() as connection:
        return [*_of_repairs(connection, rma_id), *_of_money(connection, rma_id), *_outside(connection, rma_id)]


def to_send(papers: Iterable[CustomerPaper]) -> list[CustomerPaper]:
    """Those that go with the parcel; the others are the customer's to keep."""
    return [paper for paper in papers if paper.kind in OUTSIDE]


def _of_repairs(connection: sa.Connection, rma_id: int) -> list[CustomerPaper]:
    """The report with its voucher, once the check after the repair is passed."""
    units = connection.execute(sa.select(U.c.id, Q.c.name).outerjoin(Q, Q.c.id == U.c.product_id).where(
        U.c.rma_id == rma_id, U.c.id.in_(repair_paper.checked_units(rma_id))).order_by(U.c.id))
    return [CustomerPaper("repair_report", unit.id, say("Repair report and warranty voucher"), unit.name or "")
            for unit in units]


def _of_money(connection: sa.Connection, rma_id: int) -> list[CustomerPaper]:
    rows = connection.execute(
        sa.select(S.c.id, Q.c.name).outerjoin(U, U.c.id == S.c.unit_id).outerjoin(Q, Q.c.id == U.c.product_id)
        .where(S.c.rma_id == rma_id, credit_paper.paid_back()).order_by(S.c.id))
    return [CustomerPaper("credit_note", row.id, say("Credit note"), row.name or "") for row in rows]


def _outside(connection: sa.Connection, rma_id: int) -> list[CustomerPaper]:
    """Customs papers and battery marks of parcels that the customer has still to send; none while one is stopped."""
    boxes = connection.execute(
        sa.select(P.c.id, P.c.box_no, P.c.box_count, SI.c.country, ORD.c.ship_country).join(R, R.c.id == P.c.rma_id)
        .join(SI, SI.c.id == R.c.site_id).outerjoin(ORD, ORD.c.id == R.c.order_id)
        .where(P.c.rma_id == rma_id, P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED,
               ~packing_coach.stops_label(P.c.rma_id)).order_by(P.c.id)).all()
    marks = battery_mark_paper.numbers(connection, [box.id for box in boxes])
    return [*[_of_box("customs", box) for box in boxes if crosses_customs(box.ship_country, box.country)],
            *[_of_box("battery_mark", box) for box in boxes if box.id in marks]]


def _of_box(kind: str, box: sa.Row) -> CustomerPaper:
    alone, several = OUTSIDE[kind]
    which = {"number": box.box_no, "count": box.box_count}
    return CustomerPaper(kind, box.id, alone if box.box_count < 2 else Sentence(several.msgid, which), "")


def by_hand(papers: Iterable[CustomerPaper]) -> list[Sentence]:
    """What the customer has to write by hand on these customs papers, each once."""
    boxes = [paper.thing_id for paper in papers if paper.kind == "customs"]
    if not boxes:
        return []
    with reading() as connection:
        left = customs_paper.left_empty(connection, dict.fromkeys(boxes))
    return list({str(words): words for of_box in left.values() for words in of_box}.values())


def ask_for(rma_id: int, kind: str, thing_id: int, language: str) -> bytes | None:
    """The PDF of one of them; None while it is being made.

    Raises:
        NotFound: it is none of this customer's papers.
    """
    if (kind, thing_id) not in {(paper.kind, paper.thing_id) for paper in of_rma(rma_id)}:
        raise NotFound(say("There is no such paper."))
    return printing.pdf(printing.ask_for(kind, thing_id, language))
