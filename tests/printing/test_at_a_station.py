"""The whole way on the real server: a scan in the browser, a label at the printer, its fate on the card."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from models.db import db
from tests.conftest import SECRET, make_app
from tests.printing.conftest import allow, dock_prints_on
from tests.support import goods
from tests.support.browser_people import AtStation
from tests.support.printer import LabelPrinter
from tests.support.server import Server
from workflow.scanning.commands import Command


def test_the_label_comes_out_by_itself_and_the_card_says_so(browser: Browser, tmp_path: Path, sqlite_template: Path,
                                                            ) -> None:
    shutil.copy(sqlite_template, tmp_path / "backhaul.db")
    with LabelPrinter() as printer:
        app = make_app(tmp_path, printer_hosts=printer.setting)
        with app.app_context():
            allow(printer.setting)
            rma = goods.announced(units=2)
            dock_prints_on(printer.port)
            db.engine.dispose()
        with Server(tmp_path, settings={"SECRET_KEY": SECRET, "RATE_LIMITS": "off", "RETRY_SCALE": "0.1",
                                        "PRINTER_HOSTS": printer.setting}) as server:
            walt = AtStation(browser, server.url, "walt", "dock-1")
            walt.scan(rma.parcel)
            walt.scan(rma.skus[0])
            expect(walt.page.locator("#card")).to_contain_text("Printed at Dock", timeout=15_000)
            walt.scan(Command.PRINT.code)
            assert len(set(printer.wait_for(2))) == 1
            assert walt.page.locator("iframe").count() == 0
            printer.stop()
            walt.scan(rma.skus[1])
            expect(walt.page.locator("#card")).to_contain_text("Is it switched on?", timeout=15_000)
            printer.start()
            expect(walt.page.locator("#card")).to_contain_text("Printed at Dock", timeout=15_000)
            assert len(printer.wait_for(3)) == 3
