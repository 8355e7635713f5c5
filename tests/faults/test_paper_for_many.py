"""F29 and F30 for paper: 500 labels, and 200 photos at once, while everybody else is served and memory is bounded."""

from __future__ import annotations

import http.client
import io
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.conftest import SECRET
from tests.requesting import hostile, shop
from tests.requesting.test_packing_coach import answer, approved, page_of
from tests.support import goods
from tests.support.http_tablet import HttpTablet
from tests.support.server import ROOT, Server
from workflow.actors import Actor

pytestmark = pytest.mark.faults
LABELS, UPLOADS, AT_ONCE, LINES = 500, 200, 40, 2000
MOST_MORE_MB, SLOWEST_SECONDS = 400, 1.0
SETTINGS = {"WEB_PROCESSES": "2", "RATE_LIMITS": "off", "SECRET_KEY": SECRET}


@dataclass
class Others:
    """What other people wait for a page meanwhile, from beginning to end of the `with`."""

    person: HttpTablet
    path: str = "/papers/runs"
    seconds: list[float] = field(default_factory=list)

    def __enter__(self) -> Others:
        self._over = Event()
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            begun = time.monotonic()
            status, _page = self.person.ask("GET", self.path)
            assert status == 200, status
            self.seconds.append(time.monotonic() - begun)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def _megabytes(server: Server) -> dict[int, int]:
    """The most memory that each process of the server had so far."""
    found = {}
    for pid in server.members():
        status = Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1]
        found[pid] = int(status.split()[0]) // 1024
    return found


def _grown(server: Server, before: dict[int, int]) -> int:
    return max(most - before.get(pid, 0) for pid, most in _megabytes(server).items())


def _until(holds: Callable[[], bool], seconds: float) -> float:
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "not within its time"
        time.sleep(0.25)
    return time.monotonic() - begun


def _bytes(person: HttpTablet, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", person.port, timeout=60)
    connection.request("GET", path, headers=person.headers)
    return connection.getresponse().read()


def test_five_hundred_labels_while_others_are_served(app: Flask, data_dir: Path) -> None:
    rmas = [goods.announced() for _ in range(LABELS)]
    numbers = "\n".join(rma.rma for rma in rmas)
    with Server(data_dir, settings=SETTINGS) as server:
        alice, walt = HttpTablet(server.port, "alice"), HttpTablet(server.port, "walt")
        time.sleep(3)  # the press is warm
        before = _megabytes(server)

        def start(way: str) -> None:
            asked = alice.ask("POST", "/papers/runs", {"csrf_token": alice.token, "kind": "return_label_4x6",
                                                       "numbers": numbers, "way": way})
            assert asked[0] == 303, asked

        def says(run: int, word: str) -> bool:
            return word in alice.ask("GET", f"/papers/runs/{run}")[1]

        with Others(walt) as others:
            start("pdf")
            waited = _until(lambda: _bytes(alice, f"/papers/inside_slip/{rmas[-1].rma_id}")[:4] == b"%PDF", 20)
            _until(lambda: says(1, "Ready"), 240)
            start("zpl300")
            _until(lambda: says(2, f"of {LABELS}") and not says(2, f"0 of {LABELS}"), 30)
            assert alice.ask("POST", "/papers/runs/2/cancellation", {"csrf_token": alice.token})[0] == 303
            stopped = _until(lambda: says(2, "Stopped"), 20)
        grown = _grown(server, before)
        content = _bytes(alice, "/papers/runs/1/sheets.pdf")
        assert len(PdfReader(io.BytesIO(content)).pages) == LABELS
        assert b"%PDF" not in _bytes(alice, "/papers/runs/2/sheets.zpl")
        print(f"\np95 of others {others.p95 * 1000:.0f} ms, a single slip after {waited:.1f} s, stopped after "
              f"{stopped:.1f} s, at most {grown} MB more")
        assert others.p95 < SLOWEST_SECONDS and grown < MOST_MORE_MB


def test_two_hundred_photos_at_once(app: Flask, data_dir: Path, people: dict[str, Actor]) -> None:
    rma_id = approved(people)
    answer(rma_id, "built_in")
    here = f"{page_of(rma_id)}/packing/photo"
    pictures = [hostile.REFUSED["png 50,000 x 50,000"], hostile.REFUSED["png strip 1,000,000 x 60"],
                hostile.HONEST["animated webp, 600 frames"], shop.picture(size=(6000, 4000)), b"\xff" * 29_000_000]
    with Server(data_dir, settings=SETTINGS) as server:
        walt, customer = HttpTablet(server.port, "walt"), HttpTablet(server.port, "walt")
        customer.ask("GET", here)
        before = _megabytes(server)
        with Others(walt) as others, ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda n: _send_photo(customer, here, pictures[n % len(pictures)]), range(UPLOADS)))
        grown = _grown(server, before)
    print(f"\np95 of others {others.p95 * 1000:.0f} ms, at most {grown} MB more, answers {sorted(set(answers))}")
    assert set(answers) <= {303, 413, 422, 429, 503} and 422 in answers
    assert others.p95 < SLOWEST_SECONDS and grown < MOST_MORE_MB


def test_a_slip_of_two_thousand_lines_with_names_of_three_hundred_letters() -> None:
    code = ("import dataclasses, io, resource\n"
            "from labels import document, packing_slip\n"
            "from pypdf import PdfReader\n"
            "from tests.labels.samples import PAPERS\n"
            "document.warm()\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "name = ('Maria del Carmen ' * 18)[:300]\n"
            f"units = tuple(packing_slip.PackedUnit(name, f'SN-{{n}}-') for n in range({LINES}))\n"
            "slip = dataclasses.replace(PAPERS['packing slip'].value, units=units)\n"
            "pages = PdfReader(io.BytesIO(packing_slip.render(slip, 'en'))).pages\n"
            "last = pages[-1].extract_text() + pages[-2].extract_text()\n"
            "more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
            f"print(len(pages), 'SN-{LINES - 1}-' in last, more)")
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    count, is_whole, kilobytes = done.stdout.split()
    print(f"\n{count} pages in {time.monotonic() - begun:.0f} s, {int(kilobytes) // 1024} MB more")
    assert int(count) > 100 and is_whole == "True" and int(kilobytes) // 1024 < MOST_MORE_MB


def _send_photo(person: HttpTablet, path: str, content: bytes) -> int:
    edge = secrets.token_hex(8)
    parts = (f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{person.token}\r\n--{edge}\r\n'
             'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n').encode()
    connection = http.client.HTTPConnection("127.0.0.1", person.port, timeout=120)
    connection.request("POST", path, parts + content + f"\r\n--{edge}--\r\n".encode(),
                       {**person.headers, "Content-Type": f"multipart/form-data; boundary={edge}"})
    return connection.getresponse().status
