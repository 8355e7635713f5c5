"""A bad network between tablets and the server: a proxy on loopback that spoils requests after a deck of faults."""

from __future__ import annotations

import http.client
import random
import socket
import struct
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

# Of 1,000 scans, 356 requests: what was seen in a warehouse with bad Wi-Fi, each kind in its share.
SHARES = {"lost": 98, "reset": 61, "cut": 37, "half": 37, "doubled": 61, "bad_gateway": 37, "portal": 25}
SHORTEST, LONGEST = 0.005, 0.4  # seconds
OF_THE_WAY = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
PORTAL = b"<!doctype html><title>Guest Wi-Fi</title><h1>Welcome! Accept the terms to go online.</h1>"


def deck(scans: int, seed: int) -> list[str]:
    """What happens to each request, in order: all faults are met before the last scan has gone through."""
    faults = [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * scans / 1000)))]
    fine = scans * 95 // 100 - faults.count("doubled")
    drawn = [*faults, *["fine"] * fine]
    random.Random(seed).shuffle(drawn)
    return drawn


class BadWifi:
    """Listens on `port` and passes on to the server. `met` counts what happened."""

    def __init__(self, server_port: int, drawn: list[str], *, seed: int = 4) -> None:
        self.server_port, self.drawn, self.met = server_port, list(reversed(drawn)), Counter()
        self.lock, self.rng = threading.Lock(), random.Random(seed)
        self.listener = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"wifi": self}))
        self.listener.daemon_threads = True
        self.port: int = self.listener.server_address[1]

    def next(self) -> tuple[str, float]:
        """What happens to the next request, and after how many seconds."""
        with self.lock:
            kind = self.drawn.pop() if self.drawn else "fine"
            self.met[kind] += 1
            return kind, self.rng.uniform(SHORTEST, LONGEST)

    def __enter__(self) -> BadWifi:
        threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.listener.shutdown()
        self.listener.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request of a tablet."""

    protocol_version = "HTTP/1.1"
    wifi: BadWifi

    def do_GET(self) -> None:
        """A browser's pages come as they are: its scans are what is looked at."""
        self._fine(b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind, seconds = self.wifi.next()
        time.sleep(seconds)
        getattr(self, f"_{kind}")(body)

    def _fine(self, body: bytes) -> None:
        self._answer(*self._pass_on(body))

    def _lost(self, body: bytes) -> None:
        """The work is done, its answer never comes."""
        self._pass_on(body)
        self._hang_up()

    def _reset(self, body: bytes) -> None:
        self._pass_on(body)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._hang_up()

    def _cut(self, body: bytes) -> None:
        """Half of the answer, then nothing more."""
        status, headers, text = self._pass_on(body)
        self._answer(status, headers, text[:len(text) // 2], length=len(text))
        self._hang_up()

    def _half(self, body: bytes) -> None:
        """The server gets half of the request."""
        upstream = http.client.HTTPConnection("127.0.0.1", self.wifi.server_port, timeout=30)
        upstream.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body[:len(body) // 2])
        upstream.close()
        self._hang_up()

    def _doubled(self, body: bytes) -> None:
        """Sent twice at the same time; either answer may come first."""
        second = threading.Thread(target=self._pass_on, args=(body,))
        second.start()
        self._fine(body)
        second.join()

    def _bad_gateway(self, body: bytes) -> None:
        """The work is done, something in between says that it failed."""
        self._pass_on(body)
        self._answer(502, [], b"Bad gateway")

    def _portal(self, _body: bytes) -> None:
        """Somebody else answers, and says that all is well."""
        self._answer(200, [("Content-Type", "text/html")], PORTAL)

    def _pass_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection("127.0.0.1", self.wifi.server_port, timeout=30)
        try:
            upstream.request(self.command, self.path, body, dict(self.headers.items()))
            answer = upstream.getresponse()
            kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in OF_THE_WAY]
            return answer.status, kept, answer.read()
        finally:
            upstream.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], text: bytes, *, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(text) if length is None else length))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.close() if self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER) else \
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_args: object) -> None:
        """Nothing: what happened is counted."""
