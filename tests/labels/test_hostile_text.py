"""F26 and F22: what people type is printed as typed; it fetches, reads and runs nothing and takes no time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader

from labels import document
from labels.holding_label import WHY, WHY_UNIT
from tests.labels.reading import text, with_every_text
from tests.labels.samples import PAPERS, RMA, TAG, URL

CODES = {code for paper in PAPERS.values() for code in paper.codes}
KEEP = frozenset({RMA, TAG, URL, "DE", "FR", "EUR", "refund", "CN23", "to_repair", *CODES, *WHY, *WHY_UNIT})
SECRET = "the-content-of-a-file-that-nobody-typed"
SECONDS = 5
SHAPES = (
    "<img src={}>", "<img src='{}'>", '"><img src={}>', "<img srcset='{} 1x'>", "<link rel=attachment href={}>",
    "<link rel=stylesheet href={}>", "<a rel=attachment href={}>", "<style>@import '{}';</style>",
    "<style>@import url({})</style>", "<p style='background:url({})'>", "</style><img src={}>",
    "<object data={}>", "<embed src={}>", "<iframe src={}>", "<svg><image href='{}'/></svg>",
    "<svg><use href='{}#a'/></svg>", "<base href={}><img src=a>", "url({})", "@import url({});",
    "<meta http-equiv=refresh content='0;url={}'>", "<script src={}></script>", "]]><img src={}>",
)
MARKERS = ("{{ 7*7 }}", "{% include '/etc/passwd' %}", "${7*7}", "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
           "&lt;img&gt; &#60;b&#62;", "%(num)s %s {0}")


class _Canary(BaseHTTPRequestHandler):
    """Remembers every visit."""

    def do_GET(self) -> None:
        self.server.visits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def canary() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
    server.visits = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def payloads(canary: ThreadingHTTPServer) -> Iterator[list[str]]:
    """45 texts that would fetch or read something if anyone believed them. The file's path is short, to fit a tag."""
    bait = Path(tempfile.mkstemp(prefix="b")[1])
    bait.write_text(SECRET)
    targets = (f"http://127.0.0.1:{canary.server_port}/x", f"file://{bait}")
    yield [shape.format(target) for shape in SHAPES for target in targets] + ["<img src=file:///etc/passwd>"]
    bait.unlink()


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.faults)])
@pytest.mark.parametrize("name", PAPERS)
def test_nothing_typed_is_fetched_or_read(name: str, every: int, payloads: list[str],
                                          canary: ThreadingHTTPServer) -> None:
    """In small every paper bears other ones: together they bear them all."""
    paper = PAPERS[name]
    assert len(payloads) == 45
    mine = payloads[list(PAPERS).index(name) % every::every]
    for start in range(0, len(mine), 9):
        sheets = [with_every_text(paper.value, payload, KEEP) for payload in mine[start:start + 9]]
        content = paper.render(sheets, "en")
        holds_no_secret(content)
        assert text(content).count("=") + text(content).count("url(") >= len(sheets)
    assert canary.visits == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PAPERS)
def test_a_hostile_text_takes_no_time(name: str, payloads: list[str]) -> None:
    paper = PAPERS[name]
    value = with_every_text(paper.value, max(payloads, key=len), KEEP)
    document.warm()
    begun = time.perf_counter()
    paper.render(value, "en")
    assert time.perf_counter() - begun < SECONDS


def test_the_canary_would_have_sung(canary: ThreadingHTTPServer) -> None:
    """The same payload as markup, with a fetcher that may do all, is a visit: so no visit means no fetch."""
    from weasyprint import HTML

    HTML(string=f"<img src=http://127.0.0.1:{canary.server_port}/sing>").write_pdf()
    assert canary.visits == ["/sing"]  # type: ignore[attr-defined]
    canary.visits.clear()  # type: ignore[attr-defined]


def test_even_as_markup_nothing_is_fetched(canary: ThreadingHTTPServer) -> None:
    """The second wall: should a template ever forget to escape."""
    with pytest.raises(document.BrokenPaper):
        document.pdf(f"<img src=http://127.0.0.1:{canary.server_port}/x>")
    assert canary.visits == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("marker", MARKERS)
def test_template_markers_are_printed_as_typed(marker: str) -> None:
    paper = PAPERS["inside slip"]
    words = text(paper.render(with_every_text(paper.value, marker, KEEP), "en"))
    assert words.count(marker) >= 4 and "49" not in words


def test_sixty_labels_stay_within_their_memory() -> None:
    """In a process of its own: the high-water mark of this one says nothing."""
    program = (
        "import resource as r\n"
        "from labels import document\nfrom tests.labels.samples import PAPERS\n"
        "paper = PAPERS['return label 4x6']; document.warm()\n"
        "before = r.getrusage(r.RUSAGE_SELF).ru_maxrss\n"
        "paper.render([paper.value] * 60, 'zh')\n"
        "print(r.getrusage(r.RUSAGE_SELF).ru_maxrss - before)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300 * 1024


def holds_no_secret(content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    assert not reader.attachments
    streams = [item.get_data() for item in (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
               if hasattr(item, "get_data")]
    assert streams
    for part in (*streams, content, text(content).encode()):
        assert SECRET.encode() not in part and b"root:x:0" not in part
