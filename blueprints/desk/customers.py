"""One customer on one page."""

from __future__ import annotations

from flask import Response

from blueprints import guard
from blueprints.desk.blueprint import LOOK, blueprint
from blueprints.responses import page
from workflow import customer_page


@blueprint.get("/customers/<int:customer_id>")
@guard.staff(*LOOK)
def customer(customer_id: int) -> Response:
    return page("desk/customer.html", shown=customer_page.read(customer_id))
