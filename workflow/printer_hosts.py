"""Which addresses a label may be sent to: only what PRINTER_HOSTS lists, never what somebody types on a page.

A printer's address is set by people with a role; the list is set by who runs the server. So nobody can make this server
talk to the database, to a cloud's metadata service (169.254.169.254) or to itself.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from functools import lru_cache

from workflow.errors import Refused
from workflow.sentences import say

RAW_PORTS = range(9100, 9110)
"""Raw printing, and what print servers with several sockets use, where an entry names no port."""
NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\Z")
EVERYBODY = ipaddress.ip_address("255.255.255.255")
ENTRY = re.compile(r"\[(?P<six>[0-9A-Fa-f:.]+)\](:(?P<port6>\d+))?|(?P<host>[^:\s]+)(:(?P<port>\d+))?|(?P<bare>.+)")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Entry:
    """One part of PRINTER_HOSTS: a name or a network, and the port if it names one."""

    name: str
    network: Network | None
    port: int | None

    def allows(self, host: str, address: Address, port: int) -> bool:
        if port != self.port if self.port else port not in RAW_PORTS:
            return False
        if self.network is None:
            return host.lower() == self.name and not _is_special(address)
        return address in self.network and (not _is_special(address) or _is_special(self.network))


@lru_cache(4)
def entries(text: str) -> tuple[Entry, ...]:
    """The parts of PRINTER_HOSTS, apart by blanks or commas.

    Raises:
        ValueError: one of them is no host, address or network.
    """
    return tuple(_entry(part) for part in re.split(r"[\s,]+", text.strip()) if part)


def _entry(text: str) -> Entry:
    found = ENTRY.fullmatch(text)
    host = (found["six"] or found["host"] or found["bare"]).lower()
    port = int(found["port6"] or found["port"] or 0) or None
    if port and port > 65535:
        raise ValueError(text)
    try:
        return Entry(host, ipaddress.ip_network(host, strict=False), port)
    except ValueError:
        if not is_name(host) or "/" in host:
            raise ValueError(text) from None
        return Entry(host, None, port)


def is_name(host: str) -> bool:
    """A host's name, or an address written out; nothing with a path, a user or a blank in it."""
    if NAME.match(host) and not host.replace(".", "").isdigit():
        return True
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def allowed(host: str, port: int, listed: str) -> str:
    """The address to connect to: looked up once, so that a name cannot mean another machine a moment later.

    Args:
        listed: the setting PRINTER_HOSTS.

    Raises:
        Refused: nobody knows the name, or its address is not listed.
    """
    for address in _addresses(host):
        if any(entry.allows(host, address, port) for entry in entries(listed)):
            return str(address)
    raise Refused(say("The address %(host)s, port %(port)s, is not among those that the setting PRINTER_HOSTS allows. "
                      "Ask who runs the server.", host=host, port=port), field="host")


def _addresses(host: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if is_name(host) else []
    except OSError:
        found = []
    if not found:
        raise Refused(say("No machine with the name %(host)s is known here. Look at the printer's own settings page.",
                          host=host), field="host")
    return [_plain(ipaddress.ip_address(place[0].split("%")[0])) for *_rest, place in found]


def _plain(address: Address) -> Address:
    """An IPv4 address that is written as IPv6 is that IPv4 address."""
    return getattr(address, "ipv4_mapped", None) or address


def _is_special(address: Address | Network) -> bool:
    """This machine, its neighbours without an address, everybody: allowed only by an entry that means just that."""
    return (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
            or address == EVERYBODY)
