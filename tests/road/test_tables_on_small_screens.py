"""Tables where there is no room for their columns: nothing scrolls sideways, and each cell says what it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.shelving.stock import counts, lying, shelf
from tests.support import goods
from tests.support.browser_people import PHONE, Window
from tests.support.server import Server
from tests.support.tablets import TabletAt
from workflow.scanning.commands import Command as C

UPRIGHT = {"width": 768, "height": 1024}
WIDE = """[...document.querySelectorAll('.bh-table')].map((table) => table.scrollWidth - table.clientWidth)
  .concat(document.documentElement.scrollWidth - innerWidth).filter((over) => over > 0)"""
UNNAMED = """[...document.querySelectorAll('.bh-table tbody tr')].flatMap((row) => [...row.cells].slice(1))
  .map((cell) => [cell, cell.closest('table').tHead.rows[0].cells[cell.cellIndex]])
  .filter(([cell, head]) => !head.querySelector('.visually-hidden')
    && getComputedStyle(cell, '::before').content !== JSON.stringify(head.textContent.trim()))
  .map(([cell, head]) => head.textContent + ': ' + cell.innerText)"""
TABLES = "document.querySelectorAll('.bh-table tbody tr').length"


@pytest.fixture
def pages(app) -> list[str]:
    """A shelf that was counted and differed, a claim, an exception, an unidentified parcel; their pages."""
    road, foreign, dock = lying("A-01", units=2), lying("A-02"), TabletAt("walt")
    damaged = goods.announced(price_minor=129_900)
    dock.scan("1Z999AA10123456784", damaged.parcel, C.DAMAGED)
    dock.deliver(*dock.keep("NOBODY-KNOWS-THIS-CODE-OF-A-CARRIER-12345"))
    TabletAt("walt", "shelf-1").scan(shelf("A-01").code, C.COUNT, foreign.tags[0], C.DONE, C.NO)
    return ["/shelves", f"/shelves/{shelf('A-01').id}", f"/shelves/counts/{counts()[0].id}", "/desk/exceptions",
            "/desk/carrier-claims", "/desk/lists/carrier_claims", "/desk/unidentified", f"/desk/search?q={road.rma}",
            "/desk/search?q=Jörg"]


@pytest.mark.parametrize("viewport", [PHONE, pytest.param(UPRIGHT, marks=pytest.mark.faults)], ids=["phone", "upright"])
def test_rows_become_cards(house: Server, browser: Browser, pages: list[str], viewport: dict[str, int]) -> None:
    lena, faults, rows = Window(browser, house.url, viewport), [], 0
    lena.sign_in("lena")
    for path in pages:
        lena.open(path)
        rows += lena.page.evaluate(TABLES)
        faults += [(path, over) for over in lena.page.evaluate(WIDE)]
        faults += [(path, cell) for cell in lena.page.evaluate(UNNAMED)]
    assert faults == [] and lena.complaints == []
    assert rows > len(pages)
