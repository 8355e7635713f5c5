"""A quote as its customer reads it. Read-only; the answer is given to workflow/quoting.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.records import split
from models.rma import Rma, Unit
from models.work import Quote, RepairJob
from workflow import clock, quoting
from workflow.errors import NotFound
from workflow.sentences import say
from workflow.transaction import reading

Q, J, U, R = (m.__table__ for m in (Quote, RepairJob, Unit, Rma))


@dataclass(frozen=True)
class Offer:
    """A quote with the thing it is about."""

    quote: Any
    product: str
    rma_number: str

    @property
    def total_minor(self) -> int:
        return self.quote.parts_minor + self.quote.labour_minor + self.quote.freight_minor

    @property
    def waits(self) -> bool:
        """Whether it can still be answered."""
        return self.quote.state == quoting.OPEN and self.quote.expires_at > clock.now()


def offer(quote_id: int | None) -> Offer:
    """Raises NotFound when there is no such quote."""
    p = Product.__table__
    with reading() as connection:
        row = connection.execute(
            sa.select(Q, p.c.name, R.c.number).join(J, J.c.id == Q.c.job_id).join(U, U.c.id == J.c.unit_id)
            .join(R, R.c.id == Q.c.rma_id).outerjoin(p, p.c.id == U.c.product_id).where(Q.c.id == quote_id)).first()
    if row is None:
        raise NotFound(say("There is no such quote."))
    quote, name, number = split(row, Quote)
    return Offer(quote, name or "", number)
