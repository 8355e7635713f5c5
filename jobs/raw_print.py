"""One label over a raw TCP port, at most once: what went wrong says whether any of it can have been printed."""

from __future__ import annotations

import contextlib
import socket
import struct
import time

CONNECT_SECONDS = 4.0
SEND_SECONDS = 20.0
"""Without a byte more taken: a printer that has no labels stops taking, and is soon filled up again."""
CLOSE_SECONDS = 3.0
PIECE = 16_384
LOOK_SECONDS = 0.02


class NotSent(Exception):
    """No byte left this machine for the printer."""


class SentInPart(Exception):
    """The connection broke after `sent` bytes at most had left: nobody knows what the printer made of them."""

    def __init__(self, sent: int) -> None:
        super().__init__(f"{sent} bytes")
        self.sent = sent


def send(address: str, port: int, content: bytes) -> None:
    """Hand `content` over to the printer at this address.

    Returns once its machine has acknowledged every byte and has not broken the connection off.

    Raises:
        NotSent: it may be sent again.
        SentInPart: it may not.
    """
    try:
        connection = socket.create_connection((address, port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise NotSent(str(error)) from None
    with connection:
        connection.settimeout(SEND_SECONDS)
        sent = 0
        try:
            while sent < len(content):
                sent += connection.send(content[sent:sent + PIECE])
            _wait_until_taken(connection)
        except OSError as error:
            _break_off(connection)
            raise (SentInPart(sent) if sent else NotSent(str(error))) from None


def _wait_until_taken(connection: socket.socket) -> None:
    """Everything is acknowledged, and the printer closes too, or at least breaks nothing off within a moment.

    Raises:
        OSError: it broke the connection off, or acknowledged nothing more for too long.
    """
    until = time.monotonic() + SEND_SECONDS
    while _unacknowledged(connection):
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(LOOK_SECONDS)
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(CLOSE_SECONDS)
    with contextlib.suppress(TimeoutError):  # many printers close only after a minute without anything new
        while connection.recv(PIECE):
            pass


def _unacknowledged(connection: socket.socket) -> int:
    """Bytes that the other side's machine has not taken yet; 0 where the system does not tell."""
    try:
        import fcntl
        import termios
    except ImportError:
        return 0
    return struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, b"\0\0\0\0"))[0]


def _break_off(connection: socket.socket) -> None:
    """What still waits in our buffer must not arrive later, when it was given up."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
