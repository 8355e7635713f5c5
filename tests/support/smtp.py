"""A real mail server on loopback that keeps what it gets, and can refuse, forget and be away."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Manner(StrEnum):
    """How the server answers when a letter has been handed over."""

    TAKE = "250 taken"
    LATER = "451 come back later"
    NEVER = "550 no such person"
    DROP = "taken, but the line is cut before the answer"


@dataclass(frozen=True)
class Mail:
    """One letter as it was handed over: the envelope's people, and the message."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]


class Mailbox:
    """The server. `mails` are those acknowledged, `dropped` those whose acknowledgement was cut off."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.manner = Manner.TAKE
        self.mails: list[Mail] = []
        self.dropped: list[Mail] = []
        self._changed = threading.Condition()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """SMTP_URL of this server."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; again on the same port after stop()."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self._controller.start()

    def stop(self) -> None:
        """Be away: connections are refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def wait_for(self, count: int, *, seconds: float = 10.0) -> list[Mail]:
        """The letters, as soon as there are `count` of them; fails after `seconds`."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.mails) >= count, seconds)
        assert enough, f"{len(self.mails)} of {count} letters came in {seconds:.0f} s"
        return list(self.mails)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd in its own thread."""
        if self.manner in (Manner.LATER, Manner.NEVER):
            return self.manner.value
        kept = self.dropped if self.manner is Manner.DROP else self.mails
        with self._changed:
            kept.append(_mail(envelope))
            self._changed.notify_all()
        if self.manner is Manner.DROP:
            _cut(server)
        return Manner.TAKE.value

    def __enter__(self) -> Mailbox:
        self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def _mail(envelope: Envelope) -> Mail:
    content: Any = envelope.content
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    return Mail(envelope.mail_from or "", list(envelope.rcpt_tos), raw)


def _cut(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.abort()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
