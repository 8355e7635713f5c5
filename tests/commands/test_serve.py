"""`flask serve` as it is: real processes, real sockets, real signals."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.server import Server

TINY = "tests.commands.tiny_app"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path, app=TINY, arguments=("--no-jobs",)) as running:
        yield running


def get(server: Server, path: str) -> str:
    with urllib.request.urlopen(server.url + path, timeout=15) as answer:
        return answer.read().decode()


def eventually(condition: Callable[[], object], seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def connect(server: Server, first: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=15)
    connection.sendall(first)
    return connection


def read_all(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def web_processes(server: Server) -> set[int]:
    return {number for number, name in server.members().items() if name.startswith("backhaul-web")}


def test_the_start_says_where_to_go_and_whom_to_sign_in_as(tmp_path: Path) -> None:
    (tmp_path / "demo-passwords.txt").write_text("# who, password, role\namira@example.com tulip-42 lead\n")
    with Server(tmp_path, app=TINY, arguments=("--no-jobs",)) as server:
        assert f"listening on {server.url}" in server.log
        assert "Letters and codes:  http" in server.log and "(PUBLIC_URL)" in server.log
        assert "amira@example.com with password tulip-42" in server.log


def test_requests_in_hand_are_finished_at_sigterm_and_new_ones_refused(server: Server) -> None:
    with ThreadPoolExecutor(9) as pool:
        answers = [pool.submit(get, server, "/slow/2.0") for _ in range(8)]
        time.sleep(0.5)
        down = pool.submit(server.stop)
        time.sleep(0.5)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=2)
        assert [answer.result() for answer in answers] == ["slept 2.0"] * 8
        assert down.result() < 10
    assert server.members() == {}


def test_an_answer_that_is_read_slowly_arrives_whole_at_sigterm(server: Server) -> None:
    with connect(server, b"GET /megabytes/12 HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
        received = connection.recv(1000)
        time.sleep(1)  # the thread is long done: the rest waits in the server's buffer
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(1)
        received += read_all(connection)
        stopping.join()
    assert len(received.partition(b"\r\n\r\n")[2]) == 12_000_000


def test_an_upload_that_has_begun_is_taken_at_sigterm(server: Server) -> None:
    with connect(server, b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234") as connection:
        time.sleep(0.3)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(1.5)
        connection.sendall(b"56789")
        answer = read_all(connection)
        stopping.join()
    assert answer.endswith(b"\r\n\r\n10")
    assert b"connection: close" in answer.lower()


def test_idle_connections_do_not_delay_the_end(server: Server) -> None:
    idle = http.client.HTTPConnection("127.0.0.1", server.port)
    idle.request("GET", "/readyz")
    idle.getresponse().read()
    half = connect(server, b"GET /readyz HT")
    assert server.stop() < 4
    half.close()
    idle.close()


def test_a_request_that_never_ends_is_cut_off_in_less_than_ten_seconds(server: Server) -> None:
    with connect(server, b"GET /slow/60.0 HTTP/1.1\r\nHost: x\r\n\r\n"):
        time.sleep(0.3)
        assert server.stop() < 10
    assert "1 requests cut off" in server.log
    assert server.members() == {}


def test_no_child_outlives_a_killed_supervisor(server: Server) -> None:
    assert len(web_processes(server)) == 2
    server.kill_supervisor()
    eventually(lambda: not server.members())


def test_the_same_port_is_ready_again_within_three_seconds_of_a_kill(server: Server) -> None:
    before = server.port
    server.kill()
    assert server.start() < 3
    assert server.port == before


def test_a_dead_web_process_is_replaced_while_the_other_serves(server: Server) -> None:
    victim = int(get(server, "/pid"))
    os.kill(victim, signal.SIGKILL)
    for _ in range(20):
        assert get(server, "/pid") != str(victim)
    eventually(lambda: len(web_processes(server)) == 2 and victim not in web_processes(server))
    assert "web" in server.log and "ended with -9" in server.log


@pytest.mark.parametrize("beginning", [
    pytest.param(b"GET /readyz HTTP/1.1\r\nX-Slow: ", id="headers"),
    pytest.param(b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n0", id="bodies"),
    pytest.param(b"GET /megabytes/3 HTTP/1.1\r\nHost: x\r\n\r\n", id="reads"),
])
def test_200_slow_connections_leave_the_server_to_others(server: Server, beginning: bytes) -> None:
    slow = [connect(server, beginning) for _ in range(200)]
    try:
        time.sleep(1)
        begun = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda _: get(server, "/readyz"), range(80))) == ["ready"] * 80
        assert time.monotonic() - begun < 10
    finally:
        for connection in slow:
            connection.close()


def test_forwarding_headers_of_strangers_do_not_reach_the_application(server: Server) -> None:
    request = urllib.request.Request(f"{server.url}/peer", headers={"X-Forwarded-For": "203.0.113.9"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert answer.read() == b"none"
        assert "Server" not in answer.headers
