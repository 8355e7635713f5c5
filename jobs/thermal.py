"""Makes the ZPL of labels for printers in the network: text where the printer has the letters, else a picture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
import structlog

from jobs.making import broken, sentence
from labels import part_label_zpl, printer_test_zpl, shelf_label_zpl, unit_tag_zpl, zpl
from labels.errors import PaperError
from labels.part_label import PartLabel
from labels.shelf_label import ShelfLabel
from labels.unit_tag import UnitTag
from workflow import print_jobs, printers, printing, storage
from workflow.errors import Busy, NotFound, Refused
from workflow.sentences import say

log = structlog.get_logger()
NOT_MADE = say("The sheet could not be made. Tell who runs the server.")
Sheets = list[dict[str, Any]]


def make_next() -> bool:
    """Make the label of one job. False when none waits."""
    job = print_jobs.lease_to_make()
    if job is None:
        return False
    try:
        content = _zpl(job)
    except PaperError as error:
        print_jobs.cannot(job.id, sentence(error))
    except Refused as refusal:
        print_jobs.cannot(job.id, refusal.sentence, gone=isinstance(refusal, NotFound))
    except (Busy, sa.exc.SQLAlchemyError):
        raise
    except Exception as error:
        log.exception("thermal.failed", job=job.id, kind=job.kind)
        print_jobs.cannot(job.id, broken(error))
    else:
        if content is not None:
            key = f"papers/{hashlib.sha256(content).hexdigest()}.zpl"
            storage.put(key, content)
            print_jobs.made(job.id, storage_key=key)
    return True


def _zpl(job: sa.Row) -> bytes | None:
    """The label; None while the PDF is being made that it is drawn from."""
    if job.kind == "printer_test":
        return printer_test_zpl.render(job.printer, job.width_mm, job.height_mm, job.dpi)
    if not printers.fits(job.kind, job.width_mm, job.height_mm):
        raise Refused(say("The labels in this printer are too small for it: %(width)s × %(height)s mm.",
                          width=job.width_mm, height=job.height_mm))
    content = (text(job.kind, printing.sheets(job.kind, job.thing_id, job.language), job.language, job.dpi)
               if job.kind in DIRECT else None)
    return content or _picture(job)


def text(kind: str, sheets: Sheets, language: str, dpi: int) -> bytes | None:
    """The labels as text; None where the printer does not have the letters, or where they are always a picture."""
    direct = DIRECT.get(kind)
    return direct(sheets, language, dpi) if direct else None


def _picture(job: sa.Row) -> bytes | None:
    paper = (printing.again(job.document_id) if job.document_id
             else printing.ask_for(job.kind, job.thing_id, job.language, job.dpi))
    if paper.state == printing.FAILED:
        raise Refused(paper.error or NOT_MADE)
    content = printing.pdf(paper)
    if content is None:
        print_jobs.not_yet(job.id, document_id=paper.id)
        return None
    return b"".join(zpl.pages(content, job.dpi))


def _tags(sheets: Sheets, language: str, dpi: int) -> bytes | None:
    return unit_tag_zpl.render([UnitTag(**sheet) for sheet in sheets], language, dpi)


def _shelf_labels(sheets: Sheets, language: str, dpi: int) -> bytes | None:
    return shelf_label_zpl.render([ShelfLabel(**sheet) for sheet in sheets], language, dpi)


def _part_labels(sheets: Sheets, language: str, dpi: int) -> bytes | None:
    return part_label_zpl.render([PartLabel(**sheet) for sheet in sheets], language, dpi)


DIRECT: dict[str, Callable[[Sheets, str, int], bytes | None]] = {
    "unit_tag": _tags, "parcel_tags": _tags, "shelf_label": _shelf_labels,
    "part_label": _part_labels}
