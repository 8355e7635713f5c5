"""PRINTER_HOSTS alone says where a label may be sent."""

from __future__ import annotations

import socket

import pytest

from config import BadSetting
from tests.conftest import make_app
from workflow.errors import Refused
from workflow.printer_hosts import allowed, entries

ALLOWED = [("10.0.8.5", 9100, "10.0.8.5"), ("10.0.8.5", 9109, "10.0.8.0/24"), ("10.0.8.5", 6101, "10.0.8.5:6101"),
           ("127.0.0.1", 40123, "127.0.0.1:40123"), ("::1", 9101, "[::1]:9101"), ("fd00::8", 9100, "fd00::/64"),
           ("10.0.8.5", 9100, "192.168.0.1, 10.0.8.4/31"), ("::ffff:10.0.8.5", 9100, "10.0.8.5")]
REFUSED = [("10.0.8.5", 9100, ""), ("10.0.8.6", 9100, "10.0.8.5"), ("10.0.8.5", 80, "10.0.8.5"),
           ("10.0.8.5", 9100, "10.0.8.5:6101"), ("127.0.0.1", 9100, "10.0.0.0/8"), ("127.0.0.1", 9100, "0.0.0.0/0"),
           ("169.254.169.254", 9100, "0.0.0.0/0"), ("0.0.0.0", 9100, "0.0.0.0/0"), ("::1", 9100, "::/0"),
           ("::ffff:169.254.169.254", 9100, "0.0.0.0/0 ::/0"), ("224.0.0.1", 9100, "0.0.0.0/0"),
           ("255.255.255.255", 9100, "0.0.0.0/0"), ("fe80::1", 9100, "::/0"), ("2130706433", 9100, "0.0.0.0/0"),
           ("0x7f.1", 9100, "0.0.0.0/0"), ("user@10.0.8.5", 9100, "10.0.8.5"), ("10.0.8.5/24", 9100, "10.0.8.0/24"),
           ("10.0.8.5\n127.0.0.1", 9100, "0.0.0.0/0"), ("", 9100, "0.0.0.0/0")]


@pytest.mark.parametrize(("host", "port", "listed"), ALLOWED)
def test_what_is_listed_is_allowed(host: str, port: int, listed: str) -> None:
    assert allowed(host, port, listed) == host.removeprefix("::ffff:")


@pytest.mark.parametrize(("host", "port", "listed"), REFUSED)
def test_nothing_else_is(host: str, port: int, listed: str) -> None:
    with pytest.raises(Refused):
        allowed(host, port, listed)


@pytest.mark.parametrize(("answers", "listed", "good"), [
    (["10.0.8.5"], "zebra.lan", "10.0.8.5"), (["10.0.8.5"], "10.0.8.0/24", "10.0.8.5"),
    (["10.0.9.5"], "10.0.8.0/24", ""),
    (["169.254.169.254"], "zebra.lan", ""), (["127.0.0.1"], "zebra.lan", ""), (["10.0.9.5"], "other.lan", ""),
    (["127.0.0.1", "10.0.8.5"], "zebra.lan", "10.0.8.5")])
def test_a_name_is_what_it_is_looked_up_as(monkeypatch: pytest.MonkeyPatch, answers: list[str], listed: str,
                                           good: str) -> None:
    """Connected to is the address that was looked at: a name cannot turn into the metadata service meanwhile."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [(2, 1, 6, "", (a, 0)) for a in answers])
    if good:
        assert allowed("Zebra.lan", 9100, listed) == good
    else:
        with pytest.raises(Refused):
            allowed("Zebra.lan", 9100, listed)


@pytest.mark.parametrize("text", ["10.0.8.5/99", "http://zebra", "zebra lan/8", "10.0.8.5:99999", "a_b", "[::1", "-x"])
def test_a_setting_that_cannot_be_meant_stops_the_start(tmp_path, text: str) -> None:
    with pytest.raises(BadSetting, match="PRINTER_HOSTS"):
        make_app(tmp_path, printer_hosts=text)


def test_blanks_and_commas_apart() -> None:
    assert len(entries(" 10.0.8.5,10.0.9.0/24   zebra.lan:9101 ")) == 3
