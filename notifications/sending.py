"""Sending by SMTP. One recipient, one stable Message-ID, no header that a name could smuggle in."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 15


class WillNeverArrive(Exception):
    """The receiver refused for good (5xx) or the address is none: a person has to look."""


class TryLater(Exception):
    """The server was away or busy: try again."""


def message(*, sender: str, to: str, subject: str, text: str, html: str, message_id: str, at: datetime) -> EmailMessage:
    """The mail as it will be sent.

    Raises:
        WillNeverArrive: `to` is not exactly one address.
    """
    name, address = parseaddr(to)
    if name or address != to.strip() or address.count("@") != 1 or any(c in to for c in ",;\r\n "):
        raise WillNeverArrive(f"“{to[:80]}” is not one mail address")
    mail = EmailMessage(policy=SMTP if address.isascii() else SMTPUTF8)
    mail["From"], mail["To"], mail["Subject"] = sender, address, subject
    mail["Message-ID"], mail["Date"] = message_id, format_datetime(at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail


class Sender:
    """One connection to the server of SMTP_URL: smtp://, smtp+starttls:// or smtps://user:password@host:port."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Raises TryLater or WillNeverArrive."""
        try:
            self._connected().send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            self._raise(code, text)
        except smtplib.SMTPResponseException as error:
            self.close()
            self._raise(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise TryLater(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "127.0.0.1", self._url.port or (465 if self._url.scheme == "smtps" else 25)
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS,
                                                    context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    @staticmethod
    def _raise(code: int, text: bytes | str) -> None:
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        kind = WillNeverArrive if 500 <= code < 600 else TryLater
        raise kind(f"{code} {said[:300]}")
