"""A label printer on loopback: a real TCP server that takes labels, refuses, hangs, or breaks off in the middle."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from enum import StrEnum
from types import TracebackType


class Manner(StrEnum):
    """How the printer behaves once somebody has connected."""

    TAKE = "takes everything and closes"
    KEEP_OPEN = "takes everything and never closes"
    BREAK = "takes some of it, then the line is cut"
    HANG = "takes nothing"


class LabelPrinter:
    """The server. `labels` are those that came whole, `parts` what had come when the line was cut."""

    def __init__(self, manner: Manner = Manner.TAKE, after: int = 1000) -> None:
        self.manner, self.after = manner, after
        self.labels: list[bytes] = []
        self.parts: list[bytes] = []
        self.connections = 0
        self._changed = threading.Condition()
        self._held: list[socket.socket] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._listener: socket.socket | None = None

    @property
    def setting(self) -> str:
        """PRINTER_HOSTS that allows this printer and nothing else."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> LabelPrinter:
        """Listen; again on the same port after stop()."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # as little room as a small printer has
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Be switched off: connections are refused."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for connection in self._held:
            connection.close()
        self._held.clear()

    def wait_for(self, count: int, seconds: float = 10.0) -> list[bytes]:
        """The labels, as soon as there are `count` of them; fails after `seconds`."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.labels) >= count, seconds)
        assert enough, f"{len(self.labels)} of {count} labels came in {seconds:.0f} s"
        return list(self.labels)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _place = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._take, args=(connection,), daemon=True).start()

    def _take(self, connection: socket.socket) -> None:
        if self.manner is Manner.HANG:
            self._held.append(connection)
            return
        content = b""
        while self.manner is not Manner.BREAK or len(content) < self.after:
            piece = connection.recv(4096)
            content += piece
            if not piece or (self.manner is Manner.KEEP_OPEN and content.endswith(b"^XZ\n")):
                break
        broken = self.manner is Manner.BREAK
        with self._changed:
            (self.parts if broken else self.labels).append(content)
            self._changed.notify_all()
        if broken:  # a reset, as when the plug is pulled
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self.manner is Manner.KEEP_OPEN:
            self._held.append(connection)
        else:
            connection.close()

    def __enter__(self) -> LabelPrinter:
        return self.start()

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
