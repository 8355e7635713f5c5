"""A tablet over HTTP against the real server: signs in, stands at a station, scans, and tries again as ours does."""

from __future__ import annotations

import http.client
import itertools
import re
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.support.people import password

FORM = "application/x-www-form-urlencoded"
NOT_TAKEN = {200, 502, 503, 504, 429}  # a 200 without the scan's own id is somebody else's page
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Answered:
    """What the server said to one scan, and how often it had to be sent."""

    scan_id: str
    code: str
    result: str
    html: str
    tries: int


class HttpTablet:
    """One tablet with one person at one station."""

    def __init__(self, port: int, login: str = "walt", station: str = "dock-1") -> None:
        self.port, self.station = port, station
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.also: dict[str, str] = {}  # what every scan carries besides its code
        self.ask("GET", "/sign-in")
        self.ask("POST", "/sign-in", {"csrf_token": self.token, "login": login, "password": password(login)})
        _status, page = self.ask("GET", f"/stations/{station}")
        self.ticket = (re.findall(r'data-ticket="([^"]*)"', page) or [""])[0]
        self._connection: http.client.HTTPConnection | None = None

    @property
    def path(self) -> str:
        return f"/stations/{self.station}/scans"

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "X-CSRFToken": self.token}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request on a connection of its own, with cookies and form token kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, urlencode(fields) if fields else None,
                           {**self.headers, "Content-Type": FORM})
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode(errors="replace")
        connection.close()
        found = re.search(r'name="csrf-token" content="([^"]+)"', text)
        self.token = found.group(1) if found else self.token
        return answer.status, text

    def scan(self, code: str, scan_id: str | None = None, *, patience: float = 60.0) -> Answered:
        """Scan until the server has answered for this very scan, as the tablet's queue does."""
        scan_id = scan_id or f"{next(_numbers):06d}{secrets.token_hex(12)}"
        until = time.monotonic() + patience
        for tries in itertools.count(1):
            status, headers, html = self.send_once(code, scan_id)
            if status == 200 and headers.get("X-Scan-Id") == scan_id:
                return Answered(scan_id, code, headers["X-Scan-Result"], html, tries)
            assert status is None or status in NOT_TAKEN, f"{code}: {status} {html[:300]}"
            assert time.monotonic() < until, f"{code}: no answer in {patience} s, last {status}"
            time.sleep(0.05)
        raise AssertionError

    def send_once(self, code: str, scan_id: str) -> tuple[int | None, dict[str, str], str]:
        """One try on the kept connection. Status None when the network gave nothing."""
        try:
            connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self._connection = connection
            connection.request("POST", self.path, urlencode({"code": code, "scan_id": scan_id, **self.also}),
                               {**self.headers, "Content-Type": FORM})
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return None, {}, ""
