"""The supports themselves: what they promise to the tests that stand on them."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text

from tests.support import postgres
from tests.support.smtp import Mailbox, Manner


def test_databases_are_fresh_copies_and_survive_a_kill() -> None:
    with postgres.cluster() as cluster:
        template = cluster.database()
        with cluster.connect(template) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        copies = [cluster.database(template=template) for _ in range(2)]
        engine = create_engine(cluster.url(copies[0]))
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO kept VALUES (1)"))
        engine.dispose()
        cluster.kill()
        cluster.start()
        assert [_count(cluster, name) for name in copies] == [1, 0]
        folder = cluster.folder
    assert not folder.exists()


def _count(cluster: postgres.Cluster, name: str) -> int:
    with cluster.connect(name) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return row[0]


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "us@example.com", "amélie@example.com", "退货"
    message.set_content("merci")
    return message


def send(mailbox: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.port, timeout=5) as client:
        client.send_message(letter(), "us@example.com", ["you@example.com"])


def test_the_mailbox_keeps_letters_and_comes_back_on_its_port() -> None:
    with Mailbox() as mailbox:
        send(mailbox)
        mailbox.stop()
        with pytest.raises(ConnectionRefusedError):
            send(mailbox)
        mailbox.start()
        send(mailbox)
        assert [mail.message["Subject"] for mail in mailbox.wait_for(2)] == ["退货", "退货"]


@pytest.mark.parametrize(("manner", "error", "dropped"), [
    (Manner.LATER, smtplib.SMTPDataError, 0),
    (Manner.NEVER, smtplib.SMTPDataError, 0),
    (Manner.DROP, smtplib.SMTPServerDisconnected, 1),
])
def test_the_mailbox_misbehaves_as_told(manner: Manner, error: type[Exception], dropped: int) -> None:
    with Mailbox() as mailbox:
        mailbox.manner = manner
        with pytest.raises(error):
            send(mailbox)
        assert (len(mailbox.mails), len(mailbox.dropped)) == (0, dropped)


def test_chromium_draws_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Retour</h1>")
    assert page.inner_text("h1") == "Retour"
    page.close()
