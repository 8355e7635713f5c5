"""`make speed-paper`: labels against the same sheet without codes and against an empty page of the same size.

Prints ratios of rounds that alternate in one run, and seconds of the processor, because the times of a shared machine
mean little by themselves.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from labels import document, press, return_label
from models.numbers import Prefix, make
from speed import zpl
from tests.labels import samples

ROUNDS = 5
COUNTS = (1, 10, 100, 500)
MEMORY_OF = "500-labels"
EMPTY = '<!doctype html><style>@page { size: 101.6mm 152.4mm; margin: 0 } p { break-after: page }</style>'


def main() -> None:
    if sys.argv[1:] == [MEMORY_OF]:
        _print_memory()
        return
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    document.warm()
    with_codes(_labels(25)), without_codes(_labels(25))
    for count in COUNTS:
        _compare(count)
    memory = subprocess.run([sys.executable, "-m", "speed.papers", MEMORY_OF], check=True, capture_output=True,
                            text=True)
    print(memory.stdout, end="")
    print(zpl.report())
    print(f"  a label that is made already: p50 {_cached_ms():.1f} ms")


def _compare(count: int) -> None:
    labels = _labels(count)
    rounds = [(_ms(lambda: _empty(count)), _ms(lambda: without_codes(labels)), _ms(lambda: with_codes(labels)))
              for _ in range(ROUNDS if count < 500 else 1)]
    empty, plain, coded = (statistics.median(column) / count for column in zip(*rounds, strict=True))
    ratio = statistics.median(coded_ / plain_ for _, plain_, coded_ in rounds)
    print(f"  {count} label(s) 4x6: {coded:.1f} ms each, {ratio:.2f} times the sheet without codes ({plain:.1f} ms), "
          f"{coded / empty:.1f} times an empty page ({empty:.2f} ms)")


def with_codes(labels: list[return_label.ReturnLabel]) -> bytes:
    """What the product prints."""
    return return_label.render(labels, "en", size="4x6")


def without_codes(labels: list[return_label.ReturnLabel]) -> bytes:
    """The same sheets through the same press, only that their barcodes are not drawn."""
    drawn, pictures = press.page, dict(press._pages.globals)
    press._pages.globals.update(bars=lambda *_about, **_more: "", qr=lambda *_about, **_more: "")
    press.page = lambda *about, **values: re.sub(r"<img[^>]*>", "", drawn(*about, **values))
    try:
        return with_codes(labels)
    finally:
        press.page = drawn
        press._pages.globals.update(pictures)


def _empty(count: int) -> bytes:
    return document.merged([document.pdf(EMPTY + "<p></p>" * min(press.CHUNK, count - start))
                            for start in range(0, count, press.CHUNK)])


def _labels(count: int) -> list[return_label.ReturnLabel]:
    """As a day brings them: every one of another parcel, and of people with names in three scripts."""
    people = [samples.BUYER, replace(samples.BUYER, name="王小明"), replace(samples.BUYER, name="سارة الحربي")]
    return [replace(samples.RETURN, parcel=make(Prefix.PARCEL, number), rma=make(Prefix.RMA, number),
                    sender=people[number % len(people)]) for number in range(count)]


def _ms(work: Callable[[], object]) -> float:
    """Of the processor: what else the machine does is not counted."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def _wall_ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _print_memory() -> None:
    document.warm()
    before = _peak_mib()
    with_codes(_labels(500))
    print(f"  peak memory of 500 labels in one file: {_peak_mib()} MiB, {before} of it before the first")


def _peak_mib() -> int:
    """Of this program: getrusage would count what the one that started it had at that moment."""
    peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return int(peak) // 1024


def _cached_ms() -> float:
    """From the request to the bytes of a label that the paper process has made, in this process."""
    from app import create_app
    from jobs.paper import make_next
    from migrations.upgrading import upgrade
    from models.db import db
    from tests.support import goods
    from tests.support.pages import PageClient
    from tests.support.people import add_people
    from workflow import house, printing

    with tempfile.TemporaryDirectory(prefix="backhaul-speed-") as folder:
        app = create_app(data_dir=folder, rate_limits="off")
        with app.app_context():
            upgrade(db.engine)
            house.build(company="Harbour & Lane")
            add_people()
            rma = goods.announced()
            printing.ask_for("return_label_4x6", rma.rma_id, goods.rma(rma.rma_id).language)
            make_next()
        client = PageClient(app)
        client.sign_in("alice")
        path = f"/papers/return_label_4x6/{rma.rma_id}"
        assert client.get(path).mimetype == "application/pdf"
        times = sorted(_wall_ms(lambda: client.get(path)) for _ in range(200))
        with app.app_context():
            db.engine.dispose()
    return times[len(times) // 2]


if __name__ == "__main__":
    main()
