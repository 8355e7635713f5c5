"""The printers' process: sends labels to printers in the network, one after the other to each, all printers at once."""

from __future__ import annotations

import threading
import time

import sqlalchemy as sa
import structlog
from flask import Flask, current_app

from jobs import raw_print
from workflow import print_jobs, printers, storage
from workflow.errors import Busy, Refused
from workflow.sentences import say

log = structlog.get_logger()
IDLE_SECONDS = 0.15
LOST_SECONDS = 5.0
"""How often to look for labels whose sender died: their lease is a minute and a half."""


def run(stop: threading.Event) -> None:
    """Send until told to stop."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    lanes: dict[int, threading.Thread] = {}
    looked = -LOST_SECONDS
    while not stop.is_set():
        try:
            if time.monotonic() - looked >= LOST_SECONDS:
                print_jobs.give_up_lost()
                looked = time.monotonic()
            for printer_id in print_jobs.printers_with_work():
                if printer_id not in lanes or not lanes[printer_id].is_alive():
                    lanes[printer_id] = threading.Thread(target=_lane, args=(app, printer_id, stop), daemon=True)
                    lanes[printer_id].start()
        except (Busy, sa.exc.SQLAlchemyError) as error:
            log.warning("printers.database", error=type(error).__name__)
        stop.wait(IDLE_SECONDS)
    for lane in lanes.values():  # a label that is half sent is finished
        lane.join(raw_print.CLOSE_SECONDS)


def _lane(app: Flask, printer_id: int, stop: threading.Event) -> None:
    with app.app_context():
        try:
            while not stop.is_set() and send_next(printer_id):
                pass
        except (Busy, sa.exc.SQLAlchemyError) as error:
            log.warning("printers.database", error=type(error).__name__)
        except Exception:
            log.exception("printers.failed", printer=printer_id)


def send_next(printer_id: int) -> bool:
    """Send one label to this printer. False when none may be sent now."""
    job = print_jobs.lease_to_send(printer_id)
    if job is None:
        return False
    try:
        if not job.active:
            raise Refused(say("The printer is switched off in its settings here."))
        address, content = printers.address(job), storage.get(job.storage_key)
    except Refused as refusal:
        print_jobs.cannot(job.id, refusal.sentence)
        return True
    try:
        raw_print.send(address, job.port, content)
    except raw_print.NotSent:
        print_jobs.not_sent(job, say("The printer does not answer at %(host)s, port %(port)s. Is it switched on?",
                                     host=job.host, port=job.port))
    except raw_print.SentInPart as broken:
        log.warning("printers.broken", job=job.id, sent=broken.sent, of=len(content))
        print_jobs.sent_in_part(job.id, say("The connection broke while it was being sent. Look whether it was "
                                            "printed before you print it again."))
    else:
        print_jobs.printed(job.id)
    return True
