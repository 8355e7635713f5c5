"""A house with one label printer on loopback, chosen for the dock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from jobs import paper, printers, thermal
from tests.support.people import actor
from tests.support.printer import LabelPrinter
from workflow import clock, installation, printing
from workflow import printers as known


@pytest.fixture
def label_printer() -> Iterator[LabelPrinter]:
    """Allowed by the setting, and switched on."""
    with LabelPrinter() as running:
        yield running


@pytest.fixture
def dock_printer(either_app, label_printer: LabelPrinter) -> int:
    """The printer's id: labels of 62 x 29 mm at 203 dpi, where dock-1 prints."""
    allow(label_printer.setting)
    return dock_prints_on(label_printer.port)


def dock_prints_on(port: int, *, width_mm: int = 62, height_mm: int = 29, dpi: int = 203, name: str = "Dock") -> int:
    printer_id = known.add(by=actor("lena"), name=name, host="127.0.0.1", port=port, dpi=dpi, width_mm=width_mm,
                           height_mm=height_mm, active=True)
    known.choose(station="dock-1", printer_id=printer_id, by=actor("lena"))
    return printer_id


def allow(hosts: str, **more: object) -> None:
    """As if the server had been started with this PRINTER_HOSTS."""
    installation.apply(type(installation.settings())(**{
        **{name: getattr(installation.settings(), name) for name in installation.settings().__dataclass_fields__},
        "printer_hosts": hosts, **more}))


@pytest.fixture
def make_all() -> Callable[[], None]:
    """The paper process, until nothing is left to make."""
    def work() -> None:
        idle = 0
        while idle < 4:  # a label that waits for its PDF is looked at again in a moment
            with clock.at(soon()):
                busy = (printing.anything_waits() and paper.make_next()) or thermal.make_next()
            idle = 0 if busy else idle + 1
            if not busy:
                time.sleep(0.06)
    return work


@pytest.fixture
def send_all() -> Callable[..., int]:
    """The printers' process for one printer, until nothing may be sent now. Returns how many were tried."""
    def work(printer_id: int, at: datetime | None = None) -> int:
        count = 0
        with clock.at(at or soon()):
            while printers.send_next(printer_id):
                count += 1
        return count
    return work


def soon() -> datetime:
    """Tablets of tests scan a second apart, so their clock is ahead."""
    return clock.now() + timedelta(minutes=1)
