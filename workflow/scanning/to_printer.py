"""Sends the papers of a card to the station's own printer, once for each scan. Without one the browser prints them."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from models import writes
from models.printers import PrintJob
from workflow import print_jobs, printers
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.sentences import say


def sent(connection: sa.Connection, row: sa.Row, here: Here, answer: Answer, scan_id: str) -> Answer:
    """The card with what became of its papers: asked for by PRINT, or printed by itself.

    Args:
        row: of `who_scans.who_and_where`.
    """
    if row.printer_id is None or not (answer.paper or answer.prints) or not printers.is_on():
        return answer
    fitting = [(kind, thing_id) for paper, thing_id in _asked_for(answer) if (kind := _as_label(row, paper))]
    if fitting:
        writes.add_all(connection, PrintJob.__table__, print_jobs.rows(
            fitting, printer_id=row.printer_id, by=here.by, language=row.language, scan_id=scan_id))
        answer = replace(answer, print_key=scan_id)
        if answer.opens == "paper":
            answer = replace(answer, opens="", title=say("To the printer"))
    goes_there = fitting or (answer.paper and _as_label(row, answer.paper[0]))
    return replace(answer, printer=row.printer if goes_there else "")


def _as_label(row: sa.Row, kind: str) -> str | None:
    return printers.as_label(kind, row.width_mm, row.height_mm)


def _asked_for(answer: Answer) -> list[tuple[str, int]]:
    if answer.opens == "paper" and answer.paper:
        return [answer.paper]
    return list(dict.fromkeys(answer.prints))
