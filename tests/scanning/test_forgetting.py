"""What scanners read is emptied after its time; scans, answers and the chain stay, and what is open keeps its text."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from config import BadSetting, load
from jobs import worker
from models.exceptions import ScanException
from models.log import Movement, Scan
from tests.support import goods
from tests.support.tablets import TabletAt, everything
from workflow import clock, installation, verifying
from workflow.recognising.recognising import recognise
from workflow.scanning import answers, forgetting
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

S = Scan.__table__


def scanned(dock: TabletAt, days_ago: float, code: str) -> str:
    """Scan, then let so many days have passed since. The scan's id."""
    dock.scan(code)
    with reading() as connection:
        newest = connection.execute(sa.select(S.c.id, S.c.scan_id).order_by(S.c.id.desc()).limit(1)).one()
    in_transaction(lambda connection: connection.execute(
        sa.update(S).where(S.c.id == newest.id).values(received_at=clock.now() - timedelta(days=days_ago))))
    return newest.scan_id


def texts() -> dict[str, str]:
    with reading() as connection:
        return {row.scan_id: row.raw for row in connection.execute(sa.select(S.c.scan_id, S.c.raw))}


def open_exception(scan_id: str, **settled: object) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.insert(ScanException.__table__).values(scan_id=scan_id, made_at=clock.now(), **settled)))


def test_only_old_texts_are_emptied_and_nothing_else_changes(either_app: Flask) -> None:
    rma, dock = goods.announced(units=2), TabletAt("walt")
    old = [scanned(dock, 401, rma.parcel), scanned(dock, 400.1, rma.skus[0])]
    young = [scanned(dock, 399, rma.skus[1]), scanned(dock, 0, "NOBODY-KNOWS-12345")]
    before, read = everything(), texts()
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(Movement.__table__)).scalar_one() >= 3
    assert forgetting.forget_old_texts() == 2
    assert texts() == {**dict.fromkeys(old, ""), **{scan_id: read[scan_id] for scan_id in young}}
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"scan"}
    with reading() as connection:
        assert list(verifying.faults(connection)) == []
    assert forgetting.forget_old_texts() == 0


@pytest.mark.parametrize("code", ["1Z999AA10123456784", "]C100106141411234567897", "4006381333931", "$WHAT-IS-THIS",
                                  "(01)04006381333931(21)AB-12", "353879234252633", "42022153"])
def test_the_card_forgets_the_text_too(either_app: Flask, code: str) -> None:
    """Nothing of a scan holds what the scanner read any more; its result, words and our own numbers stay."""
    dock = TabletAt("walt")
    scan_id = scanned(dock, 401, code)
    value = recognise(code).value

    def row() -> sa.Row:
        with reading() as connection:
            return connection.execute(sa.select(S.c.raw, S.c.answer, S.c.open_now).where(S.c.scan_id == scan_id)).one()

    before = row()
    assert value in str(before) or code in str(before)
    assert forgetting.forget_old_texts() == 1
    after = row()
    assert value not in str(after) and code not in str(after) and after.raw == ""
    assert answers.from_data(after.answer).title == answers.from_data(before.answer).title
    assert after.answer.keys() == before.answer.keys()


@pytest.mark.parametrize("code", [Command.HELP.code, Command.YES.code, "parcel"])
def test_our_own_numbers_stay_on_the_card(either_app: Flask, code: str) -> None:
    rma, dock = goods.announced(), TabletAt("walt")
    dock.scan("4006381333931")
    scanned(dock, 401, rma.parcel if code == "parcel" else code)
    with reading() as connection:
        before = connection.execute(sa.select(S.c.answer, S.c.open_now).order_by(S.c.id.desc())).first()
    assert forgetting.forget_old_texts() == 1
    with reading() as connection:
        assert connection.execute(sa.select(S.c.answer, S.c.open_now).order_by(S.c.id.desc())).first() == before


def test_what_has_to_be_settled_keeps_its_text(either_app: Flask) -> None:
    dock = TabletAt("walt")
    open_one, settled = scanned(dock, 500, "OPEN-12345"), scanned(dock, 500, "SETTLED-12345")
    open_exception(open_one)
    open_exception(settled, settled_at=clock.now())
    assert forgetting.forget_old_texts() == 1
    assert texts() == {open_one: "OPEN-12345", settled: ""}


def test_more_than_one_portion(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    dock = TabletAt("walt")
    for number in range(5):
        scanned(dock, 401 + number, f"NUMBER-1234{number}")
    assert forgetting.forget_old_texts() == 5
    assert set(texts().values()) == {""}


def test_the_setting(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dock = TabletAt("walt")
    scanned(dock, 45, "NUMBER-12345")
    assert forgetting.forget_old_texts() == 0
    for days, emptied in ((0, 0), (60, 0), (30, 1)):
        monkeypatch.setattr(installation, "chosen", load({}, data_dir=str(tmp_path), scan_text_days=days))
        assert forgetting.forget_old_texts() == emptied
    with pytest.raises(BadSetting, match="30 or more there, or 0"):
        load({"SCAN_TEXT_DAYS": "7"}, data_dir=str(tmp_path))


def test_the_same_scan_sent_again_gets_the_same_answer(client_as) -> None:
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    scan = {"code": rma.parcel, "scan_id": secrets.token_hex(16)}
    first = walt.send("/stations/dock-1/scans", **scan)
    in_transaction(lambda connection: connection.execute(
        sa.update(S).values(received_at=clock.now() - timedelta(days=500))))
    assert forgetting.forget_old_texts() == 1
    again = walt.send("/stations/dock-1/scans", **scan)
    assert (again.status_code, again.headers["X-Scan-Id"]) == (200, scan["scan_id"])
    assert again.get_data(as_text=True) == first.get_data(as_text=True)


def test_the_worker_says_how_many(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    dock, said = TabletAt("walt"), []
    scanned(dock, 401, "NUMBER-12345")
    monkeypatch.setattr(worker.log, "info", lambda event, **values: said.append((event, values)), raising=False)
    worker.forget()
    assert said == [("worker.scan_texts_emptied", {"count": 1}), ("worker.print_runs_thrown_away", {"files": 0}),
                    ("worker.proofs_thrown_away", {"files": 0}), ("worker.print_jobs_removed", {"count": 0})]
