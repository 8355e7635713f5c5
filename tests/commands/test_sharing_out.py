"""Web processes share connections out among themselves."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from commands.sharing_out import OTHERS_SECONDS, OpenConnections, let_others_go_first
from tests.commands import tiny_app
from tests.commands.test_serve import TINY, web_processes
from tests.support.server import Server


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """With one connection that waits to be taken."""
    with socket.create_server(("127.0.0.1", 0)) as open_one, socket.create_connection(open_one.getsockname()):
        open_one.settimeout(5)
        yield open_one


def test_who_has_no_more_than_others_takes_it_at_once(listener: socket.socket) -> None:
    connections = OpenConnections(2)
    for counts in ((0, 0), (1, 1), (0, 3)):
        for process, count in enumerate(counts):
            connections.tell(process, count)
        assert not connections.has_more(0)
    connections.tell(0, 4)
    assert connections.has_more(0) and not connections.has_more(1)


def test_what_nobody_else_takes_is_taken_soon(listener: socket.socket) -> None:
    connections = OpenConnections(2)
    connections.tell(0, 1)
    begun = time.monotonic()
    let_others_go_first(listener, connections, 0)
    assert time.monotonic() - begun >= OTHERS_SECONDS
    listener.accept()[0].close()


def test_who_sees_that_another_took_it_does_not_wait(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    connections = OpenConnections(2)
    connections.tell(0, 1)
    monkeypatch.setattr("commands.sharing_out.OTHERS_SECONDS", 30)
    other = threading.Timer(0.05, lambda: listener.accept()[0].close())
    other.start()
    let_others_go_first(listener, connections, 0)
    other.join()
    listener.settimeout(0)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_no_process_takes_all_connections(tmp_path: Path) -> None:
    """Whoever has fewer takes the next one. It has milliseconds for that, and here a second: the test tells who is let
    go first, not how busy the machine is.
    """
    patient = {tiny_app.OTHERS_SECONDS: "1"}
    with Server(tmp_path, app=TINY, arguments=("--no-jobs",), settings=patient) as server, ExitStack() as stack:
        both = _both_answer(server)
        takers: Counter[int] = Counter(dict.fromkeys(both, 0))
        for _ in range(16):
            takers[_kept_open(stack, server)] += 1
            assert max(takers.values()) - min(takers.values()) <= 1, takers


def _both_answer(server: Server) -> set[int]:
    """The process numbers of both web processes, once each has answered."""
    seen: set[int] = set()
    deadline = time.monotonic() + 30
    while len(seen) < 2:
        assert time.monotonic() < deadline, seen
        with ExitStack() as stack:
            seen.add(_kept_open(stack, server))
    return seen


def test_a_process_that_stands_still_keeps_nobody_waiting(tmp_path: Path) -> None:
    with Server(tmp_path, app=TINY, arguments=("--no-jobs",)) as server, ExitStack() as stack:
        still = min(web_processes(server))
        os.kill(still, signal.SIGSTOP)
        try:
            assert {_kept_open(stack, server) for _ in range(8)} == web_processes(server) - {still}
        finally:
            os.kill(still, signal.SIGCONT)


def _kept_open(stack: ExitStack, server: Server) -> int:
    """A connection that stays; which process took it."""
    connection = stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)))
    connection.request("GET", "/pid")
    return int(connection.getresponse().read())
