"""Waitress with two things that it lacks: an orderly end, and deadlines for slow peers.

Its own shutdown ends the loop that sends answers as soon as the threads are done, so an answer that
waits in a buffer is lost. And a peer that sends one byte now and then is never idle.
"""

from __future__ import annotations

import logging
import resource
import socket
import threading
import time
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from commands.sharing_out import OpenConnections, let_others_go_first

HEADER_SECONDS = 20.0
"""Longest time from the first byte of a request to the end of its headers."""
BODY_SECONDS = 600.0
"""Longest time from the first byte of a request to its last: 30 MB over a poor line."""
STALLED_SECONDS = 60.0
"""Longest time in which the reader of an answer may take nothing."""
QUIET_SECONDS = 0.5
"""At the end: how long a connection without a request may still bring one."""

log = logging.getLogger("waitress")


class Task(WSGITask):
    """A request whose answer says `Connection: close` once the server is ending."""

    def build_response_header(self) -> bytes:
        if self.channel.server.draining:
            self.request.headers["CONNECTION"] = "close"
        return super().build_response_header()


class Channel(HTTPChannel):
    """One connection. Times are of time.monotonic(), except waitress' own last_activity."""

    task_class = Task
    request_since = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.request_since = time.monotonic()
        return super().received(data)

    def in_hand(self) -> bool:
        """Whether a request is being answered or sent off, or its body is still coming in."""
        request = self.request
        return bool(self.requests or self.total_outbufs_len or (request is not None and request.headers_finished))

    def overdue(self) -> bool:
        """Whether the peer has used up its time. A stalled reader may hold a thread: waitress never ends that."""
        request = self.request
        if request is not None and not self.requests:
            allowed = BODY_SECONDS if request.headers_finished else HEADER_SECONDS
            return time.monotonic() - self.request_since > allowed
        return bool(self.total_outbufs_len) and time.time() - self.last_activity > STALLED_SECONDS


class Server(TcpWSGIServer):
    """Serves an inherited listening socket until it is told to stop, then finishes what it has in hand."""

    channel_class = Channel
    draining = False
    connections = OpenConnections(1)
    place = 0
    """Which of the processes that share the socket this one is."""

    def handle_accept(self) -> None:
        let_others_go_first(self.socket, self.connections, self.place)
        super().handle_accept()
        self.connections.tell(self.place, len(self.active_channels))

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.overdue():
                channel.will_close = True

    def run_until(self, stop: threading.Event, *, drain_seconds: float) -> int:
        """Serve until `stop`; return how many requests were cut off after `drain_seconds`."""
        threading.Thread(target=self._wake_at, args=(stop,), daemon=True).start()
        while not stop.is_set():
            self._turn(timeout=1)
        return self._drain(time.monotonic() + drain_seconds)

    def _wake_at(self, stop: threading.Event) -> None:
        stop.wait()
        self.pull_trigger()

    def _turn(self, *, timeout: float) -> None:
        self.connections.tell(self.place, len(self.active_channels))
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)

    def _drain(self, deadline: float) -> int:
        self.draining = True
        self._stop_listening()
        quiet = time.monotonic() + QUIET_SECONDS
        while self.active_channels and time.monotonic() < deadline:
            self._turn(timeout=0.05)
            if time.monotonic() > quiet:
                self._close_idle()
        return sum(channel.in_hand() for channel in self.active_channels.values())

    def _stop_listening(self) -> None:
        """Take what the kernel has already accepted for us (else it is reset), then refuse.

        The trigger stays open: threads still need it to have their answers sent.
        """
        before = -1
        while before != len(self.active_channels):
            before = len(self.active_channels)
            self.handle_accept()
        wasyncore.dispatcher.close(self)

    def _close_idle(self) -> None:
        for channel in list(self.active_channels.values()):
            if not channel.in_hand():
                channel.handle_close()


def make_server(application: Any, listener: socket.socket, *, threads: int, behind_proxy: bool,
                connections: OpenConnections | None = None, place: int = 0) -> Server:
    """A server for the WSGI `application` on a bound `listener`.

    Args:
        connections: those of all processes that share the listener, of which this is number `place`.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    info = (listener.family, listener.type, listener.proto, listener.getsockname())
    settings = _settings(threads=threads, behind_proxy=behind_proxy)
    server = Server(application, {}, True, listener, dispatcher=dispatcher, adj=settings, sockinfo=info,
                    bind_socket=False)
    server.connections, server.place = connections or OpenConnections(1), place if connections else 0
    return server


def _settings(*, threads: int, behind_proxy: bool) -> Adjustments:
    """Waitress' settings. Without a proxy, forwarding headers are forged and never reach the application."""
    return Adjustments(
        threads=threads,
        connection_limit=_connections(),
        backlog=1024,
        asyncore_use_poll=True,  # select() ends at 1,024 files
        channel_timeout=60,
        cleanup_interval=5,
        max_request_header_size=32 * 1024,
        max_request_body_size=30 * 1024 * 1024,
        outbuf_high_watermark=64 * 1024 * 1024,  # a long answer waits in a file, not in a thread
        log_socket_errors=False,
        clear_untrusted_proxy_headers=not behind_proxy,
        ident="",
    )


def _connections() -> int:
    """Connections of one process: at most 1,000, and half of the files it may open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return 1000 if soft == resource.RLIM_INFINITY else min(1000, max(8, soft // 2))
