"""The delivery loop: writes the letters of acts whose undo minute is over, and sends what is due."""

from __future__ import annotations

import structlog

from notifications import letters as written
from notifications.letter import Values
from notifications.sending import Sender, TryLater, WillNeverArrive, message
from workflow import clock, installation, letters

log = structlog.get_logger()


def write_due() -> int:
    """Write the letters of due acts. Returns how many acts were looked at."""
    acts = letters.due_acts()
    for act in acts:
        found = letters.values_for(act) if act.data.get("letter") in written.NAMES else None
        if found is None:
            letters.put(act, None, None)
            continue
        values, rma = found
        letter = written.compose(act.data["letter"], Values(**values), rma.language)
        letters.put(act, rma, {"subject": letter.subject, "text": letter.text, "html": letter.html})
    return len(acts)


def send_due() -> int:
    """Send what is due. Returns how many were tried."""
    url = installation.settings().smtp_url
    due = letters.lease_due() if url else []
    sender = Sender(url)
    for delivery in due:
        _send(sender, delivery)
    sender.close()
    return len(due)


def _send(sender: Sender, delivery: object) -> None:
    try:
        sender.send(message(sender=installation.settings().mail_from, to=delivery.address, subject=delivery.subject,
                            text=delivery.text, html=delivery.html, message_id=delivery.message_id, at=clock.now()))
    except WillNeverArrive as error:
        letters.did_not_go(delivery, str(error), for_good=True)
    except TryLater as error:
        letters.did_not_go(delivery, str(error), for_good=False)
    else:
        letters.went(delivery.id)
