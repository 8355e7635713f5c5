"""The worker: letters every second; reminders, expiries and waiting imports as they fall due."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import sqlalchemy as sa
import structlog

from jobs import letters
from workflow import asking, clock, drafts, print_jobs, proofs, repairing, run_chunks, shipping, words_of_names
from workflow.errors import Busy
from workflow.importing import run_waiting
from workflow.scanning import forgetting

log = structlog.get_logger()
LETTERS_SECONDS = 1.0
CLOCK_SECONDS = 30.0


def run(stop: threading.Event) -> None:
    """Work until told to stop."""
    clock_due, day = 0.0, None
    while not stop.is_set():
        _safely(letters.write_due)
        _safely(letters.send_due)
        _safely(lambda: run_waiting(stop))
        if time.monotonic() >= clock_due:
            clock_due = time.monotonic() + CLOCK_SECONDS
            for job in (asking.remind_due, asking.expire_due, repairing.expire_quotes, shipping.deliver_overdue,
                        drafts.throw_away_old, words_of_names.catch_up):
                _safely(job)
            if day != (day := clock.now().date()):
                _safely(forget)
        stop.wait(LETTERS_SECONDS)


def forget() -> None:
    """Once a day, first when the worker starts."""
    count = forgetting.forget_old_texts()
    log.info("worker.scan_texts_emptied", count=count)
    log.info("worker.print_runs_thrown_away", files=run_chunks.throw_away_old())
    log.info("worker.proofs_thrown_away", files=proofs.throw_away_old())
    log.info("worker.print_jobs_removed", count=print_jobs.forget_old())


def _safely(job: Callable[[], object]) -> None:
    """One job that fails must not stop the others; it comes again in a moment."""
    try:
        job()
    except (Busy, sa.exc.SQLAlchemyError) as error:
        log.warning("worker.database", job=getattr(job, "__name__", "import"), error=type(error).__name__)
    except Exception:
        log.exception("worker.failed", job=getattr(job, "__name__", "import"))
